import { numpy as np, random } from "@jax-js/jax";
import type { HasNonsmoothPart, HasSaddlePart, HasSimplePart, HasSmoothPart } from "../../core/composite.ts";
import { OptionError } from "../../core/errors.ts";
import type { Iteration, OracleCalls } from "../../core/method.ts";
import { type HasInitial, requireCapabilities } from "../../core/problem.ts";
import { seedFor } from "../../engine/random.ts";

/** What every composite method needs: f, χ, and where to start. */
export type CompositeProblem = HasInitial<np.Array> & HasSmoothPart & HasSimplePart;

/** With h known by subgradients. */
export type SubgradientProblem = CompositeProblem & HasNonsmoothPart;

/** With h known by its structure. */
export type SaddleProblem = CompositeProblem & HasSaddlePart;

/** Where a composite method is. */
export type CompositeState<Memory> = {
  step: number;
  seed: number;
  /** x_k: where the next step goes out from. */
  x: Float64Array;
  /** The point that is answered with: the average x̄_k where a method has one, else x_k. */
  output: Float64Array;
  calls: OracleCalls;
  memory: Memory;
};

/** What a method makes of a problem, apart from counting, measuring and answering. */
export type CompositeRule<Problem, Memory> = {
  name: string;
  needs: readonly string[];
  /** What is remembered before the first step, and the calls that it took. */
  start(problem: Problem, x0: Float64Array): Promise<{ memory: Memory; calls: OracleCalls }>;
  /** One step: what it leads to, and the calls that it made. */
  step(
    problem: Problem,
    state: CompositeState<Memory>,
  ): Promise<Pick<CompositeState<Memory>, "x" | "output" | "memory" | "calls">>;
  finished?(problem: Problem, state: CompositeState<Memory>): string | undefined;
  reports?(problem: Problem, state: CompositeState<Memory>): Record<string, number>;
};

/** An iteration of a rule. The objective is Ψ at the output; what it costs to look at it is not counted. */
export function iterateComposite<Problem extends CompositeProblem, Memory>(
  { name, needs, start, step, finished, reports }: CompositeRule<Problem, Memory>,
  problem: Problem,
): Iteration<CompositeState<Memory>, np.Array> {
  requireCapabilities(name, problem, ["initial", "smoothPart", "simplePart", ...needs]);
  const { smoothness } = problem.smoothPart;
  if (!(smoothness >= 0) || smoothness === Number.POSITIVE_INFINITY) {
    throw new OptionError(`${name}: smoothPart.smoothness must be a number ≥ 0, got ${smoothness}`);
  }
  return {
    async init(seed) {
      const initial = problem.initial(random.key(seedFor(seed, "initial")));
      const { shape } = initial;
      const x0 = Float64Array.from(await initial.data());
      if (shape.length !== 1 || x0.length === 0) {
        throw new RangeError(`${name}: initial must be a vector with an entry or more, got shape [${shape}]`);
      }
      return { step: 0, seed, x: x0, output: x0, ...(await start(problem, x0)) };
    },
    async step(state) {
      const { calls, ...next } = await step(problem, state);
      return { step: state.step + 1, seed: state.seed, ...next, calls: added(state.calls, calls) };
    },
    async measure(state) {
      return {
        objective: await objectiveAt(problem, state.output),
        calls: { ...state.calls },
        ...reports?.(problem, state),
      };
    },
    answer: ({ output }) => np.array(output.slice(), { dtype: np.float64 }),
    ...(finished && { finished: (state: CompositeState<Memory>) => finished(problem, state) }),
  };
}

/** Ψ(x) = f(x) + h(x) + χ(x); h by its structure where both are known, 0 where neither is. */
async function objectiveAt(
  problem: CompositeProblem & Partial<HasNonsmoothPart & HasSaddlePart>,
  x: Float64Array,
): Promise<number> {
  const { smoothPart, simplePart, nonsmoothPart, saddlePart } = problem;
  const h = saddlePart ? saddlePart.dual.support(saddlePart.apply(x)) : (nonsmoothPart?.value(x) ?? 0);
  return (await smoothPart.value(x)) + h + simplePart.value(x);
}

/** argmin_u ⟨v, u⟩ + χ(u) + Σ_j (w_j/2) ‖u − p_j‖², for centres p_j with weights w_j. */
export function proxAbout(
  { prox }: HasSimplePart["simplePart"],
  v: Float64Array,
  ...centres: readonly (readonly [weight: number, centre: Float64Array])[]
): Float64Array {
  let total = 0;
  const pulled = v.slice();
  for (const [weight, centre] of centres) {
    total += weight;
    for (let i = 0; i < pulled.length; i++) pulled[i]! -= weight * centre[i]!;
  }
  return prox(pulled, total);
}

/** (1 − share) a + share b */
export const mixed = (a: Float64Array, share: number, b: Float64Array): Float64Array =>
  a.map((value, i) => (1 - share) * value + share * b[i]!);

/** a + b */
export const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]!);

function added(before: OracleCalls, made: OracleCalls): OracleCalls {
  const calls: OracleCalls = { ...before };
  for (const [kind, count] of Object.entries(made) as [keyof OracleCalls, number][]) {
    calls[kind] = (calls[kind] ?? 0) + count;
  }
  return calls;
}

/** μ of χ. @throws {OptionError} if it is not positive: the method's constants rest on it. */
export function requireStrongConvexity(name: string, { simplePart: { strongConvexity: mu } }: HasSimplePart): number {
  if (mu > 0 && Number.isFinite(mu)) return mu;
  throw new OptionError(`${name}: simplePart.strongConvexity must be a positive number, got ${mu}`);
}
