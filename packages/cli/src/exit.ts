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

/** What went wrong in a worker, as plain data. */
export type Failure = {
  message: string;
  stack?: string;
  /** Made to be shown as it is: a `GradusError`. */
  isExpected: boolean;
};

export function failureOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { message: firstLine(message), isExpected: error instanceof GradusError, ...(stack && { stack }) };
}

/** Something went wrong in a worker that the user can do something about. */
class ExpectedFailure extends GradusError {
  override readonly name = "ExpectedFailure";
}

/** The error that a failure was. */
export function errorOf({ message, stack, isExpected }: Failure): Error {
  const error = isExpected ? new ExpectedFailure(message) : new Error(message);
  return stack === undefined ? error : Object.assign(error, { stack });
}

/** What is written to stderr about an error: one line; with `verbose`, the stack below it. */
export function explain(error: unknown, verbose: boolean): string {
  const { message, stack, isExpected } = failureOf(error);
  if (verbose) return `gradus: ${message}\n${stack ?? ""}\n`;
  return isExpected ? `gradus: ${message}\n` : `gradus: unexpected: ${message} (--verbose shows where)\n`;
}

const firstLine = (text: string): string => text.split("\n", 1)[0]!;
