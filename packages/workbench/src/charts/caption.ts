import { counted } from "../words/numbers.ts";
import { type Axis, axes, type Panel } from "./curves.ts";

/** What has to be said below charts: what lines and bands are, what a cross means, what was left out. */
export function captionOf(panels: readonly Panel[], drawn: readonly Axis[]): string {
  const runs = panels.flatMap(({ curves }) => curves.map((curve) => curve.runs));
  const most = Math.max(...runs.map((of) => of.length));
  const statuses = new Set(runs.flat().map(({ status }) => status));
  return [
    most > 1 && `Lines: median over ${counted(most, "run")}; bands: from the smallest to the largest.`,
    most > 1 && "A run that has ended keeps its last value.",
    statuses.has("diverged") && "A cross marks a contender of which a run diverged.",
    statuses.has("aborted") && "The last run was interrupted where its line ends.",
    !drawn.includes("calls") &&
      "Every contender makes the same number of oracle calls a step, so steps stand for both.",
  ]
    .filter((sentence) => sentence !== false)
    .join(" ");
}

/** What a chart shows, for those who do not see it: "dimension 2: objective against steps of adam, sgd". */
export function descriptionOf({ setting, curves }: Panel, axis: Axis, quantity = "objective"): string {
  const names = curves.map(({ contender }) => contender).join(", ");
  const where = setting ? `${setting}: ` : "";
  return `${where}${quantity} against ${axes[axis].title} of ${names}`;
}
