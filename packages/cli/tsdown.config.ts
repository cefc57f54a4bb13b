import { defineConfig } from "tsdown";

// One file of output for each file of source: the pool of workers starts a worker by the name of its file.
export default defineConfig({
  entry: ["src/main.ts", "src/workers/worker.ts"],
  unbundle: true,
  platform: "node",
  fixedExtension: false,
  dts: false,
});
