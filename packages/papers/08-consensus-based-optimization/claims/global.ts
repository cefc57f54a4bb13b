import {
  annealedLangevin,
  canyon,
  consensus,
  consensusHopping,
  type HasMetrics,
  type Method,
  type RunOptions,
  seedFor,
  type TestFunction,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, measured, median, smallest } from "../../src/statistic.ts";
import { numbersIn } from "./numbers.ts";

type Answer = ReturnType<TestFunction["initial"]>;
type WatchedCanyon = TestFunction & HasMetrics<Answer> & { lastAsked: Float64Array[] };

/** The canyon, which tells of answers how far from the minimum they are, now and at their nearest. */
function watchedCanyon(): WatchedCanyon {
  const problem = canyon();
  let nearest = Number.POSITIVE_INFINITY;
  const watched: WatchedCanyon = {
    ...problem,
    lastAsked: [],
    evaluate(points) {
      watched.lastAsked = points;
      return problem.evaluate(points);
    },
    async metrics(answer) {
      const x = await numbersIn(answer);
      const distance = Math.hypot(...x);
      nearest = Math.min(nearest, distance);
      return { distance, nearest, energy: (problem.evaluate([x]) as number[])[0]! };
    },
  };
  return watched;
}

const within = 0.25;
const figures = { particles: 200, alpha: 100, initialization: "normal", answer: "consensus" } as const;
const steps = 250;
const particles = consensus({ ...figures, lambda: 1, sigma: 1.6, dt: 0.01, noise: "isotropic", spread: 0.5 });
const descent = { learningRate: 1, dt: 0.001, answer: "last" } as const;
const langevinSteps = 10_000;

const share = (flags: boolean[]) => flags.filter(Boolean).length / flags.length;

type CanyonMethod = Method<WatchedCanyon, unknown, Answer>;

/** Runs a method from many seeds; each answer's distance, its nearest one, and its value. */
async function repeated(
  context: TrialContext,
  contender: string,
  method: CanyonMethod,
  runs: number,
  options: RunOptions,
) {
  const ends: { distance: number; nearest: number; energy: number }[] = [];
  for (let i = 0; i < runs; i++) {
    const seed = seedFor(context.seed, contender, i);
    const trace = await context.run({ contender }, watchedCanyon(), method, { seed, ...options });
    ends.push(trace.rows.at(-1)!.extra as (typeof ends)[number]);
  }
  return ends;
}

export type GlobalContenders = { cbo: CanyonMethod; hopping: CanyonMethod };

export async function globalTrial(
  context: TrialContext,
  runs: number,
  { cbo, hopping }: GlobalContenders = { cbo: particles, hopping: consensusHopping({ ...figures, s: 0.7 }) },
): Promise<Measurements> {
  const options = { steps, every: 50, metricsEvery: 1 };
  const swarm = await repeated(context, "CBO", cbo, runs, options);
  const hops = await repeated(context, "consensus hopping", hopping, runs, options);
  const [gradient] = await repeated(context, "gradient descent", annealedLangevin({ ...descent, sigma: 0 }), 1, {
    steps: langevinSteps,
    every: 1000,
  });
  // All chains at once: they do not know of one another.
  const chained = watchedCanyon();
  await context.run({ contender: "Langevin" }, chained, annealedLangevin({ ...descent, sigma: 10, chains: runs }), {
    steps: langevinSteps,
    every: 1000,
  });
  const energies = swarm.map(({ energy }) => energy).toSorted((a, b) => a - b);
  return {
    CBO: share(swarm.map(({ distance }) => distance < within)),
    "CBO, median E": energies[Math.floor(energies.length / 2)]!,
    CH: share(hops.map(({ nearest }) => nearest < within)),
    "CH, last": share(hops.map(({ distance }) => distance < within)),
    GD: Number(gradient!.distance < within),
    "GD, E": gradient!.energy,
    Langevin: share(chained.lastAsked.map((x) => Math.hypot(...x) < within)),
  };
}

const experiment = (runs: number, trials: number): Experiment => ({
  setup:
    `The canyon from (8, 8), ${runs} runs a trial. CBO with the paper's figures' N = 200, α = 100, λ = 1, isotropic σ = 1.6, ` +
    "Δt = 0.01 and hopping with s = 0.7, 250 steps each; gradient descent and annealed Langevin (σ = 10) by differences, " +
    `10,000 steps of 0.001. A run has arrived if its last consensus or point is within ${within} of the minimum; hopping, whose ` +
    "consensus goes on moving, if any of its consensus points is.",
  trials: seeds(...Array.from({ length: trials }, (_, i) => i + 1)),
  trial: (context) => globalTrial(context, runs),
  criteria: [
    { measures: "share of CBO runs that arrive", statistic: smallest(measured("CBO")), holds: atLeast(0.9) },
    { measures: "share of hopping runs that arrive", statistic: smallest(measured("CH")), holds: atLeast(0.9) },
    { measures: "share of gradient descent", statistic: largest(measured("GD")), holds: atMost(0) },
    { measures: "share of Langevin chains that arrive", statistic: largest(measured("Langevin")), holds: atMost(0.5) },
  ],
  remarks: [
    { measures: "E at the last consensus of CBO, median of runs", statistic: median(measured("CBO, median E")) },
    { measures: "share of hopping runs that end near the minimum", statistic: median(measured("CH, last")) },
    { measures: "E where gradient descent ends", statistic: median(measured("GD, E")) },
  ],
});

export const globalConvergence = claim({
  id: "canyon",
  says: "Consensus-based optimization and consensus hopping follow the canyon to the global minimum, where gradient descent is caught in a local one.",
  source: "Figures 1(b) and 2",
  quick: experiment(50, 2),
  full: experiment(400, 5),
  reading:
    "A step of CBO is 200 evaluations and one of descent a gradient, so this is about where paths end, not about what they cost: " +
    "all have about 50,000 evaluations here. Langevin's noise is that of the official code, not tuned.",
});
