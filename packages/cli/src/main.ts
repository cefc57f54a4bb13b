import { CommanderError } from "commander";
import { GradusError, unknownName } from "gradus";
import { type ExitCode, exitCodes, explain, UsageError } from "./exit.ts";
import { createProgram } from "./program.ts";
import { screen, type Terminal } from "./terminal/terminal.ts";

const args = process.argv.slice(2);
const terminal: Terminal = { out: screen(process.stdout), err: screen(process.stderr) };
// A reader that has seen enough (head, a closed pager) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

let code: ExitCode = exitCodes.fine;
const program = createProgram(terminal, ["gradus", ...args].join(" "), (end) => {
  code = end;
});
try {
  await program.parseAsync(args, { from: "user" });
} catch (error) {
  code = codeOf(error);
}
process.exitCode = code;

/** Tells what went wrong. */
function codeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.fine;
    // Called without a command: the help is the answer.
    if (error.code === "commander.help") return exitCodes.usage;
  }
  const shown = error instanceof CommanderError ? usageErrorOf(error) : error;
  terminal.err.write(explain(shown, args.includes("--verbose")));
  return shown instanceof GradusError ? exitCodes.usage : exitCodes.failed;
}

/** Commander's message in one line of ours. */
function usageErrorOf({ code, message }: CommanderError): UsageError {
  const [text, hint] = message.replace(/^error: /, "").split("\n");
  if (code === "commander.unknownCommand") {
    const name = /'(.*)'/.exec(message)?.[1] ?? "";
    const known = program.commands.map((command) => command.name());
    return new UsageError(unknownName("command", name, known));
  }
  const suggestion = /\(Did you mean (.*)\?\)/.exec(hint ?? "")?.[1];
  return new UsageError(suggestion ? `${text}: did you mean '${suggestion}'?` : text!);
}
