import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Plugin } from "vite";
import { headers, pagePolicy } from "./headers.ts";

/** What gets smaller: data sets are packed already. */
const compressible = /\.(js|css|html|svg|csv)$/;

/** Below this, in bytes, a file fits into one packet anyway. */
const worthwhile = 1000;

/** Gives the page its policy; and gives hosts what they may read: what to say of every file, and files packed beforehand. */
export const hosting = (): Plugin => ({
  name: "hosting",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: pagePolicy }, injectTo: "head-prepend" },
  ],
  generateBundle() {
    const rule = (path: string, said: Record<string, string>) =>
      [path, ...Object.entries(said).map(([name, value]) => `  ${name}: ${value}`)].join("\n");
    // Names in assets/ change with what they name.
    const lasting = { "Cache-Control": "public, max-age=31536000, immutable" };
    const source = `${rule("/*", headers)}\n${rule("/assets/*", lasting)}\n`;
    this.emitFile({ type: "asset", fileName: "_headers", source });
  },
  async writeBundle({ dir }, bundle) {
    const pack = async (name: string, content: string | Uint8Array) =>
      writeFile(join(dir!, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
    const files = Object.values(bundle).map((output) => ({
      name: output.fileName,
      content: output.type === "chunk" ? output.code : output.source,
    }));
    const packed = files.filter(({ name, content }) => compressible.test(name) && content.length > worthwhile);
    await Promise.all(packed.map(({ name, content }) => pack(name, content)));
  },
});
