import { GradusError } from "gradus/results";

/** What went wrong in a worker, as plain data. */
export type Failure = {
  /** One line. */
  message: string;
  stack?: string;
  /** Made to be shown as it is: a `GradusError`. */
  isExpected: boolean;
};

/** An error as plain data. */
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

const firstLine = (text: string): string => text.split("\n", 1)[0]!;
