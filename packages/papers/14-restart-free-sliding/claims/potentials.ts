import { type CompositeState, linearAlgebra, type RfAsgsMemory, type RfSgsMemory, type SampledComposite } from "gradus";

const { addScaled, dot } = linearAlgebra;

/** E_0 of a start, and E_k with its bound for a step from one state to the next. */
export type Potential<Memory> = {
  initial(state: CompositeState<Memory>): number;
  step(before: CompositeState<Memory>, after: CompositeState<Memory>, E: number): { value: number; bound: number };
};

/** V(a, b) = ½ ‖a − b‖² */
function halfSquare(a: Float64Array, b: Float64Array): number {
  const away = addScaled(a, -1, b);
  return dot(away, away) / 2;
}

const objectiveOf = ({ smoothPart, nonsmoothPart, simplePart }: SampledComposite, x: Float64Array) =>
  (smoothPart.value(x) as number) + nonsmoothPart.value(x) + simplePart.value(x);

/** T_k: inner steps of the step that led to a state. */
const innerSteps = (
  kind: "subgradient" | "operator",
  before: CompositeState<unknown>,
  after: CompositeState<unknown>,
) => after.calls[kind]! - (before.calls[kind] ?? 0);

/**
 * E_k = Ψ(x̄_k) − Ψ(u) + γ (β + μ)/(1 − P_k) V(x_k, u),  P_k = 2/((T_k + 1)(T_k + 2)),  E_0 with μ V(x_0, u)
 * E_k ≤ (1 − γ) E_{k−1} + 4 γ M²/((β + μ)(T_k + 3))
 */
export function potential(problem: SampledComposite, u: Float64Array): Potential<RfSgsMemory> {
  const mu = problem.simplePart.strongConvexity;
  const lowest = objectiveOf(problem, u);
  return {
    initial: ({ x, output }) => objectiveOf(problem, output) - lowest + mu * halfSquare(x, u),
    step(before, after, E) {
      const { gamma } = after.memory;
      const growth = problem.smoothPart.smoothness * gamma + mu;
      const T = innerSteps("subgradient", before, after);
      const P = 2 / ((T + 1) * (T + 2));
      const gap = objectiveOf(problem, after.output) - lowest;
      return {
        value: gap + ((gamma * growth) / (1 - P)) * halfSquare(after.x, u),
        bound: (1 - gamma) * E + (4 * gamma * problem.nonsmoothPart.variation ** 2) / (growth * (T + 3)),
      };
    },
  };
}

/**
 * E_k = Ψ_η(x̄_k) − Ψ(u) + γ (β + μ)(a_k + 1) V(x_k, u),  a_k = (T_k + 1)(T_k + 2)/(T_k (T_k + 3)),  η = η_k, E_0 with μ V
 * E_k ≤ (1 − γ)(E_{k−1} + (η_{k−1} − η_k) Ω)
 */
export function acceleratedPotential(problem: SampledComposite, u: Float64Array): Potential<RfAsgsMemory> {
  const mu = problem.simplePart.strongConvexity;
  const lowest = objectiveOf(problem, u);
  const { apply, dual } = problem.saddlePart;
  const smoothed = (x: Float64Array, eta: number) => {
    const v = apply(x);
    const y = dual.maximiser(v, eta);
    const h = dot(v, y) - dual.penalty(y) - (eta / 2) * dot(y, y);
    return (problem.smoothPart.value(x) as number) + h + problem.simplePart.value(x);
  };
  const etaAfter = ({ step, memory: { eta1, gamma } }: CompositeState<RfAsgsMemory>) =>
    eta1 * (1 - gamma / 2) ** Math.max(step - 1, 0);
  return {
    initial: (state) => smoothed(state.output, etaAfter(state)) - lowest + mu * halfSquare(state.x, u),
    step(before, after, E) {
      const { gamma } = after.memory;
      const T = innerSteps("operator", before, after);
      const a = ((T + 1) * (T + 2)) / (T * (T + 3));
      const growth = problem.smoothPart.smoothness * gamma + mu;
      const eta = etaAfter(after);
      return {
        value: smoothed(after.output, eta) - lowest + gamma * growth * (a + 1) * halfSquare(after.x, u),
        bound: (1 - gamma) * (E + (etaAfter(before) - eta) * dual.size),
      };
    },
  };
}
