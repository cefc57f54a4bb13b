import { defineConfig } from "tsdown";

export default defineConfig({ entry: ["src/index.ts", "src/catalogue.ts"], platform: "neutral", dts: true });
