import { numpy as np } from "@jax-js/jax";
import { energyAscent, generator, lastRow, linearAlgebra, observe, pairEnergyOf, seedFor } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, smallest } from "../../src/statistic.ts";

type Activation = "sqr" | "relu";

/** One target, each of its pairs (g, g⁻¹h) with a probability, labels not centred: what a single node makes of it. */
async function nodeAtEnd(context: TrialContext, M: number, activation: Activation): Promise<Measurements> {
  const { run, seed } = context;
  const random = generator(seedFor(seed, "one target", activation));
  const drawn = Array.from({ length: M }, () => random.uniform());
  const sum = drawn.reduce((total, p) => total + p, 0);
  const p = drawn.map((x) => x / sum);
  const samples = {
    first: Int32Array.from({ length: M }, (_, g) => g),
    second: Int32Array.from({ length: M }, (_, g) => (M - g) % M),
    labels: new Int32Array(M),
  };
  // Positive, so that no unit of the ReLU is dead.
  const start = Array.from({ length: 2 * M }, () => [0.5 + random.uniform()]);
  const energy = pairEnergyOf({ order: M, samples, activation, isCentred: false, sampleWeights: p });
  const problem = { name: "one target", initial: () => np.array(start, { dtype: np.float64 }), ...energy };
  const watched = observe(energyAscent({ stepSize: 0.2, start }), {
    every: 2000,
    async look(answer) {
      const w = (await linearAlgebra.fromArray(answer)).data;
      const s = Float64Array.from(p, (_, g) => w[g]! + w[M + ((M - g) % M)]!);
      const best = p.indexOf(Math.max(...p));
      return {
        "share on the likeliest pair": w[best]! ** 2 + w[M + ((M - best) % M)]! ** 2,
        "cosine with p": linearAlgebra.cosine(s, Float64Array.from(p)),
      };
    },
  });
  const trace = await run({ contender: activation, setting: `M = ${M}` }, problem, watched, {
    steps: 2000,
    every: 100,
  });
  return lastRow(trace).extra;
}

/** Both kinds of node; `activations` are those that are run under each name, for a control. */
export async function memorise(
  context: TrialContext,
  M: number,
  activations: Record<Activation, Activation> = { sqr: "sqr", relu: "relu" },
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const [name, activation] of Object.entries(activations)) {
    const end = await nodeAtEnd(context, M, activation);
    for (const [what, value] of Object.entries(end)) measurements[`${name}: ${what}`] = value;
  }
  return measurements;
}

const experiment = (M: number, many: number): Experiment => ({
  setup:
    `Sums modulo ${M} of which one result is seen, each of its ${M} pairs with a random probability, labels not centred; one node climbs its ` +
    "energy by 2000 normalised steps of 0.2 from positive weights.",
  trials: seeds(...Array.from({ length: many }, (_, i) => i)),
  trial: (context) => memorise(context, M),
  criteria: [
    {
      measures: "x²: share of squared weight on the likeliest pair",
      statistic: smallest(measured("sqr: share on the likeliest pair")),
      holds: atLeast(0.9995),
    },
    {
      measures: "ReLU: cosine of the pairs' summed weights with their probabilities",
      statistic: smallest(measured("relu: cosine with p")),
      holds: atLeast(0.99999),
    },
  ],
});

export const memorisation = claim({
  id: "memorisation",
  says: "Where one result alone is seen, nodes with x² memorise the likeliest pair, nodes with ReLU all pairs by their probabilities.",
  source: "Theorem 5",
  quick: experiment(7, 3),
  full: experiment(23, 10),
});
