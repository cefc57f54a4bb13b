import { singleIndex, sphericalSgdAverage } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, smallest } from "../../src/statistic.ts";
import { burnIn, chains, ofAnswer, ofLast, ofMean, overlapsAtEnd, randomLevel } from "./runs.ts";

/** One panel of figures 1 and 2. */
type Panel = { k: number; d: number; n: number };

const settingOf = ({ k, d }: Panel) => `k = ${k}, d = ${d}`;

async function runPanels(
  context: TrialContext,
  panels: Panel[],
  { steps, learningRate, chains }: { steps: number; learningRate?: number; chains: number },
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const panel of panels) {
    const { k, d, n } = panel;
    const setting = settingOf(panel);
    const trace = await context.run(
      { contender: "single-sample descent, averaged", setting },
      singleIndex({ exponent: k, dimension: d, samples: n, instance: context.seed }),
      sphericalSgdAverage({ chains, burnIn, average: "outer products", ...(learningRate && { learningRate }) }),
      { steps, every: Math.ceil(steps / 40) },
    );
    Object.assign(measurements, overlapsAtEnd(setting, trace));
  }
  return measurements;
}

const k3 = { k: 3, d: 32, n: 10 * 32 ** 2 };
const k5 = { k: 5, d: 16, n: 10 * 16 ** 3 };
const k4 = { k: 4, d: 32, n: 10 * 32 ** 2 };
const large = (k: number): Panel => ({ k, d: 100, n: 1e5 });

const quickSetup =
  `Single-index models with Hermite links, correlation loss, 10 d^⌈k/2⌉ samples; one sample a step with replacement, η = 0.5/√d, ` +
  `${chains} chains of 4000 steps, of which the first ${burnIn} are not averaged. Overlaps are with the hidden direction.`;
const fullSetup =
  "Figures' size, d = 100, 1e5 samples; one sample a step, η = 0.05, 128 chains of 50,000 steps. " +
  "k = 5 at this size would take 8 GB of samples and is left out.";

const odd = (panels: Panel[], setup: string, trials: Experiment["trials"], size: Parameters<typeof runPanels>[2]) => ({
  setup,
  trials,
  trial: (context: TrialContext) => runPanels(context, panels, size),
  criteria: [
    ...panels.map((panel) => ({
      measures: `overlap of the mean iterate, ${settingOf(panel)}`,
      statistic: smallest(ofMean(settingOf(panel))),
      holds: atLeast(0.9),
    })),
    ...panels.map((panel) => ({
      measures: `overlap of the last iterates, ${settingOf(panel)}, where ${randomLevel(panel.d)} is random`,
      statistic: largest(ofLast(settingOf(panel))),
      holds: atMost(0.4),
    })),
  ],
  remarks: panels.map((panel) => ({
    measures: `overlap of the top eigenvector, ${settingOf(panel)}`,
    statistic: smallest(ofAnswer(settingOf(panel))),
  })),
});

const even = (panel: Panel, setup: string, trials: Experiment["trials"], size: Parameters<typeof runPanels>[2]) => ({
  setup,
  trials,
  trial: (context: TrialContext) => runPanels(context, [panel], size),
  criteria: [
    {
      measures: "overlap of the top eigenvector of the mean outer product",
      statistic: smallest(ofAnswer(settingOf(panel))),
      holds: atLeast(0.95),
    },
    {
      measures: "overlap of the mean iterate",
      statistic: largest(ofMean(settingOf(panel))),
      holds: atMost(0.7),
    },
    {
      measures: `overlap of the last iterates, where ${randomLevel(panel.d)} is random`,
      statistic: largest(ofLast(settingOf(panel))),
      holds: atMost(0.4),
    },
  ],
});

const quickSize = { steps: 4000, chains };
const fullSize = { steps: 50_000, chains: 128, learningRate: 0.05 };

export const oddExponents = claim({
  id: "odd-exponents",
  says: "For odd information exponents the average of single-sample descent points in the hidden direction while its iterates stay at the equator.",
  source: "figure 1",
  quick: odd([k3, k5], quickSetup, seeds(1, 2, 3, 4, 5), quickSize),
  full: odd([large(3)], fullSetup, seeds(1), fullSize),
});

export const evenExponents = claim({
  id: "even-exponents",
  says: "For even information exponents the average iterate says nothing, and the top eigenvector of the averaged outer products is the hidden direction.",
  source: "figure 2",
  quick: even(k4, quickSetup, seeds(1, 2, 3, 4, 5), quickSize),
  full: even(large(4), fullSetup, seeds(1), fullSize),
});
