import { consensusHopping, type HasMetrics, quadratic, seedFor, type TestFunction } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost, between } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, measured, type Reading, smallest } from "../../src/statistic.ts";
import { numbersIn } from "./numbers.ts";

const [alpha, tau, d] = [2, 0.05, 5];
export const curvatures = Array.from({ length: d }, (_, i) => 0.5 + (3.5 * i) / (d - 1));
const proximal = curvatures.map((l) => 1 / (1 + tau * l));
const explicit = curvatures.map((l) => 1 - tau * l);
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.sqrt(Array.from(a).reduce((sum, value, j) => sum + (value - b[j]!) ** 2, 0));

/** How far the proximal point is from a step of gradient descent. */
export const gap = distance(proximal, explicit);

type Answer = ReturnType<TestFunction["initial"]>;
type Watched = ReturnType<typeof quadratic> & HasMetrics<Answer>;

/** ½ Σ l_j x_j² from (1, …, 1), with `metrics` for the answers. */
export function bowl(metrics: (x: Float64Array) => Record<string, number>): Watched {
  const A = curvatures.map((l, i) => curvatures.map((_, j) => (i === j ? l : 0)));
  return {
    ...quadratic({ A, start: curvatures.map(() => 1) }),
    // The same without A's zeros, since there are many points.
    evaluate: (points) =>
      points.map((x) => {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += 0.5 * curvatures[j]! * x[j]! * x[j]!;
        return sum;
      }),
    metrics: async (answer) => metrics(await numbersIn(answer)),
  };
}

/** Hopping with so many samples, and τ = α s². */
export const hops = (particles: number) =>
  consensusHopping({ particles, alpha, s: Math.sqrt(tau / alpha), answer: "consensus" });

const name = (N: number) => `error, N = ${N}`;

async function errors(context: TrialContext, sizes: number[], repetitions: number): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const N of sizes) {
    let squares = 0;
    for (let i = 0; i < repetitions; i++) {
      // The consensus of the first cloud, before any step, is one hop from the start.
      const trace = await context.run(
        { contender: `N = ${N}` },
        bowl((x) => ({ deviation: distance(x, proximal) })),
        hops(N),
        { steps: 0, seed: seedFor(context.seed, "hop", N, i) },
      );
      squares += trace.rows[0]!.extra["deviation"]! ** 2;
    }
    measurements[name(N)] = Math.sqrt(squares / repetitions);
  }
  return measurements;
}

/** The slope of log error over log N, by least squares. */
const slope =
  (sizes: number[]): Reading =>
  (trial) => {
    const points = sizes.map((N) => [Math.log(N), Math.log(measured(name(N))(trial))] as const);
    const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
    const [x, y] = [mean(0), mean(1)];
    const covariance = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
    return covariance / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  };

function experiment(sizes: number[], repetitions: number, trials: number): Experiment {
  const most = sizes.at(-1)!;
  return {
    setup:
      `½ Σ l_j x_j² in five dimensions, l from 0.5 to 4, at (1, …, 1); α = ${alpha}, τ = α s² = ${tau}; one hop with N = ` +
      `${sizes.join(", ")} samples against the proximal point, root mean square over ${repetitions} repetitions.`,
    trials: seeds(...Array.from({ length: trials }, (_, i) => i + 1)),
    trial: (context) => errors(context, sizes, repetitions),
    criteria: [
      {
        measures: "exponent of the error in N, smallest",
        statistic: smallest(slope(sizes)),
        holds: between(-0.6, -0.4),
      },
      { measures: "exponent of the error in N, largest", statistic: largest(slope(sizes)), holds: between(-0.6, -0.4) },
      {
        measures: `error with N = ${most}, against the gap of ${gap.toFixed(3)} to explicit descent`,
        statistic: largest((trial) => measured(name(most))(trial) / gap),
        holds: atMost(0.999),
      },
    ],
    remarks: [{ measures: `error with N = ${most}`, statistic: largest(measured(name(most))) }],
  };
}

export const proximalStep = claim({
  id: "proximal-step",
  says: "A consensus hop is a proximal step with τ = α s², up to an error that falls like one over the root of the number of samples.",
  source: "the theorem on consensus hopping and the minimizing movement scheme",
  quick: experiment([100, 400, 1600, 6400, 25_600], 60, 3),
  full: experiment([100, 400, 1600, 6400, 25_600, 102_400], 200, 3),
  reading:
    "On a quadratic the identity is exact for any α with infinitely many samples. It needs α s ‖∇E‖ of a few at most: beyond it " +
    "single samples have all the weight and the error hardly falls with N.",
});
