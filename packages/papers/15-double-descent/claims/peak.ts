import { peakPlace } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, between, type Criterion, type Remark } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { figure, type Measurements, median, ratioOfMedians, type Statistic } from "../../src/statistic.ts";
import { digitModel, digitSetup, digitSizes } from "./digit-features.ts";
import {
  adamAt,
  type Contender,
  exact,
  featureModel,
  featureSetup,
  filtered,
  gd,
  kappaOf,
  momentum,
  rowsOf,
  stepped,
  sweepSizes,
  testOf,
  trainOf,
} from "./feature-runs.ts";

const relative = { relative: 1 };

/** What is compared: names in the order in which training gets further. */
const [short, long, heavy, perfect] = ["GD, 100 steps", "GD, 2000 steps", "momentum", "minimum norm"] as const;

type Study = { threshold: number; wide: number; narrow: number; sizes: readonly number[]; order: readonly string[] };

/** The size of the largest median, or an end of its interval over resamples of the seeds. */
const place = (training: string, { sizes }: Study, which: "size" | "low" | "high"): Statistic =>
  figure(
    which === "size" ? "place of the largest median" : `${which === "low" ? "2.5" : "97.5"} %`,
    (trials) => placeOf(trials, training, sizes)[which],
    (trial) => placeOf([trial], training, sizes).size,
  );

function placeOf(trials: Measurements[], training: string, sizes: readonly number[]) {
  const rows = rowsOf(trials, [training], sizes);
  const isMeasured = rows.every(({ values }) => !Number.isNaN(values.test));
  return isMeasured ? peakPlace(rows, training, "test") : { size: Number.NaN, low: Number.NaN, high: Number.NaN };
}

/** The largest ratio of a contender's median to that of the next: below 1 where they rise in order. */
const orderAt = (size: number, order: readonly string[]): Statistic =>
  figure(
    "largest ratio of neighbours' medians",
    (trials) => {
      const medians = order.map((name) => median(testOf(name, size)).value(trials));
      return Math.max(...medians.slice(1).map((value, i) => medians[i]! / value));
    },
    (trial) => Math.max(...order.slice(1).map((name, i) => testOf(order[i]!, size)(trial) / testOf(name, size)(trial))),
  );

const criteriaOf = (study: Study, atEnds: { exactRatio: number; conditions: number }): Criterion[] => {
  const { threshold, wide, narrow, order } = study;
  return [
    {
      measures: "P of the largest test loss of the minimum norm",
      statistic: place(perfect, study, "size"),
      holds: between(threshold, threshold),
    },
    {
      measures: `test loss of the minimum norm, P = ${threshold} / P = ${wide}`,
      statistic: ratioOfMedians(testOf(perfect, threshold), testOf(perfect, wide)),
      holds: atLeast(atEnds.exactRatio),
    },
    {
      measures: `test loss of ${short}, P = ${threshold} / P = ${narrow}`,
      statistic: ratioOfMedians(testOf(short, threshold), testOf(short, narrow)),
      holds: atMost(1.25),
    },
    {
      measures: `test loss of ${short}, P = ${threshold} / P = ${wide}`,
      statistic: ratioOfMedians(testOf(short, threshold), testOf(short, wide)),
      holds: atMost(2),
    },
    {
      measures: `test loss at P = ${threshold}, the largest of ${order
        .slice(1)
        .map((name, i) => `${order[i]} / ${name}`)
        .join(", ")}`,
      statistic: orderAt(threshold, order),
      holds: atMost(1),
    },
    {
      measures: `condition number, P = ${threshold} / P = ${wide}`,
      statistic: ratioOfMedians(kappaOf(threshold), kappaOf(wide)),
      holds: atLeast(atEnds.conditions),
    },
  ];
};

const remarksOf = (study: Study, names: readonly string[]): Remark[] =>
  names.flatMap((name): Remark[] => [
    { measures: `training loss at P = ${study.threshold}, ${name}`, statistic: median(trainOf(name, study.threshold)) },
    { measures: `test loss at P = ${study.threshold}, ${name}`, statistic: median(testOf(name, study.threshold)) },
    { measures: `P of the largest test loss, ${name}`, statistic: place(name, study, "size") },
    {
      measures: `P of the largest test loss, ${name}: lower end of the 95 % interval`,
      statistic: place(name, study, "low"),
    },
    {
      measures: `P of the largest test loss, ${name}: upper end of the 95 % interval`,
      statistic: place(name, study, "high"),
    },
  ]);

const quickContenders: Record<string, Contender> = {
  [short]: stepped(gd, relative, 100),
  [long]: stepped(gd, relative, 2000),
  Adam: stepped(adamAt, { absolute: 0.01 }, 2000),
  [heavy]: stepped(momentum, relative, 2000),
  [perfect]: exact,
};

const quickStudy: Study = {
  threshold: 40,
  wide: 200,
  narrow: 20,
  sizes: [10, 20, 30, 40, 50, 70, 100, 200],
  order: [short, long, heavy, perfect],
};

const quick: Experiment = {
  setup:
    `${featureSetup}. P = ${quickStudy.sizes.join(", ")}. GD at the rate 1/L for 100 and 2000 steps, momentum 0.9 at 1/L and Adam at ` +
    "0.01 for 2000, and the exact minimum norm. Losses are mean squares; figures are of medians over seeds.",
  trials: seeds(0, 1, 2, 3, 4),
  trial: (context) =>
    sweepSizes(context, quickStudy.sizes, quickContenders, (features, seed) => featureModel({ features, seed })),
  criteria: criteriaOf(quickStudy, { exactRatio: 10, conditions: 5 }),
  remarks: remarksOf(quickStudy, Object.keys(quickContenders)),
};

const endless = "GD, a million steps";
const fullContenders: Record<string, Contender> = {
  [short]: filtered(relative, 100),
  "GD, 10,000 steps": filtered(relative, 10_000),
  [endless]: filtered(relative, 1_000_000),
  [perfect]: exact,
};

const fullStudy: Study = { ...digitSizes, order: [short, "GD, 10,000 steps", endless, perfect] };

const full: Experiment = {
  setup:
    `${digitSetup}. P = ${fullStudy.sizes.join(", ")}. GD at the rate 1/L for 100, 10,000 and a million steps by its closed form, and the ` +
    "exact minimum norm. Losses are mean squares; figures are of medians over seeds.",
  trials: seeds(0, 1, 2),
  async trial(context) {
    const build = await digitModel(context.seed);
    return sweepSizes(context, fullStudy.sizes, fullContenders, (features) => build({ features }));
  },
  criteria: criteriaOf(fullStudy, { exactRatio: 10, conditions: 5 }),
  remarks: remarksOf(fullStudy, Object.keys(fullContenders)),
};

export const peak = claim({
  id: "peak-depends-on-optimizer",
  says: "The test loss peaks where the model can just interpolate, and how high it peaks is decided by how far the optimizer gets.",
  source: "abstract: controlled experiments on random feature models",
  quick,
  full,
  reading:
    "The exact minimum norm is what an optimizer would reach that never stopped. Its peak differs by factors of ten between seeds: " +
    "medians alone mean something. Gradient descent with few steps is not stopped early by looking at test data; it has not got further.",
});
