import type { Measurements, Statistic } from "./statistic.ts";

/** What a figure must satisfy. A figure that is not a number satisfies nothing. */
export type Bound = { text: string; admits(value: number): boolean };

export const atLeast = (bound: number): Bound => ({ text: `≥ ${bound}`, admits: (value) => value >= bound });
export const atMost = (bound: number): Bound => ({ text: `≤ ${bound}`, admits: (value) => value <= bound });
export const between = (low: number, high: number): Bound => ({
  text: `in [${low}, ${high}]`,
  admits: (value) => value >= low && value <= high,
});

/** Turns measurements into a verdict. A claim holds if each of its criteria does. */
export type Criterion = {
  /** What the figure is, in words: "test accuracy, diffGrad − Adam, learning rate 0.05". */
  measures: string;
  statistic: Statistic;
  holds: Bound;
};

/** A figure that is told but decides nothing: a control, a second reading. */
export type Remark = Omit<Criterion, "holds">;

/** A figure with its spread over trials, as JSON. */
export type Figure = { measures: string; kind: string; value: number; low: number; high: number; values: number[] };

/** A criterion's outcome, as JSON. */
export type Outcome = Figure & { required: string; holds: boolean };

/** The figure of a statistic over trials. */
export function figureOf({ measures, statistic }: Remark, trials: Measurements[]): Figure {
  const values = statistic.spread(trials);
  return {
    measures,
    kind: statistic.kind,
    value: statistic.value(trials),
    low: Math.min(...values),
    high: Math.max(...values),
    values,
  };
}

/** Whether a criterion holds over trials. */
export function judge(criterion: Criterion, trials: Measurements[]): Outcome {
  const figure = figureOf(criterion, trials);
  return { ...figure, required: criterion.holds.text, holds: criterion.holds.admits(figure.value) };
}
