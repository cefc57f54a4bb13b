import type { Plugin } from "vite";
import { readLibrary } from "./read.ts";

const prefix = "virtual:documentation/";
const entry = decodeURI(new URL("../../../../gradus/src/index.ts", import.meta.url).pathname);

/**
 * Modules with what the library's sources say: `virtual:documentation/options`, of each method's and problem's options,
 * and `virtual:documentation/names`, of what a person's own code can use. Read when they are first asked for.
 */
export function documentation(): Plugin {
  return {
    name: "documentation",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const library = readLibrary(entry);
      for (const { fileName } of library.files()) this.addWatchFile(fileName);
      const about = id.endsWith("/options") ? library.options() : library.names();
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(about))});`;
    },
  };
}
