import { adam, convexReluAdmm, type ReluProblem, reluDescent, robustConvexRelu } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast } from "../../src/criterion.ts";
import { type Experiment, finalMetric, seeds, type TrialContext } from "../../src/experiment.ts";
import { difference, measured, median } from "../../src/statistic.ts";
import { attacked } from "./attacked.ts";
import { byBlocks } from "./early-accuracy.ts";
import { largeDigits, smallDigits, tumours } from "./real-samples.ts";

type Lengths = { iterations: number; steps: number };

/** Test accuracies of the convex program and of Adam on the network itself. */
async function pair(context: TrialContext, problem: ReluProblem, options: object, { iterations, steps }: Lengths) {
  const run = (contender: string, method: Parameters<typeof context.run>[2], length: number) =>
    context.run({ contender, setting: problem.name }, problem as never, method, {
      steps: length,
      every: Math.ceil(length / 40),
    });
  const convex = await run("convex", convexReluAdmm(options) as never, iterations);
  const descent = await run("Adam", adam({ learningRate: 0.01 }) as never, steps);
  return {
    [`convex, ${problem.name}`]: finalMetric(convex, "testAccuracy"),
    [`Adam, ${problem.name}`]: finalMetric(descent, "testAccuracy"),
  };
}

const criteriaOf = (names: string[]): Experiment["criteria"] =>
  names.map((name) => ({
    measures: `test accuracy, convex − Adam, ${name}`,
    statistic: median(difference(measured(`convex, ${name}`), measured(`Adam, ${name}`))),
    holds: atLeast(-0.02),
  }));

const remarksOf = (names: string[]): Experiment["remarks"] =>
  names.flatMap((name) =>
    ["convex", "Adam"].map((contender) => ({
      measures: `test accuracy, ${contender}, ${name}`,
      statistic: median(measured(`${contender}, ${name}`)),
    })),
  );

const [digits, tumour, images] = [
  "digits of 8 × 8 pixels, 2 or 8",
  "breast tumours",
  "MNIST of 28 × 28 pixels, 2 or 8",
];

const quick: Experiment = {
  setup:
    "Twos and eights of 8 × 8 pixels (200 to train on, the rest held out, cross-entropy, random blocks, 60 iterations) and breast " +
    "tumours (400 to train on, half squared errors, exact steps, ρ = 1, 300 iterations), 24 sampled patterns and β = 1; against " +
    "Adam with 20 neurons, rate 0.01, 400 full-batch steps. Split anew for each seed.",
  trials: seeds(0, 1, 2),
  async trial(context) {
    const { seed } = context;
    const lengths = { iterations: 60, steps: 400 };
    return {
      ...(await pair(
        context,
        await smallDigits({ loss: "cross-entropy", beta: 1, count: 200, seed }),
        { patterns: 24, ...byBlocks },
        lengths,
      )),
      ...(await pair(
        context,
        await tumours({ loss: "half-squared", beta: 1, count: 400, seed }),
        { patterns: 24, rho: 1 },
        { ...lengths, iterations: 300 },
      )),
    };
  },
  criteria: criteriaOf([digits!, tumour!]),
  remarks: remarksOf([digits!, tumour!])!,
};

/** PGD accuracies on MNIST of 7 × 7 pixels under an adversary of 10/255. */
async function underAttack(context: TrialContext) {
  const problem = await largeDigits(4, { loss: "hinge", beta: 1e-3, count: 600, seed: context.seed, radius: 10 / 255 });
  const watched = attacked(problem, problem.reluTraining.radii!);
  const robust = await context.run(
    { contender: "convex-robust", setting: problem.name },
    watched,
    robustConvexRelu({ directions: 12, perturbations: 2 }),
    { steps: 800, every: 40 },
  );
  const descent = await context.run(
    { contender: "GD-PGD", setting: problem.name },
    watched,
    reluDescent({ learningRate: 0.1, attack: "pgd", updates: 10 }),
    { steps: 200, every: 10 },
  );
  return { "PGD, convex-robust": finalMetric(robust, "PGD"), "PGD, GD-PGD": finalMetric(descent, "PGD") };
}

const full: Experiment = {
  setup:
    "MNIST's twos and eights of 28 × 28 pixels (600 to train on, cross-entropy, 36 sampled patterns, random blocks, 100 iterations) " +
    "against Adam, breast tumours as in the quick experiment with 36 patterns; and MNIST of 7 × 7 pixels with an adversary of " +
    "10/255: convex-robust (hinge, at most 25 patterns, 800 iterations) against GD-PGD (2000 steps).",
  trials: seeds(0, 1, 2),
  async trial(context) {
    const { seed } = context;
    return {
      ...(await pair(
        context,
        await largeDigits(1, { loss: "cross-entropy", beta: 1, count: 600, seed }),
        { patterns: 36, ...byBlocks },
        { iterations: 100, steps: 600 },
      )),
      ...(await pair(
        context,
        await tumours({ loss: "half-squared", beta: 1, count: 400, seed }),
        { patterns: 36, rho: 1 },
        { iterations: 600, steps: 600 },
      )),
      ...(await underAttack(context)),
    };
  },
  criteria: [
    ...criteriaOf([images!, tumour!]),
    {
      measures: "PGD accuracy, convex-robust − GD-PGD",
      statistic: median(difference(measured("PGD, convex-robust"), measured("PGD, GD-PGD"))),
      holds: atLeast(-0.02),
    },
  ],
  remarks: [
    ...remarksOf([images!, tumour!])!,
    ...["PGD, convex-robust", "PGD, GD-PGD"].map((name) => ({ measures: name, statistic: median(measured(name)) })),
  ],
};

export const realPairs = claim({
  id: "real-pairs",
  says: "On two classes of real samples convex training with few patterns is as accurate as back-propagation.",
  source: "experiments on MNIST, CIFAR-10 and UCI data",
  quick,
  full,
  reading:
    "Digits and tumours stand for the paper's pairs of CIFAR-10 and for its mammographic masses, which do not come with Gradus. The " +
    "margin of 0.02 is ours, set beforehand: the paper's tables could not be had.",
});
