import {
  type BilinearGameOptions,
  bilinearGame,
  consensusOptimization,
  type DuelParts,
  type GameMethod,
  gameDescent,
  lastRow,
  type Method,
  observe,
  odeGan,
  type PolynomialGame,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, type Remark } from "../../src/criterion.ts";
import { cases, type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, measured, median, type Reading, ratio, smallest } from "../../src/statistic.ts";
import { mixture } from "./mixture.ts";

/** How small the steps of the flow are beside those of descent. */
const flowRefinement = 4;

/** The methods that are compared at a rate, by what charts call them. */
export type Contenders = Record<string, { method: GameMethod; refinement?: number }>;

export const contenders = (rate: number): Contenders => ({
  simultaneous: { method: gameDescent({ learningRates: rate, interactionDrift: 0 }) },
  "interaction cancelled": { method: gameDescent({ learningRates: rate }) },
  "all drift cancelled": { method: gameDescent({ learningRates: rate, selfDrift: -1 }) },
  alternating: { method: gameDescent({ learningRates: rate, interactionDrift: 0, order: "alternating" }) },
  "consensus optimization": { method: consensusOptimization({ learningRates: rate, mu: 0.1 }) },
  flow: { method: odeGan({ learningRates: rate / flowRefinement }), refinement: flowRefinement },
});

const growthName = (contender: string, setting: string) => `norm at the end / at the start, ${contender}, ${setting}`;
const growthOf = (contender: string, setting: string): Reading => measured(growthName(contender, setting));

async function normOf({ first, second }: DuelParts): Promise<Record<string, number>> {
  return { norm: Math.hypot(...(await first.ref.data()), ...(await second.ref.data())) };
}

/** By how much each contender has changed the distance from the equilibrium after `steps` steps at the rate. */
async function growths(
  { run }: TrialContext,
  setting: string,
  game: PolynomialGame,
  steps: number,
  among: Contenders,
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const [contender, { method, refinement = 1 }] of Object.entries(among)) {
    const every = (refinement * steps) / 50;
    const watched = observe<PolynomialGame, unknown, DuelParts>(method as Method<PolynomialGame, unknown, DuelParts>, {
      every,
      look: normOf,
    });
    const trace = await run({ contender, setting }, game, watched, { steps: refinement * steps, every });
    const [start, end] = [trace.rows[0]!, lastRow(trace)].map(({ extra }) => extra["norm"]!);
    measurements[growthName(contender, setting)] = trace.status === "budget" ? end! / start! : Number.POSITIVE_INFINITY;
  }
  return measurements;
}

const fromFlow =
  (contender: string, setting: string): Reading =>
  (trial) =>
    Math.abs(ratio(growthOf(contender, setting), growthOf("flow", setting))(trial) - 1);

/** How the contenders that no criterion speaks of end. */
const remarksOf = (setting: string, judged: string[]): Remark[] =>
  Object.keys(contenders(1))
    .filter((contender) => !judged.includes(contender))
    .map((contender) => ({
      measures: growthName(contender, setting),
      statistic: median(growthOf(contender, setting)),
    }));

/** Two players in the plane, of the given damping; the rest of the game as published. */
const plane = { rate: 0.2, steps: 250 };
const lightly = "ε = 0.09";
const strongly = "ε = 0.2";
const planeGames: Record<string, BilinearGameOptions> = {
  [lightly]: { damping: 0.09, start: [0.07, -0.09] },
  [strongly]: { damping: 0.2, start: [0.08, -0.05] },
};

export const planeExperiment = (among = contenders(plane.rate)): Experiment => ({
  setup:
    "L₁ = (ε/2) x² − x y, L₂ = x y + (ε/2) y², both rates 0.2, 250 steps; ε = 0.09 from (0.07, −0.09) and ε = 0.2 from " +
    "(0.08, −0.05). The flow is that of both losses, by Runge and Kutta's method with steps of 0.05 over the same time.",
  trials: cases("both games"),
  async trial(context) {
    const measurements: Measurements = {};
    for (const [setting, options] of Object.entries(planeGames)) {
      Object.assign(measurements, await growths(context, setting, bilinearGame(options), plane.steps, among));
    }
    return measurements;
  },
  criteria: [
    {
      measures: growthName("simultaneous", lightly),
      statistic: smallest(growthOf("simultaneous", lightly)),
      holds: atLeast(1.3),
    },
    { measures: growthName("flow", lightly), statistic: largest(growthOf("flow", lightly)), holds: atMost(0.1) },
    {
      measures: `relative distance of the norm from the flow's, interaction cancelled, ${lightly}`,
      statistic: largest(fromFlow("interaction cancelled", lightly)),
      holds: atMost(0.1),
    },
  ],
  remarks: [...remarksOf(lightly, ["simultaneous", "flow"]), ...remarksOf(strongly, [])],
});

