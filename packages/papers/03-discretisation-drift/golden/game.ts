import type { numpy as np } from "@jax-js/jax";
import {
  type DriftTerms,
  type DuelParts,
  disposeState,
  driftCoefficients,
  driftTerms,
  gameDescent,
  polynomialGame,
  trees,
} from "gradus";
import type { GoldenCase } from "../../src/golden/runner.ts";
import { numbersOf } from "../../src/golden/trajectory.ts";

/** Coefficients and terms of the drift at the start, and the path of both players. */
export async function game({ inputs }: GoldenCase) {
  const { game: losses, p0, q0, steps, learningRates, convention, driftMultipliers, explicit } = inputs;
  const problem = polynomialGame(
    {
      first: { P: losses.P1, A: losses.A1, Q: losses.Q1, k: losses.k1 },
      second: { P: losses.P2, A: losses.A2, Q: losses.Q2, k: losses.k2 },
    },
    { first: p0, second: q0 },
  );
  const order = inputs.alternating ? "alternating" : "simultaneous";
  const method = gameDescent({
    learningRates,
    order,
    convention,
    selfDrift: driftMultipliers.self,
    interactionDrift: driftMultipliers.interaction,
    ...explicit,
    ...(inputs.integrator === "rk4" && { integrator: "rk4", stepSize: inputs.stepSize }),
  });
  const iteration = method(problem);
  let state = await iteration.init(0);
  const [first, second] = driftTerms<DuelParts>(problem, state.params);
  const [c, d] = driftCoefficients(learningRates, order, convention);
  const [p, q] = [[p0], [q0]] as [number[][], number[][]];
  for (let step = 0; step < steps; step++) {
    state = await iteration.step(state);
    p.push(numbersOf(state.params.first));
    q.push(numbersOf(state.params.second));
  }
  const initialDrift = { ...termsOf("first", first), ...termsOf("second", second) };
  trees.dispose([first, second]);
  disposeState(state);
  iteration.dispose?.();
  return {
    coefficients: {
      firstSelf: c.self,
      firstInteraction: c.interaction,
      secondSelf: d.self,
      secondInteraction: d.interaction,
    },
    initialDrift,
    p,
    q,
  };
}

const termsOf = (player: string, { self, interaction, other }: DriftTerms) => ({
  [`${player}Self`]: numbersOf(self as np.Array),
  [`${player}Interaction`]: numbersOf(interaction as np.Array),
  [`${player}Other`]: numbersOf(other as np.Array),
});
