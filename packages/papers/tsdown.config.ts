import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts", "src/catalogue.ts", "src/recorded.ts"],
  platform: "neutral",
  dts: true,
});
