import ts from "typescript";

/*
 * Reads from the library's sources, when the page is built, what is said there of names and options: a page can then tell
 * it without the engine.
 */

/** A name that a person can write, with its kind, its type and what is said of it. */
export type DocumentedName = {
  name: string;
  kind: "function" | "namespace" | "class" | "value" | "method";
  /** "(x: ArrayLike, axis?: Axis): Array", of a function; else its type. */
  type?: string;
  says?: string;
};

/** Names by where they are found: "@jax-js/jax", "gradus", "numpy", "numpy.linalg", "Array" … */
export type DocumentedNames = Record<string, DocumentedName[]>;

/** What is said of each option, by method or problem. */
export type DocumentedOptions = Record<string, Record<string, string>>;

/** Longer types say more than can be read in passing. */
const longestType = 140;

export function readLibrary(gradus: string) {
  const program = ts.createProgram([gradus], {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ["@gradus/source"],
    lib: ["lib.es2024.d.ts", "lib.dom.d.ts"],
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const fileEnding = (ending: string) => program.getSourceFiles().find(({ fileName }) => fileName.endsWith(ending))!;
  return {
    names: () => namesOf(checker, program.getSourceFile(gradus)!, fileEnding("@jax-js/jax/dist/index.d.ts")),
    options: () => ({
      ...optionsOf(checker, fileEnding("/methods/catalogue.ts"), "methodCatalogue"),
      ...optionsOf(checker, fileEnding("/problems/catalogue.ts"), "problemCatalogue"),
    }),
    files: () => program.getSourceFiles().filter(({ fileName }) => fileName.includes("/packages/gradus/src/")),
  };
}

function namesOf(checker: ts.TypeChecker, gradus: ts.SourceFile, jax: ts.SourceFile): DocumentedNames {
  const names: DocumentedNames = {};
  const exportsOf = (module: ts.Symbol) =>
    checker.getExportsOfModule(module).map((symbol) => [symbol.name, resolved(checker, symbol)] as const);

  const add = (place: string, symbols: (readonly [string, ts.Symbol])[]) => {
    names[place] = symbols.flatMap(([name, symbol]) => {
      const documented = nameOf(checker, name, symbol);
      if (documented?.kind === "namespace" && names[placeOf(place, name)] === undefined) {
        add(placeOf(place, name), exportsOf(symbol));
      }
      return documented ?? [];
    });
  };
  add("@jax-js/jax", exportsOf(checker.getSymbolAtLocation(jax)!));
  add("gradus", exportsOf(checker.getSymbolAtLocation(gradus)!));

  const array = exportsOf(checker.getSymbolAtLocation(jax)!).find(([name]) => name === "Array")![1];
  const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(array));
  names["Array"] = members
    .filter(({ name, flags }) => !/^(_|#|\[)/.test(name) && (flags & ts.SymbolFlags.Prototype) === 0)
    .flatMap((member) => nameOf(checker, member.name, member) ?? []);
  return names;
}

/** "numpy" and "numpy.linalg", but "gradus" and "trees": what a module exports is called by its own name. */
const placeOf = (place: string, name: string): string =>
  place.startsWith("@") || place === "gradus" ? name : `${place}.${name}`;

const resolved = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

function nameOf(checker: ts.TypeChecker, name: string, symbol: ts.Symbol): DocumentedName | undefined {
  const { flags } = symbol;
  const says = firstSentence(checker, symbol);
  const about = says === "" ? {} : { says };
  if (flags & (ts.SymbolFlags.NamespaceModule | ts.SymbolFlags.ValueModule) && !(flags & ts.SymbolFlags.Variable)) {
    return { name, kind: "namespace", ...about };
  }
  if (flags & ts.SymbolFlags.Class) return { name, kind: "class", ...about };
  // Types alone cannot be called or read.
  if (!(flags & (ts.SymbolFlags.Value | ts.SymbolFlags.Method | ts.SymbolFlags.Accessor))) return undefined;
  const type = checker.getTypeOfSymbol(symbol);
  const [signature] = type.getCallSignatures();
  const flag = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.OmitParameterModifiers;
  const written = signature
    ? checker.signatureToString(signature, undefined, flag)
    : checker.typeToString(type, undefined, flag);
  // `x?: number | undefined` says the same twice.
  const text = written.replace(/\s+/g, " ").replaceAll(" | undefined", "");
  const isMethod = (flags & ts.SymbolFlags.Method) !== 0;
  return {
    name,
    kind: signature ? (isMethod ? "method" : "function") : "value",
    ...(text.length <= longestType && { type: text }),
    ...about,
  };
}

/** The first sentence of what is said of a name. */
function firstSentence(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).split(/\n\s*\n/)[0]!;
  const line = text.replace(/\s+/g, " ").trim();
  return /^.*?\.(?= [A-Z]|$)/.exec(line)?.[0] ?? line;
}

/** The comments of options: of each entry of a catalogue, what stands at the fields of the schema that it names. */
function optionsOf(checker: ts.TypeChecker, file: ts.SourceFile, catalogue: string): DocumentedOptions {
  const options: DocumentedOptions = {};
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === catalogue) {
      const entries = (node.initializer as ts.ObjectLiteralExpression).properties;
      for (const entry of entries) if (ts.isPropertyAssignment(entry)) read(entry);
    } else ts.forEachChild(node, visit);
  };
  const read = ({ name, initializer }: ts.PropertyAssignment) => {
    const schema = schemaIn(initializer);
    if (schema === undefined) return;
    const shape = checker.getTypeAtLocation(schema).getProperty("shape");
    const fields = shape ? checker.getPropertiesOfType(checker.getTypeOfSymbol(shape)) : [];
    const said = fields.map((field) => [field.name, commentOf(checker, field)] as const);
    options[(name as ts.StringLiteral | ts.Identifier).text] = Object.fromEntries(said.filter(([, text]) => text));
  };
  visit(file);
  return options;
}

/** The schema among the arguments of a catalogue's entry, or of the function that makes the entry. */
function schemaIn(entry: ts.Expression): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && /^[a-z]\w*Options$/.test(node.text)) found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(entry);
  if (found === undefined && ts.isCallExpression(entry) && ts.isIdentifier(entry.expression)) {
    const maker = entry
      .getSourceFile()
      .statements.find(
        (statement): statement is ts.VariableStatement =>
          ts.isVariableStatement(statement) &&
          statement.declarationList.declarations[0]!.name.getText() === (entry.expression as ts.Identifier).text,
      );
    if (maker) visit(maker);
  }
  return found;
}

const commentOf = (checker: ts.TypeChecker, field: ts.Symbol): string =>
  ts.displayPartsToString(field.getDocumentationComment(checker)).replace(/\s+/g, " ").trim();
