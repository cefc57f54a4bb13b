import type { Engine } from "./protocol.ts";

/** A worker as the page holds it. */
export type Hand = Engine & {
  /** Resolves, saying why, if the worker breaks. */
  broken: Promise<string>;
  /** Ends the worker at once. */
  end(): void;
};
