import { CommanderError } from "commander";
import { GradusError, unknownName } from "gradus";
import { type ExitCode, exitCodes, explain, UsageError } from "./exit.ts";
import { createProgram } from "./program.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Runs one command line, tells what went wrong, and returns the exit code. */
export async function runCommandLine(args: string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.fine;
  const program = createProgram(terminal, ["gradus", ...args].join(" "), (end) => {
    code = end;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.fine;
      // Called without a command: the help is the answer.
      if (error.code === "commander.help") return exitCodes.usage;
    }
    const commands = program.commands.map((command) => command.name());
    const shown = error instanceof CommanderError ? usageErrorOf(error, commands) : error;
    terminal.err.write(explain(shown, args.includes("--verbose")));
    return shown instanceof GradusError ? exitCodes.usage : exitCodes.failed;
  }
}

/** Commander's message in one line of ours. */
function usageErrorOf({ code, message }: CommanderError, commands: string[]): UsageError {
  const [text, hint] = message.replace(/^error: /, "").split("\n");
  if (code === "commander.unknownCommand") {
    return new UsageError(unknownName("command", /'(.*)'/.exec(message)?.[1] ?? "", commands));
  }
  const suggestion = /\(Did you mean (.*)\?\)/.exec(hint ?? "")?.[1];
  return new UsageError(suggestion ? `${text}: did you mean '${suggestion}'?` : text!);
}
