import { defineConfig } from "vitest/config";

export default defineConfig({
  ssr: { resolve: { conditions: ["@gradus/source", "module", "node", "import", "default"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/papers/*/*.test.ts", "*.test.ts"],
    setupFiles: ["packaging/property-seed.ts"],
    testTimeout: 60_000,
    maxWorkers: 2,
    env: { NODE_OPTIONS: "--conditions=@gradus/source" },
  },
});
