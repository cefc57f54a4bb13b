import { type ExitCode, exitCodes } from "../exit.ts";
import { serveStudio } from "../studio/server.ts";
import { builtSite } from "../studio/site.ts";
import type { Terminal } from "../terminal/terminal.ts";

export const usualPort = 4747;

export type StudioOptions = { port?: number; open: boolean };

/** `gradus studio`: serves the papers page to this machine until Ctrl-C. */
export async function studio({ port, open: isOpened }: StudioOptions, { out, err }: Terminal): Promise<ExitCode> {
  const folder = await builtSite((text) => err.write(`${text}\n`));
  const server = await serveStudio(folder, { wanted: port ?? usualPort, isExact: port !== undefined });
  const asked = new Promise<void>((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve);
  });
  out.write(`studio: ${server.address}\n`);
  err.write("Ctrl-C ends it\n");
  const hasReader = out.live !== undefined && !process.env["CI"];
  if (isOpened && hasReader) {
    const { default: open } = await import("open");
    await open(server.address).catch(() => err.write("no browser could be opened: open the address in one\n"));
  }
  await asked;
  await server.close();
  return exitCodes.fine;
}
