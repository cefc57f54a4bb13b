import { langevinAverage, lastRow, linearAlgebra, minimize, partialTrace, tensorPca } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, median } from "../../src/statistic.ts";
import { chains, ofAnswer, ofLast, overlapsAtEnd, randomLevel } from "./runs.ts";

type Setting = { k: number; d: number; n: number; steps: number };

const nameOf = ({ k, d }: Setting) => `k = ${k}, d = ${d}`;
const ofTrace = (name: string) => measured(`answer and partial trace, ${name}`);

async function runSettings(context: TrialContext, settings: Setting[]): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const setting of settings) {
    const { k, d, n, steps } = setting;
    const name = nameOf(setting);
    const problem = tensorPca({ order: k, dimension: d, samples: n, instance: context.seed });
    const { answer } = await minimize(problem, partialTrace(), { steps: 1 });
    const direction = Float64Array.from(await answer.data());
    const trace = await context.run(
      { contender: "Langevin dynamics, averaged", setting: name },
      {
        ...problem,
        async metrics(x: typeof answer) {
          const along = linearAlgebra.cosine(Float64Array.from(await x.ref.data()), direction);
          return { ...(await problem.metrics(x)), traceOverlap: Math.abs(along) };
        },
      },
      langevinAverage({ chains, burnIn: 50 }),
      { steps, every: Math.ceil(steps / 40) },
    );
    Object.assign(measurements, overlapsAtEnd(name, trace));
    measurements[`answer and partial trace, ${name}`] = lastRow(trace).extra["traceOverlap"]!;
    measurements[`partial trace, ${name}`] = Math.abs(linearAlgebra.cosine(direction, problem.planted));
  }
  return measurements;
}

const experiment = (settings: Setting[], trials: Experiment["trials"]): Experiment => ({
  setup:
    `Tensor PCA, ${settings.map((setting) => `${nameOf(setting)}, n = ${setting.n.toFixed(0)}, ${setting.steps} steps`).join("; ")}; ` +
    `full gradients, ε = d/4, h = 0.2/d, ${chains} chains, the first 50 steps not averaged. The answer is the mean iterate's ` +
    "direction for odd k, the mean outer product's top eigenvector for even k.",
  trials,
  trial: (context) => runSettings(context, settings),
  criteria: settings.flatMap((setting) => {
    const name = nameOf(setting);
    return [
      { measures: `overlap of the answer, ${name}`, statistic: median(ofAnswer(name)), holds: atLeast(0.85) },
      {
        measures: `overlap of the last iterates, ${name}, where ${randomLevel(setting.d)} is random`,
        statistic: median(ofLast(name)),
        holds: atMost(0.35),
      },
      {
        measures: `overlap of the answer with the partial trace's direction, ${name}`,
        statistic: median(ofTrace(name)),
        holds: atLeast(0.95),
      },
    ];
  }),
  remarks: settings.map((setting) => ({
    measures: `overlap of the partial trace's direction, ${nameOf(setting)}`,
    statistic: median(measured(`partial trace, ${nameOf(setting)}`)),
  })),
});

export const tensors = claim({
  id: "tensor-pca",
  says: "Langevin dynamics on a tensor's form recovers the hidden direction when averaged, though its iterates stay at the equator; the average is the partial trace's direction.",
  source: "theorems 2 and 3",
  quick: experiment(
    [
      { k: 3, d: 24, n: 2 * 24 ** 2, steps: 2000 },
      { k: 4, d: 16, n: Math.round(0.3 * 16 ** 2), steps: 1500 },
    ],
    seeds(1, 2, 3, 4, 5),
  ),
  full: experiment(
    [
      { k: 3, d: 48, n: 2 * 48 ** 2, steps: 4000 },
      { k: 4, d: 24, n: Math.round(0.3 * 24 ** 2), steps: 3000 },
    ],
    seeds(1, 2, 3),
  ),
});
