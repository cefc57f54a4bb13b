import { defineConfig } from "vitest/config";

// The published package, installed outside the repository: `npm run test:package`.
export default defineConfig({
  test: { include: ["packaging/*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
});
