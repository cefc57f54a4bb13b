import { spawn } from "node:child_process";
import { once } from "node:events";

export type RunningStudio = {
  address: string;
  /** Ends it as Ctrl-C does; answers with its exit code. */
  stop(): Promise<number | null>;
};

/** Runs `gradus studio` from a file of the command, on any free port. */
export async function startStudio(command: string, env = process.env): Promise<RunningStudio> {
  const child = spawn(process.execPath, [command, "studio", "--port", "0", "--no-open"], {
    env,
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
  return {
    address,
    async stop() {
      child.kill("SIGINT");
      const [code] = await ended;
      return code;
    },
  };
}
