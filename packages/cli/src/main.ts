import { runCommandLine } from "./command-line.ts";
import { screen } from "./terminal/terminal.ts";

// A reader that has seen enough (head, a closed pager) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: screen(process.stdout),
  err: screen(process.stderr),
});
