import { modelSizeSweep, optimizationStudy, type SizeRow, type StudyPoint, sizeCurve, type Training } from "gradus";
import { type ControlValues, type Demo, defineDemo, type Frame, type Mark, type Pair } from "../../src/demo.ts";
import type { Conditioned } from "../claims/feature-runs.ts";
import { controls, descended, modelOf, number, takingPart } from "./knobs.ts";

const samples = 40;
const [threshold, wide] = [samples, 5 * samples];
const sizes = [8, 16, 24, 32, 36, 40, 44, 50, 60, 80, 120, 200];

/** Steps at which gradient descent is followed along the curve of the scatter. */
const waypoints = Array.from({ length: 13 }, (_, i) => Math.round(10 ** (1 + i / 2)));
const waypoint = (steps: number) => `GD after ${steps} steps`;
const study = { threshold, wide, trainLoss: "trainMeanSquare", testLoss: "testMeanSquare" };

/** What the axes of the scatter can show. */
const [leastLoss, mostLoss] = [-6, 0];
const [leastRatio, mostRatio] = [-0.5, 2.5];
const placeOf = ({ trainLoss, peakRatio }: StudyPoint): Pair => [
  Math.min(mostLoss, Math.max(leastLoss, Math.log10(trainLoss))),
  Math.min(mostRatio, Math.max(leastRatio, Math.log10(peakRatio))),
];

/**
 * The test loss over the size of a random-feature model, drawn size by size as it is trained, with the training loss that
 * was reached and the condition number; and at the end, how high the peak is against how far training got.
 */
export const descentCurve: Demo = defineDemo({
  id: "descent-curve",
  title: "No peak without a low training loss",
  says:
    "Random features of 40 samples, trained from left to right at each size P. All optimizers see the same models; where P = N the " +
    "condition number peaks, and only who gets to a low training loss there shows a peak of the test loss. Take steps or rates down and the " +
    "peaks go; up, and they near that of the exact minimum norm. Bands are the spread over seeds, lines the medians.",
  controls,

  scene(values) {
    const lines = takingPart(values).map(({ label, method }) => ({ name: label, method }));
    const names = lines.map(({ name }) => name).join(", ");
    const x = { title: "parameters per sample, P/N", isLog: true, low: sizes[0]! / samples, high: wide / samples };
    return {
      steps: sizes.length,
      panels: [
        {
          id: "test",
          kind: "curves",
          title: "Test loss",
          description: `The held-out mean squared error against parameters per sample, for ${names}.`,
          x,
          y: { title: "test mean square", isLog: true },
          lines,
        },
        {
          id: "train",
          kind: "curves",
          title: "Training loss reached",
          description: `The mean squared error on the samples trained on against parameters per sample, for ${names}.`,
          x,
          // The exact solution's is rounding beyond the threshold.
          y: { title: "training mean square", isLog: true, low: 1e-6, high: 1 },
          lines,
        },
        {
          id: "condition",
          kind: "curves",
          title: "Condition number",
          description: "The condition number of the features against parameters per sample.",
          x,
          y: { title: "κ", isLog: true },
          lines: [{ name: "κ", method: "newton" }],
        },
        {
          id: "scatter",
          kind: "plane",
          title: "Peak against training loss",
          description:
            "Once all sizes are trained: the ratio of test losses at P = N and P = 5 N against the training loss at P = N, a dot for each " +
            "optimizer, and the path that gradient descent takes with its steps.",
          x: { title: "log₁₀ of training loss at P = N", low: leastLoss, high: mostLoss },
          y: { title: "log₁₀ of test loss, P = N / P = 5 N", low: leastRatio, high: mostRatio },
        },
      ],
    };
  },

  async *play(values, signal) {
    const rows: SizeRow[] = [];
    // All trainings of a size see the same models.
    const models = new Map<string, Conditioned>();
    const build = (size: number, seed: number) => {
      const key = `${size} ${seed}`;
      if (!models.has(key)) models.set(key, modelOf(values, size, seed));
      return models.get(key)!;
    };
    const seeds = Array.from({ length: number(values, "seeds") }, (_, i) => number(values, "seed") + i);
    const results = modelSizeSweep(
      {
        sizes,
        seeds,
        build,
        look: ({ conditions }) => ({ conditionNumber: conditions.conditionNumber }),
        trainings: trainingsOf(values),
      },
      { signal },
    );
    const perSize = seeds.length * (takingPart(values).length + 1);
    for await (const { setting, seed, values: measured } of results) {
      rows.push({ setting, seed, values: measured });
      if (rows.length % perSize === 0) yield frameOf(values, rows, sizes[rows.length / perSize - 1]!);
      if (signal.aborted) return;
    }
  },
});

