import { numpy as np } from "@jax-js/jax";
import {
  acceleratedSlidingWeight,
  type CompositeProblem,
  type CompositeState,
  type Iteration,
  linearAlgebra,
  mSgs,
  proximal,
  rfAsgs,
  rfSgs,
  type SaddleProblem,
  type SubgradientProblem,
  slidingWeight,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";

const { apply, applyTransposed, dot, fromRows } = linearAlgebra;

export function actual(golden: GoldenCase): Record<string, unknown> | Promise<Record<string, unknown>> {
  const { kind, expected, config, problem } = golden;
  switch (kind) {
    case "rf-parameters":
      return expected.map(({ L, mu, T1 }: { L: number; mu: number; T1: number }) => ({
        L,
        mu,
        T1,
        gamma_sgs: slidingWeight({ L, mu }, T1),
        gamma_asgs: acceleratedSlidingWeight({ L, mu }, T1),
      }));
    case "proj-simplex":
      return expected.map(({ v }: { v: number[] }) => ({ v, proj: proximal.ontoSimplex(Float64Array.from(v)) }));
    case "rf-sgs":
      return outer(rfSgs({ innerSteps: config.T0 })(withSubgradients(golden)), config.outer_steps, "subgradient");
    case "m-sgs": {
      const options = { squaredVariation: config.M_squared, initialGap: config.Delta0, phaseSteps: config.N0 };
      return outer(mSgs(options)(withSubgradients(golden)), config.phases * config.N0, "subgradient");
    }
    case "rf-asgs": {
      const iteration = rfAsgs({ smoothing: config.eta0 })(withSaddle(golden));
      return outer(iteration, config.outer_steps, "operator");
    }
    default:
      throw new RangeError(`unknown kind '${kind}' of a problem with ${Object.keys(problem ?? {})}`);
  }
}

/** f, χ and x_0 of a case; a set's ends are `lo_x` and `hi_x` where `lo` and `hi` are those of the dual box. */
function parts({ problem, config }: GoldenCase): CompositeProblem {
  const { q, mu, ref, set } = problem;
  const Q = fromRows(problem.Q);
  const linear = Float64Array.from(q);
  const sets: Record<string, () => Parameters<typeof proximal.simplePart>[1]> = {
    free: () => proximal.free,
    simplex: () => proximal.simplex(),
    box: () => proximal.box(problem.lo_x ?? problem.lo, problem.hi_x ?? problem.hi),
  };
  const g = sets[set ?? "free"];
  if (g === undefined) throw new RangeError(`unknown set '${set}': expected one of ${Object.keys(sets).join(", ")}`);
  return {
    initial(key) {
      key.dispose();
      return np.array(config.x0, { dtype: np.float64 });
    },
    smoothPart: {
      value: (x) => dot(x, apply(Q, x)) / 2 + dot(linear, x),
      gradient: (x) => apply(Q, x).map((value, i) => value + linear[i]!),
      smoothness: config.L,
    },
    simplePart: proximal.simplePart(mu, g(), ref),
  };
}

/** h = mean |C x − d|, with the case's noise on the subgradients in the order of calls. */
function withSubgradients(golden: GoldenCase): SubgradientProblem {
  const { problem, subgradient_noise_in_call_order: noise } = golden;
  const C = fromRows(problem.C);
  const residuals = (x: Float64Array) => apply(C, x).map((value, i) => value - problem.d[i]);
  let calls = 0;
  return {
    ...parts(golden),
    nonsmoothPart: {
      value: (x) => residuals(x).reduce((sum, r) => sum + Math.abs(r), 0) / C.rows,
      subgradient(x) {
        const exact = applyTransposed(
          C,
          residuals(x).map((r) => Math.sign(r) / C.rows),
        );
        const added = noise?.[calls++];
        return added === undefined ? exact : exact.map((value, i) => value + added[i]);
      },
      variation: 0,
    },
  };
}

function withSaddle(golden: GoldenCase): SaddleProblem {
  const { problem, config } = golden;
  const K = fromRows(problem.K);
  return {
    ...parts(golden),
    saddlePart: {
      apply: (x) => apply(K, x),
      applyTransposed: (y) => applyTransposed(K, y),
      normSquared: config.K_norm_squared,
      dual: proximal.dualBox(K.rows, problem.lo, problem.hi),
    },
  };
}

async function outer<Memory>(
  iteration: Iteration<CompositeState<Memory>, unknown>,
  steps: number,
  cheap: "subgradient" | "operator",
) {
  let state = await iteration.init(0);
  const rows: unknown[] = [];
  for (let k = 0; k < steps; k++) {
    const before = state.calls[cheap] ?? 0;
    state = await iteration.step(state);
    const { smoothing: eta } = await iteration.measure(state);
    rows.push({ T: state.calls[cheap]! - before, eta, x: state.x, x_bar: state.output });
  }
  return { outer: rows };
}
