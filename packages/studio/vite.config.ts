import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

/** Threads share memory, which browsers allow on pages that are isolated from other origins. */
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

export default defineConfig({
  // Relative, so that the built site can stand in any folder of any static host.
  base: "./",
  plugins: [svelte()],
  resolve: { conditions: ["@gradus/source", "svelte", "browser", "module", "import", "default"] },
  worker: { format: "es" },
  server: { headers: isolation, host: "127.0.0.1" },
  preview: { headers: isolation, host: "127.0.0.1" },
  build: { target: "es2023", assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
});
