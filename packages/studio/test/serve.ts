import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { startStudio } from "./start-studio.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the studio is served. */
    address: string;
  }
}

const command = fileURLToPath(new URL("../../cli/bin/gradus.js", import.meta.url));

/** Has `gradus studio` serve the studio, built from its sources, to all tests. */
export default async function serve({ provide }: TestProject): Promise<() => Promise<void>> {
  const { address, stop } = await startStudio(command);
  provide("address", address);
  return async () => {
    const code = await stop();
    if (code !== 0) throw new Error(`gradus studio ended with exit code ${code} on Ctrl-C`);
  };
}
