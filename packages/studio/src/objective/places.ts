import { EngineError } from "../engine/failure.ts";
import { ownFile } from "./compile.ts";

/** A line of the code, from 1. */
type Place = { line: number };

/** The innermost line of a person's own code in an error's stack. */
function placeInStack(error: unknown): Place | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  // Browsers that do not read the name at the code's end tell the address that it was loaded from.
  const [, line] = new RegExp(`(?:${ownFile.replace(".", "\\.")}|blob:[^\\s()]+):(\\d+):\\d+`).exec(stack) ?? [];
  return line === undefined ? undefined : { line: Number(line) };
}

/** What the engine's errors mean for somebody who writes an objective. */
const meanings: [RegExp, (isPlaced: boolean) => string][] = [
  [
    /Referenced tracer .* freed/,
    (isPlaced) =>
      isPlaced
        ? "an array is used here after a function has consumed it: keep it with .ref at every earlier use (x.ref.mul(2))"
        : "an array is used after a function has consumed it: one that is made outside of the loss is kept with .ref at every use",
  ],
  [/grad requires a scalar output/, () => "the loss must be one number: end it with .sum() or .mean()"],
  [
    /grad only supports floating-point dtypes/,
    () => "initial holds whole numbers: a gradient needs dtype float32 or float64 (np.array([1, 2]) is float32)",
  ],
];

/** An error of a person's own code, in words and at its line. */
export function ownError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const { name, message } = cause instanceof Error ? cause : { name: "Error", message: String(cause) };
  const place = placeInStack(cause);
  const meaning = meanings.find(([pattern]) => pattern.test(message))?.[1](place !== undefined);
  return new EngineError({ name, message: meaning ?? message.split("\n", 1)[0]!, ...place });
}
