import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", "drawing/index": "src/drawing/index.ts" },
  platform: "neutral",
  dts: true,
});