const along = "along the path";

/** The chosen optimizers; and gradient descent at its waypoints, where the scatter looks. */
function trainingsOf(values: ControlValues): Record<string, Training<Conditioned>> {
  const chosen = takingPart(values).map(({ label, training }) => [label, training(values)] as const);
  const path: Training<Conditioned> = async (problem, context) => {
    if (context.size !== threshold && context.size !== wide) return {};
    const ends = waypoints.map(async (steps) => {
      const { trainMeanSquare, testMeanSquare } = await descended(values, steps)(problem, context);
      return [
        [`train, ${waypoint(steps)}`, trainMeanSquare ?? Number.NaN],
        [`test, ${waypoint(steps)}`, testMeanSquare ?? Number.NaN],
      ] as const;
    });
    return Object.fromEntries((await Promise.all(ends)).flat());
  };
  return { ...Object.fromEntries(chosen), [along]: path };
}

function frameOf(values: ControlValues, rows: SizeRow[], size: number): Frame {
  const taking = takingPart(values);
  const here = rows.filter(({ setting }) => setting.size === size);
  const pointOf = (line: string, training: string, value: string) => {
    const [found] = sizeCurve(here, training, value);
    const { median: y, low, high } = found!;
    return { line, x: size / samples, y, low, high, ...(!Number.isFinite(y) && { ended: "diverged" }) };
  };
  const pointsOf = (value: string) => taking.map(({ label }) => pointOf(label, label, value));
  const atThreshold = size >= threshold ? rows.filter(({ setting }) => setting.size === threshold) : [];
  const figures = taking.flatMap(({ label, method }) => {
    const medianOf = (name: string) => sizeCurve(atThreshold, label, name)[0]?.median ?? Number.NaN;
    return [
      { of: label, method, label: "training loss at P = N", value: medianOf("trainMeanSquare") },
      { of: label, method, label: "test loss at P = N", value: medianOf("testMeanSquare") },
    ];
  });
  return {
    step: sizes.indexOf(size) + 1,
    points: {
      test: pointsOf("testMeanSquare"),
      train: pointsOf("trainMeanSquare"),
      condition: [pointOf("κ", along, "conditionNumber")],
    },
    marks: { scatter: size === wide ? scatterOf(values, rows) : [] },
    figures,
    says: `${size} parameters for ${samples} samples. ${pointsOf("testMeanSquare")
      .map(({ line, y }) => `${line}: test loss ${y.toPrecision(2)}`)
      .join("; ")}.`,
  };
}

/** A dot for each optimizer, over the path of gradient descent. */
function scatterOf(values: ControlValues, rows: SizeRow[]): Mark[] {
  const onPath = rows.filter(({ setting }) => setting.training === along);
  const path = waypoints.map((steps) => {
    const own = onPath.map(({ setting, seed, values: measured }) => ({
      setting,
      seed,
      values: {
        trainMeanSquare: measured[`train, ${waypoint(steps)}`] ?? Number.NaN,
        testMeanSquare: measured[`test, ${waypoint(steps)}`] ?? Number.NaN,
      },
    }));
    return optimizationStudy(own, study).points[0]!;
  });
  const isShown = ({ trainLoss, peakRatio }: StudyPoint) => Number.isFinite(trainLoss) && Number.isFinite(peakRatio);
  const { points } = optimizationStudy(
    rows.filter(({ setting }) => setting.training !== along),
    study,
  );
  const methods = new Map(takingPart(values).map(({ label, method }) => [label, method]));
  return [
    { name: "GD, 10 to 10⁷ steps", kind: "line", at: path.filter(isShown).map(placeOf), isDashed: true },
    ...points.filter(isShown).map(
      (point): Mark => ({
        name: point.training,
        method: methods.get(point.training)!,
        kind: "points",
        at: [placeOf(point)],
        label: point.training,
      }),
    ),
  ];
}
