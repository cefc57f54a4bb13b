import type { Verdict } from "@gradus/papers";

/** What came of a claim: the experiment's verdict, or that it failed with an error. */
export type ClaimVerdict = Verdict["verdict"] | "failed";

/** A verdict is a word with a sign, so that it is read without its colour too. */
export const verdictSigns: Record<ClaimVerdict, string> = {
  holds: "✓",
  "does not hold": "✗",
  "not judged": "–",
  failed: "!",
};

/** The tone that gives a verdict its colour: `--holds`, `--fails` or `--open` in CSS, and with `-soft` its ground. */
export const verdictTones: Record<ClaimVerdict, "holds" | "fails" | "open"> = {
  holds: "holds",
  "does not hold": "fails",
  "not judged": "open",
  failed: "fails",
};
