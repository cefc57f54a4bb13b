import { failureOf } from "@gradus/workbench";
import { GradusError } from "gradus";

/** What the command's exit codes mean. */
export const exitCodes = {
  fine: 0,
  /** A claim does not hold or failed, or a run diverged. */
  failed: 1,
  /** Wrong usage, or a file, device or data set that is not there. */
  usage: 2,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command was called wrongly. */
export class UsageError extends GradusError {
  override readonly name = "UsageError";
}

/** What is written to stderr about an error: one line; with `verbose`, the stack below it. */
export function explain(error: unknown, verbose: boolean): string {
  const { message, stack, isExpected } = failureOf(error);
  if (verbose) return `gradus: ${message}\n${stack ?? ""}\n`;
  return isExpected ? `gradus: ${message}\n` : `gradus: unexpected: ${message} (--verbose shows where)\n`;
}
