import { defineConfig } from "tsdown";

// One file of output for each file of source, so that a page loads only the methods that it imports.
export default defineConfig({
  entry: [
    "src/index.ts",
    "src/core/results.ts",
    "src/engine/node-threads.ts",
    "src/engine/node-evaluation.ts",
    "src/analysis/node-sweep.ts",
  ],
  unbundle: true,
  platform: "neutral",
  external: [/^node:/],
  target: "es2024",
  dts: true,
});
