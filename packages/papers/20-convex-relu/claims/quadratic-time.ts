import { convexReluAdmm, generator, powerLaw, sampleActivationPatterns, seedFor, thresholdedTeacher } from "gradus";
import { claim } from "../../src/claim.ts";
import { between } from "../../src/criterion.ts";
import { cases, type Experiment, type TrialContext, TrialInterrupted } from "../../src/experiment.ts";
import { measured, single } from "../../src/statistic.ts";

const [samples, features] = [40, 10];
const repetitions = 7;

/** The least of several times, since whatever else a machine does can only add to one. */
async function leastSeconds(work: () => void | Promise<void>, count: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repetitions; i++) {
    const start = performance.now();
    for (let k = 0; k < count; k++) await work();
    least = Math.min(least, (performance.now() - start) / 1000 / count);
  }
  return least;
}

/** Seconds of the factor and of an iteration with so many patterns. */
async function secondsWith(patterns: number): Promise<{ factor: number; iteration: number }> {
  const problem = thresholdedTeacher({ samples, features: features - 1, heldOut: 1 });
  const random = generator(seedFor(0, "patterns"));
  const chosen = sampleActivationPatterns(problem.reluTraining.X, patterns, random);
  const make = () => convexReluAdmm({ patterns: chosen, primalTolerance: 0, dualTolerance: 0 })(problem);
  const factor = await leastSeconds(async () => void (await make().init(0)), 1);
  const method = make();
  let state = await method.init(0);
  const iteration = await leastSeconds(async () => {
    state = await method.step(state);
  }, 20);
  return { factor, iteration };
}

async function exponents({ signal }: TrialContext, counts: number[]) {
  const [factors, iterations]: [number, number][][] = [[], []];
  for (const patterns of counts) {
    if (signal.aborted) throw new TrialInterrupted([], undefined);
    const { factor, iteration } = await secondsWith(patterns);
    factors!.push([patterns * features, factor]);
    iterations!.push([patterns * features, iteration]);
  }
  const [once, each] = [powerLaw(factors!), powerLaw(iterations!)];
  return {
    factor: once.exponent,
    iteration: each.exponent,
    "factor, low": once.low,
    "factor, high": once.high,
    "iteration, low": each.low,
    "iteration, high": each.high,
  };
}

const experiment = (counts: number[]): Experiment => ({
  setup:
    `${samples} samples with ${features} features, ${counts.join(", ")} sampled patterns, exact steps: seconds of the factor and of ` +
    `an iteration, each the least of ${repetitions} times; exponents in P_s d by least squares on logarithms.`,
  trials: cases("times"),
  trial: (context) => exponents(context, counts),
  criteria: [
    {
      measures: "exponent of an iteration's time in P_s d",
      statistic: single(measured("iteration")),
      holds: between(1.7, 2.3),
    },
    {
      measures: "exponent of the factor's time in P_s d",
      statistic: single(measured("factor")),
      holds: between(2.6, 3.3),
    },
  ],
  remarks: ["iteration", "factor"].flatMap((name) =>
    ["low", "high"].map((end) => ({
      measures: `${end} end of the 95 % interval, ${name}`,
      statistic: single(measured(`${name}, ${end}`)),
    })),
  ),
});

export const quadraticTime = claim({
  id: "quadratic-time",
  says: "After one factorisation, which takes cubic time, an iteration takes time quadratic in the number of patterns.",
  source: "abstract; complexity of algorithm 3.1",
  quick: experiment([40, 80, 160]),
  full: experiment([40, 80, 160, 320]),
  reading:
    "Exponents are those of the sizes at hand, where terms linear in P_s still count, and of a machine with caches. Other work on it " +
    "adds to times and may turn the verdict.",
});
