import { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { count, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import { solve } from "../../engine/linear-algebra/solve.ts";
import { dot, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import { type ConstrainedState, iterateConstrained } from "./constrained-iteration.ts";
import { meritGradient, meritValue, type Penalties } from "./exact-augmented-lagrangian.ts";
import { type EqualityConstrained, type KktMatrices, kktResidual } from "./kkt-programs.ts";
import { fullGradient, type NewtonSystem, newtonSystem } from "./newton-system.ts";
import { searchTogether } from "./search-together.ts";
import { type Sketch, sketchAndProject } from "./sketch-and-project.ts";

const below = (end: number) => {
  const message = `must be in (0, ${end})`;
  return schema.number(message).gt(0, message).lt(end, message);
};

export const adaSketchNewtonOptions = z.object({
  /**
   * S: a normal vector (GV in the authors' code), one equation (RK there), several equations [reconstructed], or no sketch
   * but a direct solve, for comparison. Default kaczmarz.
   */
  sketch: schema
    .enum(["gaussian", "kaczmarz", "block-kaczmarz", "exact"], "must be gaussian, kaczmarz, block-kaczmarz or exact")
    .default("kaczmarz"),
  /** q: equations in a block. Default 4 [reconstructed]. */
  blockSize: count().default(4),
  /** Equations to take one after the other, again and again, in place of random ones: for tests. With kaczmarz only. */
  rowSequence: schema
    .array(schema.int("must be whole numbers ≥ 0").min(0, "must be whole numbers ≥ 0"))
    .min(1, "must not be empty")
    .optional(),
  /**
   * When the inner solver stops: by the theory's worst-case bound, or at ‖r‖ ≤ θ κ ‖∇L‖ [reconstructed]. Default theory
   * (official code); 0.1 is a good κ.
   */
  accuracy: schema
    .union([schema.literal("theory"), schema.strictObject({ kappa: positive() })], "must be 'theory' or { kappa }")
    .default("theory"),
  /** θ_k: 1 (linear convergence), 1/(k+1)² (superlinear) or min(1, ‖∇L‖) (quadratic-like). Default one (official code). */
  theta: schema.enum(["one", "inverse-square", "residual"], "must be one, inverse-square or residual").default("one"),
  /** η₁ > 0 at the start: the penalty on ‖c‖². Default 1 (official code). */
  eta1: positive().default(1),
  /** η₂ > 0 at the start: the penalty on ‖∇ₓL‖². Default 0.1 (official code). */
  eta2: positive().default(0.1),
  /** δ > 0 at the start: the accuracy. Default 0.1 (official code). */
  delta: positive().default(0.1),
  /** The accuracy is not asked to be below it. Default 1e-6 (official code); the theory has none, and no bound on inner steps. */
  deltaFloor: positive().default(1e-6),
  /** ξ_B > 0: what is added to ‖H‖ where the reduced Hessian is indefinite. Default 0.1 (official code). */
  xiB: positive().default(0.1),
  /** β in (0, ½): Armijo's constant. Default 0.1 (official code). */
  beta: below(0.5).default(0.1),
  /** ν > 1: how fast penalties and accuracy adapt. Default 1.5 (official code). */
  nu: schema.number("must be above 1").gt(1, "must be above 1").default(1.5),
  /** The run has finished once ‖(∇ₓL, c)‖ is at or below it. Default 1e-4 (official code). */
  tolerance: nonnegative().default(1e-4),
  /** The reduced Hessian counts as positive definite from this eigenvalue on. Default 1e-6 (official code; 1e-2 for logistic). */
  eigenTolerance: positive().default(1e-6),
  /** Below this λ_min(G Gᵀ) the run ends as singular. Default 1e-2 (official code), which also gives up solvable problems. */
  jacobianTolerance: nonnegative().default(1e-2),
  /** Inner steps before each test of the direction. Default 1e5 (official code; 1e6 for logistic). */
  maximumInnerSteps: count().default(1e5),
  /** What M may exceed Armijo's bound by, relative to max(1, |M|): rounding. Default 1e-14 [reconstructed]; the code has 0. */
  armijoSlack: nonnegative().default(1e-14),
  /** The Hessian in ∇M: that of L, or that of f as in the authors' code, where it is a slip. Default lagrangian. */
  meritHessian: schema.enum(["lagrangian", "objective"], "must be lagrangian or objective").default("lagrangian"),
});

export type AdaSketchNewtonOptions = z.input<typeof adaSketchNewtonOptions>;

type Options = z.output<typeof adaSketchNewtonOptions>;

export type AdaSketchNewtonMemory = {
  eta1: number;
  eta2: number;
  delta: number;
  /** Inner steps so far, and their operations. */
  innerSteps: number;
  innerFlops: number;
};

/** AdaSketch-Newton: a method for any problem with a loss and equality constraints. */
export type AdaSketchNewton = <P extends Tree>(
  problem: EqualityConstrained<P>,
) => Iteration<ConstrainedState<AdaSketchNewtonMemory>, P>;

/** Beyond these penalties a direction is taken as it is. */
const largestEta1 = 1e8;
const smallestEta2 = 1e-8;

/**
 * AdaSketch-Newton: Newton's method for equality constraints whose system is solved by random projections, made safe by a
 * line search on the exact augmented Lagrangian.
 *
 *     K Δz = −∇L,   K = [B Gᵀ; G 0],   ∇L = (∇f + Gᵀ λ, c),   B = ∇²ₓₓL + t I
 *     repeat  sketch steps on K d = −∇L until ‖r‖ ≤ θ_k δ ‖∇L‖/(‖K‖ Ψ)
 *     until   ∇M_ηᵀ d ≤ −(η₂/2) ‖∇L‖²,   each time it fails  η₁ ← η₁ ν², η₂ ← η₂/ν, δ ← δ/ν⁴
 *     (x, λ) ← (x, λ) + α d,   α by Armijo's rule on M_η = L + (η₁/2) ‖c‖² + (η₂/2) ‖∇ₓL‖²
 *
 * ‖∇L‖ → 0 almost surely from any start, as long as constraints' gradients stay independent. Near a regular solution α = 1
 * is accepted; θ = 1 converges linearly, θ → 0 superlinearly. The theory's bound on ‖r‖ is so strict, with its Ψ, that the
 * method behaves as with exact solves; with `accuracy: { kappa }` the rates can be seen. The rates are [reconstructed].
 *
 * A run that ends of itself tells why: converged; singular (λ_min(G Gᵀ) below `jacobianTolerance`: dependent or inconsistent
 * constraints); line search failed; unbounded; not finite. Inequalities need slacks of one's own.
 *
 * Cost per step: one gradient of L for each trial of the line search, usually one, n Hessian-vector products, and the inner
 * steps: 6 N operations each for kaczmarz (N = n + m), 4 N² for gaussian; memory 2 N² numbers. float64, on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or `rowSequence` names an equation that is not there.
 * @throws {CapabilityError} if the problem lacks `initial`, `loss` or `constraints`, has batches, or is not in float64.
 * @source I. Hong, S. Na, M. W. Mahoney, M. Kolar, 2023, arXiv 2305.18379, algorithm 1, with the constants of
 * github.com/IlgeeHong/AdaSketch-Newton.
 * @example
 * const { answer } = await minimize(hs40(), adaSketchNewton({ tolerance: 1e-6 }), { steps: 100 });
 */
export function adaSketchNewton(options: AdaSketchNewtonOptions = {}): AdaSketchNewton {
  const given = readOptions(
    "ada-sketch-newton",
    adaSketchNewtonOptions.refine(({ rowSequence, sketch }) => !rowSequence || sketch === "kaczmarz", {
      path: ["rowSequence"],
      error: "goes with sketch kaczmarz",
    }) as typeof adaSketchNewtonOptions,
    options,
  );
  const { accuracy, beta, nu, deltaFloor, tolerance } = given;
  return named("ada-sketch-newton", (problem) =>
    iterateConstrained(
      {
        name: "ada-sketch-newton",
        tolerance,
        remember: (): AdaSketchNewtonMemory => ({
          eta1: given.eta1,
          eta2: given.eta2,
          delta: given.delta,
          innerSteps: 0,
          innerFlops: 0,
        }),
        async step({ step: k, seed, point, evaluations, evaluate, matrices }, memory) {
          const { H, G } = await matrices();
          const system = newtonSystem({ H, G }, point, given);
          if ("outcome" in system) return { memory, outcome: system.outcome };
          const inMerit: KktMatrices =
            given.meritHessian === "lagrangian" ? { H, G } : await matrices(new Float64Array(G.rows));

          const gradient = fullGradient(point);
          const residual = kktResidual(point);
          const theta = { one: 1, "inverse-square": 1 / (k + 1) ** 2, residual: Math.min(1, residual) }[given.theta];
          const psi = (20 * Math.max(norm(system.B.data) ** 2, 1)) / (Math.min(system.xiG, 1) * Math.min(given.xiB, 1));
          const upsilon = Math.max(norm(G.data), norm(H.data), 1);
          const trialDelta = ({ eta1, eta2 }: Penalties) =>
            ((0.5 - beta) * eta2) / ((1 + eta1 + eta2) * upsilon ** 2 * psi ** 2);

          let { eta1, eta2, delta } = memory;
          let kappa = accuracy === "theory" ? Number.NaN : accuracy.kappa;
          delta = Math.max(Math.min(delta, trialDelta({ eta1, eta2 })), deltaFloor);
          const inner = innerSolver(given, system, gradient, generator(seedFor(seed, "sketch", k)), memory.innerSteps);
          if (inner === undefined) return { memory, outcome: "singular: the Newton system has no unique solution" };
          const normK = norm(system.K.data);
          let slope: number;
          while (true) {
            const goal = theta * residual * (accuracy === "theory" ? delta / (normK * psi) : kappa);
            inner.advance(goal);
            slope = dot(meritGradient(point, inMerit, { eta1, eta2 }), inner.d);
            if (eta1 > largestEta1 || eta2 < smallestEta2) break;
            if (slope <= (-eta2 / 2) * residual ** 2) break;
            eta1 *= nu ** 2;
            eta2 /= nu;
            delta = Math.max(Math.min(delta / nu ** 4, trialDelta({ eta1, eta2 })), deltaFloor);
            kappa /= nu ** 4;
          }

          const value = meritValue(point, { eta1, eta2 });
          const found = await searchTogether(point, inner.d, evaluate, (trial, alpha) => {
            evaluations.objective += 2;
            evaluations.gradient += 2;
            const bound = value + alpha * beta * slope + given.armijoSlack * Math.max(1, Math.abs(value));
            return meritValue(trial, { eta1, eta2 }) <= bound;
          });
          const remembered: AdaSketchNewtonMemory = {
            eta1,
            eta2,
            delta,
            innerSteps: memory.innerSteps + inner.steps,
            innerFlops: memory.innerFlops + inner.flops,
          };
          const reports = { ...remembered, stepLength: found?.alpha ?? 0, shift: system.shift };
          if (found === undefined) {
            return { memory: remembered, reports, outcome: "line search failed: no step length passed Armijo's test" };
          }
          evaluations.objective += 2;
          evaluations.gradient += 2;
          return { next: found.point, memory: remembered, reports };
        },
      },
      problem,
    ),
  );
}

type InnerSolver = { readonly d: Float64Array; steps: number; readonly flops: number; advance(goal: number): void };

/** What solves K d = −∇L, from d = 0; nothing if a direct solve finds K singular. */
function innerSolver(
  { sketch, blockSize, rowSequence, maximumInnerSteps }: Options,
  { K }: NewtonSystem,
  gradient: Float64Array,
  random: ReturnType<typeof generator>,
  drawn: number,
): InnerSolver | undefined {
  const N = gradient.length;
  const b = scaled(gradient, -1);
  if (sketch === "exact") {
    const d = solve(K, b);
    return d && { d, steps: 0, flops: (2 / 3) * N ** 3, advance: () => {} };
  }
  const q = Math.min(blockSize, N);
  let pointer = drawn;
  const nextRow = () => {
    if (rowSequence === undefined) return random.integer(N);
    const row = rowSequence[pointer++ % rowSequence.length]!;
    if (row >= N) throw new OptionError(`ada-sketch-newton: rowSequence must name rows below ${N}, got ${row}`);
    return row;
  };
  const sketches: Record<Exclude<Options["sketch"], "exact">, Sketch> = {
    gaussian: { kind: "gaussian", next: () => random.normals(N) },
    kaczmarz: { kind: "rows", next: nextRow },
    "block-kaczmarz": { kind: "blocks", next: () => Array.from(random.permutation(N).subarray(0, q)) },
  };
  const system = sketchAndProject(K, b, sketches[sketch]);
  return {
    d: system.d,
    steps: 0,
    get flops() {
      return system.flops;
    },
    advance(goal) {
      this.steps += system.advance(maximumInnerSteps, goal);
    },
  };
}
