import { minimize, onlineSphericalSgd, singleIndex, sphericalSgdAverage } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, median } from "../../src/statistic.ts";
import { burnIn, chains, ofLast, overlapsAtEnd } from "./runs.ts";

type Size = { d: number; multiple: number; steps: number };

const settingOf = ({ d, multiple }: Size) => `d = ${d}, n = ${multiple} d^1.5`;
const ofAverage = (size: Size) => measured(`average, ${settingOf(size)}`);
const ofWarm = (size: Size) => ofLast(`warm, ${settingOf(size)}`);
const ofCold = (size: Size) => ofLast(`cold, ${settingOf(size)}`);

async function runSizes(context: TrialContext, sizes: Size[]): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const size of sizes) {
    const { d, multiple, steps } = size;
    const half = Math.floor((multiple * d ** 1.5) / 2);
    const common = { exponent: 3, dimension: d, samples: 2 * half, instance: context.seed };
    const setting = settingOf(size);

    const first = singleIndex(common).part(0, half);
    const method = sphericalSgdAverage({ chains, burnIn, average: "iterates" });
    const { answer } = await minimize(first, method, {
      steps,
      seed: context.seed,
      every: steps,
      signal: context.signal,
    });
    const metrics = await first.metrics(answer);
    measurements[`average, ${setting}`] = metrics["overlap"]!;
    const start = [Array.from(await answer.data())];

    const whole = singleIndex({ ...common, loss: "squared" });
    const learningRate = 0.01;
    const pass = (contender: string, problem: typeof first, online: ReturnType<typeof onlineSphericalSgd>) =>
      context.run({ contender, setting }, problem, online, {
        steps: problem.sampleCount,
        every: Math.ceil(problem.sampleCount / 20),
      });
    const warm = await pass("warm pass", whole.part(half, 2 * half), onlineSphericalSgd({ learningRate, start }));
    const cold = await pass("cold pass", whole, onlineSphericalSgd({ learningRate }));
    Object.assign(measurements, overlapsAtEnd(`warm, ${setting}`, warm), overlapsAtEnd(`cold, ${setting}`, cold));
  }
  return measurements;
}

const experiment = (sizes: Size[], trials: Experiment["trials"]): Experiment => ({
  setup:
    `A single-index model with k = 3; ${sizes.map((size) => `${settingOf(size)}, ${size.steps} steps`).join("; ")}. Half of the samples for the ` +
    `average of single-sample descent (${chains} chains, correlation loss), the other half for one pass from there (squared loss, ` +
    "e = 0.01); the cold pass begins at random and has all samples.",
  trials,
  trial: (context) => runSizes(context, sizes),
  criteria: sizes.flatMap((size) => [
    { measures: `overlap of the average, ${settingOf(size)}`, statistic: median(ofAverage(size)), holds: atLeast(0.7) },
    {
      measures: `overlap after the warm pass, ${settingOf(size)}`,
      statistic: median(ofWarm(size)),
      holds: atLeast(0.9),
    },
    {
      measures: `overlap after the cold pass, ${settingOf(size)}`,
      statistic: median(ofCold(size)),
      holds: atMost(0.4),
    },
  ]),
});

export const warmStart = claim({
  id: "warm-start",
  says: "With d^(k/2) samples in all for odd k, online descent that begins at the average goes on to recover the direction; from a random start it does not.",
  source: "corollary 1",
  quick: experiment(
    [
      { d: 32, multiple: 8, steps: 6000 },
      { d: 64, multiple: 8, steps: 20_000 },
    ],
    seeds(1, 2, 3),
  ),
  full: experiment(
    [
      { d: 64, multiple: 8, steps: 20_000 },
      { d: 128, multiple: 8, steps: 60_000 },
    ],
    seeds(1, 2, 3),
  ),
});
