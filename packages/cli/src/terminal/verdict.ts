import { type ClaimVerdict, verdictSigns } from "@gradus/workbench";
import type { Paint } from "./terminal.ts";

/** A verdict with its sign, in its colour. */
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
