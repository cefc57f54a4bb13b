import type { ClaimVerdict } from "../reproduction/result.ts";
import type { Paint } from "./terminal.ts";

/** A verdict is a word with a sign, so that it is read without its colour too. */
export const verdictSigns: Record<ClaimVerdict, string> = {
  holds: "✓",
  "does not hold": "✗",
  "not judged": "–",
  failed: "!",
};

export function paintVerdict(verdict: ClaimVerdict, paint: Paint): string {
  const text = `${verdictSigns[verdict]} ${verdict}`;
  switch (verdict) {
    case "holds":
      return paint.green(text);
    case "does not hold":
      return paint.red(text);
    case "failed":
      return paint.yellow(text);
    case "not judged":
      return paint.dim(text);
  }
}
