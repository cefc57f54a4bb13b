import { defineConfig } from "vitest/config";

// The studio in a browser: `npm run test:studio`; with STUDIO_SCREENSHOTS=folder it keeps pictures of every page.
export default defineConfig({
  ssr: { resolve: { conditions: ["@gradus/source", "module", "node", "import", "default"] } },
  test: {
    include: ["packages/studio/test/*.test.ts"],
    globalSetup: ["packages/studio/test/serve.ts"],
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    env: { NODE_OPTIONS: "--conditions=@gradus/source" },
  },
});