const dampings = [0.02, 0.05, 0.09, 0.15, 0.25];
const rates = [0.02, 0.08, 0.15, 0.25, 0.4];

/** Whether simultaneous steps grow: |1 − h ε + i h|² > 1. */
const grows = (damping: number, rate: number) => (1 - rate * damping) ** 2 + rate ** 2 > 1;

const stabilityMap: Experiment = {
  setup:
    "L₁ = (ε/2) x² − x y, L₂ = x y + (ε/2) y² for 25 pairs of ε in {0.02, 0.05, 0.09, 0.15, 0.25} and rate h in {0.02, 0.08, " +
    "0.15, 0.25, 0.4}, 500 steps from a standard normal start. Descent should grow where (1 − h ε)² + h² > 1, and the same with " +
    "the interaction cancelled, and the flow, nowhere.",
  trials: seeds(0, 1, 2),
  async trial(context) {
    let asPredicted = 0;
    let stable = 0;
    for (const damping of dampings) {
      for (const rate of rates) {
        const setting = `ε = ${damping}, h = ${rate}`;
        const { simultaneous, "interaction cancelled": cancelled } = contenders(rate);
        const among = { simultaneous: simultaneous!, "interaction cancelled": cancelled! };
        const found = await growths(context, setting, bilinearGame({ damping }), 500, among);
        asPredicted += Number(growthOf("simultaneous", setting)(found) > 1 === grows(damping, rate));
        stable += Number(growthOf("interaction cancelled", setting)(found) < 1);
      }
    }
    const pairs = dampings.length * rates.length;
    return { "pairs as predicted": asPredicted / pairs, "pairs stable": stable / pairs };
  },
  criteria: [
    {
      measures: "share of pairs in which simultaneous steps grow or shrink as predicted",
      statistic: smallest(measured("pairs as predicted")),
      holds: atLeast(1),
    },
    {
      measures: "share of pairs that shrink with the interaction cancelled",
      statistic: smallest(measured("pairs stable")),
      holds: atLeast(1),
    },
  ],
};

export const destabilisation = claim({
  id: "games-drift",
  says: "Discretisation drift alone can destabilise a game whose flow is stable.",
  source: "Rosca et al. 2021, section 5 and figure 2",
  quick: planeExperiment(),
  full: stabilityMap,
});

const large = { rate: 0.1, steps: 400, dimension: 10, damping: 0.05 };
const wide = "10 dimensions";

export const wideExperiment = (among = contenders(large.rate)): Experiment => ({
  setup:
    "L₁ = 0.025 |p|² + pᵀA q, L₂ = 0.025 |q|² − pᵀA q, with A 10 × 10 of entries N(0, 1/10) that the seed decides, from a standard " +
    "normal start; both rates 0.1, 400 steps. The flow is that of both losses, by Runge and Kutta's method with steps of 0.025.",
  trials: seeds(0, 1, 2, 3, 4),
  trial(context) {
    const { dimension, damping, steps } = large;
    return growths(context, wide, bilinearGame({ dimension, damping, seed: context.seed }), steps, among);
  },
  criteria: [
    {
      measures: growthName("simultaneous", wide),
      statistic: smallest(growthOf("simultaneous", wide)),
      holds: atLeast(1.3),
    },
    {
      measures: `relative distance of the norm from the flow's, interaction cancelled, ${wide}`,
      statistic: largest(fromFlow("interaction cancelled", wide)),
      holds: atMost(0.1),
    },
  ],
  remarks: remarksOf(wide, ["simultaneous"]),
});

export const cancellation = claim({
  id: "games-cancellation",
  says: "Cancelling the interaction terms of the drift makes simultaneous descent of an adversarial game stable, with nothing to tune.",
  source: "Rosca et al. 2021, section 7; thesis, chapter on games",
  quick: wideExperiment(),
  full: mixture,
  reading:
    "The quick experiment is a game with a known flow. The full one trains a GAN on sixteen Gaussians in place of CIFAR-10, which is out " +
    "of reach; its criteria are of modes and of points near them, not of Inception scores.",
});
