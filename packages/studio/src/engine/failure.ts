import type { EngineFailure } from "./protocol.ts";

/** Something went wrong where it is computed. The message is one line, made to be shown. */
export class EngineError extends Error {
  override readonly name: string;
  /** Where in a person's own code, from 1. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  constructor({ name, message, line, column }: EngineFailure) {
    super(message);
    this.name = name;
    this.line = line;
    this.column = column;
  }
}

/** A job was stopped before it had a result. */
export const stopped = (): EngineError => new EngineError({ name: "Stopped", message: "stopped" });

/** An error as data. */
export function failureOf(error: unknown): EngineFailure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const { line, column } = error as { line?: unknown; column?: unknown };
  return {
    name,
    message: message.split("\n", 1)[0]!,
    ...(typeof line === "number" && { line }),
    ...(typeof column === "number" && { column }),
  };
}
