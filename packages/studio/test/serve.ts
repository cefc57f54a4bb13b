import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the studio is served. */
    address: string;
  }
}

const command = fileURLToPath(new URL("../../cli/bin/gradus.js", import.meta.url));

/** Starts `gradus studio`, which builds the studio if need be, and ends it after the last test as Ctrl-C does. */
export default async function serve({ provide }: TestProject): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [command, "studio", "--port", "0", "--no-open"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      const found = /^studio: (\S+)\n/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    ended.then(() => reject(new Error("gradus studio ended before it served anything")), reject);
  });
  provide("address", address);
  return async () => {
    child.kill("SIGINT");
    const [code] = await ended;
    if (code !== 0) throw new Error(`gradus studio ended with exit code ${code} on Ctrl-C`);
  };
}
