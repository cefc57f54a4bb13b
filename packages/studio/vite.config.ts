import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { documentation } from "./src/engine/documentation/plugin.ts";
import { isolation } from "./src/isolation/headers.ts";
import { hosting } from "./src/isolation/hosting.ts";
import { newestFonts, preloadFirst } from "./src/shell/page-parts.ts";

export default defineConfig({
  // Relative, so that the built site can stand in any folder of any static host.
  base: "./",
  plugins: [svelte(), documentation(), hosting(), newestFonts(), preloadFirst()],
  resolve: { conditions: ["@gradus/source", "svelte", "browser", "module", "import", "default"] },
  worker: { format: "es", plugins: () => [documentation()] },
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
