import { defineConfig } from "vitest/config";

// Golden cases: `npm run test:golden`, or `GOLDEN_DIR=folder npm run test:golden` for files from elsewhere.
export default defineConfig({
  ssr: { resolve: { conditions: ["@gradus/source", "module", "node", "import", "default"] } },
  test: {
    include: ["packages/papers/src/golden/golden.test.ts"],
    testTimeout: 300_000,
    env: { NODE_OPTIONS: "--conditions=@gradus/source" },
  },
});
