import { typescriptLanguage } from "@codemirror/lang-javascript";
import type { DocumentedNames } from "../engine/documentation/read.ts";
import { importOf } from "./names.ts";

/** The code as a file: what it takes from the library without an import here is imported. */
export function withImports(code: string, names: DocumentedNames): string {
  const missing = namesUsed(code).flatMap((name) => importOf(name, names) ?? []);
  if (missing.length === 0) return code;
  const modules = [...new Set(missing.map(({ module }) => module))].sort();
  const lines = modules.map((module) => {
    const bindings = missing.filter((other) => other.module === module).map(({ binding }) => binding);
    return `import { ${bindings.sort().join(", ")} } from "${module}";\n`;
  });
  return `${lines.join("")}${code}`;
}

/** Names that the code uses and does not define. */
function namesUsed(code: string): string[] {
  const used = new Set<string>();
  const defined = new Set<string>();
  typescriptLanguage.parser.parse(code).iterate({
    enter(node) {
      const { name, from, to } = node;
      // `numpy as np` names what the module has, not what the code takes from its scope.
      if (node.matchContext(["ImportGroup"]) && name === "VariableName") return;
      if (name === "VariableName" || name === "TypeName") used.add(code.slice(from, to));
      if (name === "VariableDefinition" || name === "TypeDefinition") defined.add(code.slice(from, to));
    },
  });
  return [...used].filter((name) => !defined.has(name));
}
