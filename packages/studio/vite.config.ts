import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { headers, isolation, pagePolicy } from "./src/isolation/headers.ts";
import { preloadFonts } from "./src/shell/preload-fonts.ts";

/** Gives the page its policy, and hosts that read it (as `gradus studio` does) a file with what to say of every file. */
const hosting = (): Plugin => ({
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
});

export default defineConfig({
  // Relative, so that the built site can stand in any folder of any static host.
  base: "./",
  plugins: [svelte(), hosting(), preloadFonts()],
  resolve: { conditions: ["@gradus/source", "svelte", "browser", "module", "import", "default"] },
  worker: { format: "es" },
  server: { headers: isolation, host: "127.0.0.1" },
  preview: { headers: isolation, host: "127.0.0.1" },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      // Pages take words and colours from the workbench; what it has of the engine stays in the worker.
      treeshake: { moduleSideEffects: (file) => !/\/packages\/workbench\/(src|dist)\//.test(file) },
      input: { index: "index.html", "service-worker": "src/isolation/service-worker.ts" },
      output: {
        // A service worker acts on the folder that it lies in, and is looked for by its name.
        entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
