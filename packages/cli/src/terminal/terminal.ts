import type { WriteStream } from "node:tty";
import pc from "picocolors";

export type Paint = ReturnType<typeof pc.createColors>;

/** A stream that text goes to, and what it can show. */
export type Screen = {
  write(text: string): void;
  paint: Paint;
  /** Infinite where nothing needs to be wrapped: in a pipe or file. */
  columns: number;
  /** The terminal itself, where there is one that lines can be redrawn on. */
  live: WriteStream | undefined;
};

/** Results go to `out`, progress and errors to `err`, so that a pipe gets results alone. */
export type Terminal = { out: Screen; err: Screen };

export function screen(stream: NodeJS.WritableStream & Partial<WriteStream>): Screen {
  const isTerminal = stream.isTTY === true && process.env["TERM"] !== "dumb";
  return {
    write: (text) => void stream.write(text),
    paint: pc.createColors(isTerminal && stream.hasColors?.() === true),
    columns: isTerminal ? Math.max(40, stream.columns || 80) : Number.POSITIVE_INFINITY,
    live: isTerminal ? (stream as WriteStream) : undefined,
  };
}
