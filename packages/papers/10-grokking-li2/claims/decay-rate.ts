import { sweep } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { figure, type Measurements, mean, measured, ratioOfMeans } from "../../src/statistic.ts";
import { learningRate, small } from "./grokking.ts";
import { sweptOf } from "./swept.ts";
import { epochsOf, train } from "./training-runs.ts";

const quickDecays = [1e-4, 2e-4, 5e-4, 1e-3];
const fullDecays = [5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3];
const epochs = 1000;

const named = (decay: number) => `generalised, decay ${decay}`;

type Setup = { problem: typeof small; decays: number[]; epochs: number };

export async function epochsByDecay(context: TrialContext, setup: Setup): Promise<Measurements> {
  const measure = sweptOf(async ({ weightDecay }: { weightDecay: number }) => {
    const label = { contender: `decay ${weightDecay}`, setting: `Z${setup.problem.group}` };
    const run = { label, problem: setup.problem, learningRate, weightDecay, epochs: setup.epochs, untilGeneral: true };
    const { generalised } = epochsOf(await train(context, run));
    // One that has not generalised by then counts as the limit.
    return { generalised: Math.min(generalised, setup.epochs) };
  });
  const plan = { axes: { weightDecay: setup.decays }, seeds: [context.seed] };
  const measurements: Measurements = {};
  for await (const { setting, values } of sweep(plan, measure.cell, { signal: context.signal })) {
    measurements[named(setting.weightDecay)] = values["generalised"] ?? Number.NaN;
  }
  measure.rethrow();
  return measurements;
}

const meanOf = (decay: number, trials: Measurements[]) => mean(measured(named(decay))).value(trials);

const experiment = (setup: Setup, many: number): Experiment => {
  const [least, most] = [setup.decays[0]!, setup.decays.at(-1)!];
  return {
    setup:
      `The network of the claim 'grokking' with weight decay ${setup.decays.join(", ")}, until 95 % of the test pairs are right or for ` +
      `${setup.epochs} epochs, which then counts as the epoch.`,
    trials: seeds(...Array.from({ length: many }, (_, i) => i)),
    trial: (context) => epochsByDecay(context, setup),
    criteria: [
      {
        measures: "of neighbouring weight decays, those where the larger generalises earlier in the mean",
        statistic: figure(
          "count",
          (trials) =>
            setup.decays.slice(1).filter((decay, i) => meanOf(decay, trials) < meanOf(setup.decays[i]!, trials)).length,
          (trial) =>
            setup.decays.slice(1).filter((decay, i) => meanOf(decay, [trial]) < meanOf(setup.decays[i]!, [trial]))
              .length,
        ),
        holds: atLeast(setup.decays.length - 1),
      },
      {
        measures: `epoch of generalisation, decay ${least} / ${most}`,
        statistic: ratioOfMeans(measured(named(least)), measured(named(most))),
        holds: atLeast(3),
      },
    ],
    remarks: setup.decays.map((decay) => ({
      measures: `epoch of generalisation, decay ${decay}`,
      statistic: mean(measured(named(decay))),
    })),
  };
};

export const decayIsTheRate = claim({
  id: "decay-rate",
  says: "Weight decay is the rate at which features are learnt: the more of it, the sooner the network generalises.",
  source: "section 4, Lemma 1",
  quick: experiment({ problem: small, decays: quickDecays, epochs }, 3),
  full: experiment({ problem: { group: "41", hidden: 512, trainFraction: 0.5 }, decays: fullDecays, epochs: 3000 }, 5),
});
