import { numpy as np } from "@jax-js/jax";
import { canyon, compile, consensusGradient, generator, linearAlgebra, seedFor, valueAndGradient } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, between } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, median, smallest } from "../../src/statistic.ts";

const { dot, norm } = linearAlgebra;

/** Cosines with the gradient, and lengths over its own, of the estimates at random points of the canyon. */
export async function directions(
  { seed }: Pick<TrialContext, "seed">,
  { points, alpha, s, particles }: { points: number; alpha: number; s: number; particles: number },
): Promise<Measurements> {
  const problem = canyon();
  const slope = compile(valueAndGradient((x: np.Array) => problem.loss(x, undefined)));
  const { estimate } = consensusGradient({ alpha, s, particles });
  const random = generator(seedFor(seed, "points"));
  const cosines: number[] = [];
  const lengths: number[] = [];
  for (let i = 0; cosines.length < points; i++) {
    const x = Float64Array.of(-1 + 9 * random.uniform(), -1 + 9 * random.uniform());
    const [value, array] = slope(np.array(x.slice(), { dtype: np.float64 }));
    value.dispose();
    const gradient = Float64Array.from(await array.data());
    if (norm(gradient) <= 0.5) continue;
    const estimated = await estimate(problem, x, seedFor(seed, "hop", i));
    cosines.push(dot(estimated, gradient) / (norm(estimated) * norm(gradient)));
    lengths.push(norm(estimated) / norm(gradient));
  }
  slope.dispose();
  const at = (values: number[], share: number) => values.toSorted((a, b) => a - b)[Math.floor(share * values.length)]!;
  return { cosine: at(cosines, 0.5), "low cosine": at(cosines, 0.1), length: at(lengths, 0.5) };
}

const experiment = (points: number, trials: number): Experiment => ({
  setup:
    `${points} random points of the canyon in [−1, 8]² where the gradient is longer than 0.5; the hop from each with α = 1, ` +
    "s = 0.1, N = 200 against the negative gradient, and its length against α s² ‖∇E‖. As a control α = 100, as in the figures.",
  trials: seeds(...Array.from({ length: trials }, (_, i) => i + 1)),
  async trial(context) {
    const gentle = await directions(context, { points, alpha: 1, s: 0.1, particles: 200 });
    const hard = await directions(context, { points, alpha: 100, s: 0.1, particles: 200 });
    return { ...gentle, "cosine, α = 100": hard["cosine"]!, "length, α = 100": hard["length"]! };
  },
  criteria: [
    { measures: "cosine of hop and −∇E, median", statistic: smallest(measured("cosine")), holds: atLeast(0.95) },
    { measures: "length over α s² ‖∇E‖, median", statistic: median(measured("length")), holds: between(0.9, 1.1) },
  ],
  remarks: [
    { measures: "cosine, tenth percentile", statistic: smallest(measured("low cosine")) },
    { measures: "cosine with α = 100, median", statistic: smallest(measured("cosine, α = 100")) },
    { measures: "length over α s² ‖∇E‖ with α = 100, median", statistic: median(measured("length, α = 100")) },
  ],
});

export const direction = claim({
  id: "direction",
  says: "A consensus hop goes along the negative gradient, though no gradient is ever taken.",
  source: "title; abstract; main theorem",
  quick: experiment(300, 5),
  full: experiment(3000, 5),
  reading:
    "Measured where the cloud is small against the landscape and α s ‖∇E‖ is small. With the figures' α = 100 the direction stays " +
    "right, but the hop is many times too short: it is then a step of normalised descent.",
});
