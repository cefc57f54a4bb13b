import {
  consensus,
  generator,
  type LabelledParts,
  type Method,
  type Samples,
  type Supervised,
  seedFor,
  sgd,
  softmaxRegression,
  type Tree,
  trees,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, finalMetric, seeds, type TrialContext } from "../../src/experiment.ts";
import { digitLayer } from "../../src/setups/digits.ts";
import { difference, largest, type Measurements, measured, median } from "../../src/statistic.ts";

const [classes, width, train, test] = [5, 10, 3000, 2000];

/** Gaussian blobs: a mean of deviation 1.2 for each class, samples of deviation 1 about it. */
export function blobs(seed: number): LabelledParts {
  const random = generator(seedFor(seed, "blobs"));
  const means = random.normals(classes * width).map((value) => 1.2 * value);
  const draw = (count: number): Samples => {
    const targets = Float64Array.from({ length: count }, () => random.integer(classes));
    const inputs = new Float64Array(count * width);
    for (let i = 0; i < inputs.length; i++) {
      inputs[i] = means[targets[Math.floor(i / width)]! * width + (i % width)]! + random.normal();
    }
    return { inputs, shape: [width], targets };
  };
  return { name: "Gaussian blobs", train: draw(train), test: draw(test) };
}

type Swarm = { particles: number; batches: number; epochs: number };

/** Mini-batch CBO as in the official learning code, with blocks of ten particles. */
const swarm = ({ particles, batches }: Swarm, restartBelow: number) =>
  consensus({
    particles,
    particleBatch: 10,
    alpha: 50,
    sigma: Math.sqrt(0.4),
    lambda: 1,
    dt: 0.1,
    noise: "anisotropic",
    initialization: "normal",
    spread: 1,
    restartBelow,
    coolEvery: batches * (particles / 10),
  });

/** Trains each contender for so many epochs and tells its accuracy on held-out samples. */
async function accuracies<P extends Tree>(
  context: TrialContext,
  problem: () => Supervised<P> | Promise<Supervised<P>>,
  size: Swarm,
): Promise<Measurements> {
  const { particles, batches, epochs } = size;
  const blocks = particles / 10;
  const contenders: Record<string, { method: Method<Supervised<P>, unknown, P>; steps: number }> = {
    CBO: { method: swarm(size, 1e-5) as never, steps: epochs * batches * blocks },
    "CBO, never shaken": { method: swarm(size, 0) as never, steps: epochs * batches * blocks },
    SGD: { method: sgd({ learningRate: 0.1 }) as never, steps: epochs * batches },
  };
  const measurements: Measurements = {};
  for (const [contender, { method, steps }] of Object.entries(contenders)) {
    const trace = await context.run({ contender }, atZero(await problem()), method, {
      steps,
      every: Math.ceil(steps / 50),
    });
    measurements[contender] = trace.status === "diverged" ? 0 : finalMetric(trace, "testAccuracy");
  }
  return measurements;
}

/** Particles are drawn about 0, whatever a network's own start. */
const atZero = <P extends Tree>(problem: Supervised<P>): Supervised<P> => ({
  ...problem,
  initial(key) {
    const params = problem.initial(key);
    const zeros = trees.zerosLike(params);
    trees.dispose(params);
    return zeros;
  },
});

const criteria = (atMostBehind: number) => [
  {
    measures: "test accuracy, SGD − CBO, median",
    statistic: median(difference(measured("SGD"), measured("CBO"))),
    holds: atMost(0.03),
  },
  {
    measures: "test accuracy, SGD − CBO, largest",
    statistic: largest(difference(measured("SGD"), measured("CBO"))),
    holds: atMost(atMostBehind),
  },
];

const quick: Experiment = {
  setup:
    `Softmax regression on Gaussian blobs of ${classes} classes in R¹⁰ (means 1.2 N(0, I), noise 1, ${train} samples, ${test} held ` +
    "out), batches of 50, 10 epochs: CBO with N = 50, blocks of 10, α = 50, σ² = 0.4, Δt = 0.1, cooled after each epoch, from " +
    "N(0, I), with and without the noise that shakes a cloud at rest; SGD at 0.1.",
  trials: seeds(1, 2, 3, 4, 5),
  trial: (context) =>
    accuracies(context, () => softmaxRegression(blobs(context.seed), { batchSize: 50 }), {
      particles: 50,
      batches: train / 50,
      epochs: 10,
    }),
  criteria: [
    ...criteria(0.05),
    {
      measures: "test accuracy, CBO − CBO that is never shaken, median",
      statistic: median(difference(measured("CBO"), measured("CBO, never shaken"))),
      holds: atLeast(0.03),
    },
  ],
  remarks: [
    { measures: "test accuracy of CBO", statistic: median(measured("CBO")) },
    { measures: "test accuracy of SGD", statistic: median(measured("SGD")) },
  ],
};

const full: Experiment = {
  setup:
    "A single layer 784-10 with softmax on handwritten digits (MNIST: 8000 to train on, 2000 held out) in float32, batches of " +
    "60, 100 epochs: CBO with N = 100, blocks of 10, otherwise as in the quick experiment; SGD at 0.1.",
  trials: seeds(1, 2),
  trial: (context) =>
    accuracies(context, () => digitLayer(60), { particles: 100, batches: Math.floor(8000 / 60), epochs: 100 }),
  criteria: criteria(0.05),
  remarks: [
    { measures: "test accuracy of CBO", statistic: median(measured("CBO")) },
    { measures: "test accuracy of SGD", statistic: median(measured("SGD")) },
    { measures: "test accuracy of CBO that is never shaken", statistic: median(measured("CBO, never shaken")) },
  ],
};

export const learning = claim({
  id: "learning",
  says: "Consensus-based optimization trains a classifier from losses alone nearly as well as SGD from gradients.",
  source: "companion experiments in the official code; cf. the title",
  quick,
  full,
  reading:
    "With as many epochs, not evaluations: CBO asks for 50 losses where SGD takes one gradient. What keeps it going is noise " +
    "added whenever the consensus rests.",
});
