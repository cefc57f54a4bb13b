import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./completion.ts";
import { rangeOf } from "./ranges.ts";

/** A fault at a place of the code; without a line it concerns all of it. */
export type Fault = { message: string; line?: number | undefined; column?: number | undefined };

/** The page's colours. Each has a contrast of at least 4.5 with the ground, in both themes. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.self], color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--holds)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--fails)" },
  { tag: [tags.comment], color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.definition(tags.typeName)], color: "var(--muted)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], fontWeight: "600" },
  { tag: tags.invalid, color: "var(--fails)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--paper)", color: "var(--ink)", fontSize: "0.86rem" },
  "&.cm-focused": { outline: "var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "22rem", maxHeight: "70vh" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.7rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "0" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.25em 0 0 0.25em" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--raised) 70%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--admitted)", outline: "1px solid var(--holds)" },
  ".cm-tooltip": {
    border: "1px solid var(--edge)",
    borderRadius: "var(--radius)",
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
  },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "13em" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "0.2em 0.6em" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", marginLeft: "1em" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionInfo": { maxWidth: "24rem", padding: "0.5em 0.7em", fontFamily: "var(--sans)" },
  ".cm-diagnostic": { padding: "0.3em 0.6em", fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--fails)" },
});

/** An editor in an element of the page. */
export function createEditor(parent: HTMLElement, { code, onChange }: { code: string; onChange(code: string): void }) {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        indentOnInput(),
        indentUnit.of("  "),
        bracketMatching(),
        closeBrackets(),
        javascript({ typescript: true }),
        syntaxHighlighting(colours),
        autocompletion({ override: [completions], icons: false }),
        keymap.of([
          { key: "Tab", run: acceptCompletion },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...completionKeymap,
          indentWithTab,
        ]),
        look,
        EditorView.contentAttributes.of({
          // What can be written into gets the focus anyway; tools that look for this attribute do not know.
          tabindex: "0",
          "aria-label": "Objective in TypeScript",
          "aria-describedby": "editor-rule editor-keys",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(view.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    /** Puts other code in place of what is there; the editor's undo takes it back. */
    write(next: string) {
      const { doc } = view.state;
      if (next !== doc.toString()) view.dispatch({ changes: { from: 0, to: doc.length, insert: next } });
    },
    /** Marks a fault at its line, or none. */
    mark(fault: Fault | undefined) {
      const range = fault && rangeOf(view.state.doc, fault);
      const diagnostics = range ? [{ ...range, severity: "error" as const, message: fault!.message }] : [];
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    /** Puts the cursor where a fault is. */
    goTo(fault: Fault) {
      const range = rangeOf(view.state.doc, fault);
      if (range) view.dispatch({ selection: { anchor: range.from }, scrollIntoView: true });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

export type Editor = ReturnType<typeof createEditor>;
