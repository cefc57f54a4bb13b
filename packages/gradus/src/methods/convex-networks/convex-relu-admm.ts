import { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { count, flag, fraction, nonnegative, positive, readOptions } from "../../core/options.ts";
import { type HasReluTraining, requireCapabilities } from "../../core/problem.ts";
import { checkReluTraining, type ReluParams, type ReluTraining } from "../../core/relu-training.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { blockPoint, descendBlocks, safeBlockStep } from "./block-descent.ts";
import { type ConvexProgram, convexProgram } from "./convex-program.ts";
import { type ExactStep, exactStepByFactor, exactStepByGradients } from "./exact-step.ts";
import { enumeratePatterns2d, sampleActivationPatterns } from "./patterns.ts";
import { networkObjective, recoverNetwork, toParams } from "./relu-network.ts";

/** A matrix handed over as data, a row a pattern. */
const given = () => z.custom<Matrix>((value) => typeof value === "object" && value !== null && "columns" in value);

const patternChoice = (allowed: string) => z.union([count(), z.literal("all"), given()], allowed);

/** The limit of dual steps (1 + √5)/2 (Glowinski 1984). */
const largestDualStep = (1 + Math.sqrt(5)) / 2;

export const convexReluAdmmOptions = z.object({
  /** P_s: so many sampled patterns, "all" (samples with two features only), or a matrix with a row a pattern. Default 24. */
  patterns: patternChoice("must be a whole number ≥ 1, 'all' or a matrix of patterns").default(24),
  /** Begin the sample with the pattern of ones, that of a linear neuron. Default false. */
  includeAllOnes: flag().default(false),
  /** ρ > 0: the penalty. Large: early accuracy and a slow tail; 0.01 to 0.1: accurate. Default 0.1 [reconstructed]. */
  rho: positive().default(0.1),
  /** γ_a/ρ in (0, (1 + √5)/2]: the dual step. Default 1, the standard method. */
  dualStep: positive().max(largestDualStep, "must be in (0, 1.618…]").default(1),
  /** What the dual step is multiplied by after each iteration. Default 1 (re-implementation with blocks: 0.99). */
  dualDecay: positive().max(1, "must be in (0, 1]").default(1),
  /** What ρ grows by in each iteration; needs uSolver 'cg' or 'rbcd'. Default 0 (re-implementation with blocks: 1e-4). */
  rhoIncrease: nonnegative().default(0),
  /** Step 1: by a cached Cholesky factor, by conjugate gradients (both half-squared), by random blocks. Default "cholesky". */
  uSolver: z.enum(["cholesky", "cg", "rbcd"], "must be 'cholesky', 'cg' or 'rbcd'").default("cholesky"),
  /** Of conjugate gradients: the residual over the right-hand side's length. Default 1e-10. */
  cgTolerance: positive().default(1e-10),
  /** γ_r of single blocks: a number, "safe" for 1/(ρ + ‖X‖²(L + ρ)), or "armijo" for pairs with backtracking. Default "armijo". */
  blockStep: z
    .union([positive(), z.enum(["safe", "armijo"])], "must be a positive number, 'safe' or 'armijo'")
    .default("armijo"),
  /** α₀ > 0: the first step that backtracking tries. Default 2e-4 (re-implementation). */
  trialStep: positive().default(2e-4),
  /** Blocks end once steps lower the objective by less than this on average. Default 1.3e-3 (re-implementation). */
  blockThreshold: positive().default(1.3e-3),
  /** What the threshold is multiplied by after each iteration, in [0, 1). Default 0.96 (re-implementation). */
  thresholdDecay: fraction().default(0.96),
  /** Steps on blocks in one iteration at most. Default 10000. */
  maximumBlockSteps: count().default(10_000),
  /** ε_p ≥ 0: finished once (‖u − v‖² + ‖Gu − s‖²)^½ and … Default 1e-8. */
  primalTolerance: nonnegative().default(1e-8),
  /** ε_d ≥ 0: … ρ ‖Δ(v, s)‖ are at most this. Default 1e-8. */
  dualTolerance: nonnegative().default(1e-8),
  /** Neurons whose block is not longer are left out of the network. Default 1e-6 [reconstructed]. */
  pruneTolerance: nonnegative().default(1e-6),
});

export type ConvexReluAdmmOptions = z.input<typeof convexReluAdmmOptions>;

/** All variables, each block after block; λ and ν are scaled duals. */
export type ConvexReluAdmmState = {
  step: number;
  seed: number;
  patterns: Matrix;
  u: Float64Array;
  v: Float64Array;
  s: Float64Array;
  lambda: Float64Array;
  nu: Float64Array;
  rho: number;
  dualStep: number;
  trialStep: number;
  blockThreshold: number;
  /** Gradients of ℓ, or passes over the samples, so far. */
  gradients: number;
  primalResidual: number;
  dualResidual: number;
  /** Why the method cannot go on. */
  failure: string;
};

/** The patterns that an option asks for. */
function patternsFor(
  choice: number | "all" | Matrix,
  { X }: ReluTraining,
  seed: number,
  options: { includeAllOnes?: boolean },
): Matrix {
  if (choice === "all") return enumeratePatterns2d(X);
  if (typeof choice !== "number") return choice;
  return sampleActivationPatterns(X, choice, generator(seedFor(seed, "activation patterns")), options);
}

/**
 * The alternating direction method on the convex form of training a two-layer ReLU network.
 *
 *     min ℓ(F u, y) + β Σ_j ‖v_j‖ + I(s ≥ 0)   subject to u = v, G u = s
 *     u ← argmin ℓ(F u, y) + (ρ/2) ‖u − v + λ‖² + (ρ/2) ‖G u − s + ν‖²
 *     v_j ← (1 − β/(ρ ‖u_j + λ_j‖))₊ (u_j + λ_j),   s ← (G u + ν)₊
 *     λ ← λ + (γ_a/ρ)(u − v),   ν ← ν + (γ_a/ρ)(G u − s)
 *
 * F and G are of activation patterns D_i (rows of `patterns`): F_i = D_i X, G_i = (2D_i − I) X. With all patterns the
 * optimum is that of the network's training; with a sample of them it is an upper bound. The answer is a network with at
 * most 2P neurons. The objective told is the network's own, which is not convex; `convexObjective` is that at v, which
 * can be below the optimum while v violates its constraints (`violation`). For half squared errors the factor is of the
 * differences u_i − z_i alone, P d × P d: the sums u_i + z_i part into d × d systems.
 *
 * Finished when both residuals are within their tolerances. Data that the network separates are no exception: β > 0
 * keeps the optimum finite. Zero rows, rank-deficient X and duplicate patterns leave step 1 well-posed (I + …).
 *
 * Cost: once (P d)³/3; per iteration 2 (P d)² + O(n P d) operations (`cholesky`); O(n P d) a product (`cg`);
 * O(n d + d²) a block (`rbcd`). Memory: 2P(2n + 3d) + (P d)² numbers. Float64 on the host. `gradient` counts passes over
 * the samples, of blocks one each.
 *
 * @throws {OptionError} if an option is unknown or outside its range, if patterns are not of the problem's samples, if
 * 'cholesky' or 'cg' is asked for another loss than half-squared, 'rbcd' for one with kinks, or data are malformed.
 * @throws {CapabilityError} if the problem has no `reluTraining`.
 * @source Y. Bai, T. Gautam, S. Sojoudi, Efficient Global Optimization of Two-Layer ReLU Networks, 2022,
 * arXiv 2201.01965, algorithm 3.1 and RBCD, as public re-implementations have them [reconstructed].
 * @example
 * const { answer } = await minimize(planarTeacher(), convexReluAdmm({ patterns: "all", dualStep: 1.6 }), { steps: 8000 });
 */
export function convexReluAdmm(options: ConvexReluAdmmOptions = {}) {
  const settings = readOptions("convex-relu-admm", convexReluAdmmOptions, options);
  const { uSolver, rhoIncrease, pruneTolerance, primalTolerance, dualTolerance } = settings;
  if (rhoIncrease > 0 && uSolver === "cholesky") {
    throw new OptionError(
      `convex-relu-admm: uSolver 'cholesky' goes with rhoIncrease 0 only (its factor is of one ρ), got ${rhoIncrease}`,
    );
  }
  return named(
    "convex-relu-admm",
    ({ reluTraining: training, ...problem }: HasReluTraining): Iteration<ConvexReluAdmmState, ReluParams> => {
      requireCapabilities("convex-relu-admm", { reluTraining: training, ...problem }, ["reluTraining"]);
      checkReluTraining("convex-relu-admm", training);
      requireSolvable(uSolver, training);
      const prepare = prepared(training, uSolver, settings.cgTolerance);

      return {
        init(seed) {
          const patterns = patternsFor(settings.patterns, training, seed, settings);
          const { n, d, P } = prepare(patterns, settings.rho).program;
          const [blocks, gates] = [2 * P * d, 2 * P * n];
          return {
            step: 0,
            seed,
            patterns,
            u: new Float64Array(blocks),
            v: new Float64Array(blocks),
            s: new Float64Array(gates),
            lambda: new Float64Array(blocks),
            nu: new Float64Array(gates),
            rho: settings.rho,
            dualStep: settings.dualStep,
            trialStep: settings.trialStep,
            blockThreshold: settings.blockThreshold,
            gradients: 0,
            primalResidual: Number.POSITIVE_INFINITY,
            dualResidual: Number.POSITIVE_INFINITY,
            failure: "",
          };
        },

        async step(state) {
          const { program, exact } = prepare(state.patterns, state.rho);
          const { n, d, P } = program;
          const { rho, dualStep } = state;
          const [lambda, nu] = [state.lambda.slice(), state.nu.slice()];

          // 1. u
          let u: Float64Array;
          let { gradients, trialStep } = state;
          if (exact) {
            const solved = await exact(state);
            u = solved.u;
            gradients += solved.passes;
          } else {
            const point = blockPoint(program, state.u, state, rho);
            const done = descendBlocks(
              program,
              training,
              point,
              {
                step: settings.blockStep === "safe" ? safeBlockStep(program, training, rho) : settings.blockStep,
                trialStep,
                threshold: state.blockThreshold,
                maximumSteps: settings.maximumBlockSteps,
              },
              generator(seedFor(state.seed, "blocks", state.step)),
            );
            u = point.u;
            gradients += done.steps;
            trialStep = done.trialStep;
          }

          // 2. v and s
          const Gu = program.gates(u);
          const v = shrinkBlocks(
            u.map((value, k) => value + lambda[k]!),
            d,
            training.beta / rho,
          );
          const s = new Float64Array(2 * P * n);
          let [primal, dual] = [0, 0];
          for (let k = 0; k < s.length; k++) {
            s[k] = Math.max(Gu[k]! + nu[k]!, 0);
            const gap = Gu[k]! - s[k]!;
            primal += gap * gap;
            dual += (s[k]! - state.s[k]!) ** 2;
            // 3. ν
            nu[k]! += dualStep * gap;
          }
          for (let k = 0; k < v.length; k++) {
            const gap = u[k]! - v[k]!;
            primal += gap * gap;
            dual += (v[k]! - state.v[k]!) ** 2;
            // 3. λ
            lambda[k]! += dualStep * gap;
          }
          // Scaled duals are multiples of 1/ρ.
          const grown = rho + rhoIncrease;
          const rescaled = (dual: Float64Array) => (grown === rho ? dual : dual.map((x) => (x * rho) / grown));

          return {
            ...state,
            step: state.step + 1,
            u,
            v,
            s,
            lambda: rescaled(lambda),
            nu: rescaled(nu),
            rho: grown,
            dualStep: dualStep * settings.dualDecay,
            trialStep,
            blockThreshold: state.blockThreshold * settings.thresholdDecay,
            gradients,
            primalResidual: Math.sqrt(primal),
            dualResidual: rho * Math.sqrt(dual),
          };
        },

        measure(state) {
          const { program } = prepare(state.patterns, state.rho);
          const network = recoverNetwork(state.v, program.d, pruneTolerance);
          return {
            objective: networkObjective(network, training),
            calls: { gradient: state.gradients },
            convexObjective: program.objective(state.v),
            violation: program.violation(state.v),
            primalResidual: state.primalResidual,
            dualResidual: state.dualResidual,
            neurons: network.alpha.filter((a) => a !== 0).length,
          };
        },

        answer: ({ v }) => toParams(recoverNetwork(v, training.X.columns, pruneTolerance)),

        finished: ({ primalResidual, dualResidual }) =>
          primalResidual <= primalTolerance && dualResidual <= dualTolerance
            ? `residuals ${primalResidual.toExponential(1)} and ${dualResidual.toExponential(1)} are within their tolerances`
            : undefined,
      };
    },
  );
}

/** (1 − t/‖a_j‖)₊ a_j for each block of length d; 0 where a_j is 0. */
export function shrinkBlocks(a: Float64Array, d: number, t: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let start = 0; start < a.length; start += d) {
    let square = 0;
    for (let l = start; l < start + d; l++) square += a[l]! * a[l]!;
    const length = Math.sqrt(square);
    if (length <= t) continue;
    const factor = 1 - t / length;
    for (let l = start; l < start + d; l++) result[l] = factor * a[l]!;
  }
  return result;
}

function requireSolvable(uSolver: string, { loss, X }: ReluTraining): void {
  if (uSolver !== "rbcd" && loss.name !== "half-squared") {
    throw new OptionError(
      `convex-relu-admm: uSolver must be 'rbcd' for the loss '${loss.name}' (others solve half-squared), got '${uSolver}'`,
    );
  }
  if (uSolver === "rbcd" && !Number.isFinite(loss.smoothness(X.rows))) {
    throw new OptionError(`convex-relu-admm: the loss must have no kinks, got '${loss.name}' (take 'smoothed-hinge')`);
  }
}

/** Program and exact step of patterns and ρ. They follow from the state and are made once, not kept in it. */
function prepared(training: ReluTraining, uSolver: "cholesky" | "cg" | "rbcd", tolerance: number) {
  let last: { patterns: Float64Array; rho: number; program: ConvexProgram; exact: ExactStep | undefined } | undefined;
  return (patterns: Matrix, rho: number) => {
    if (last?.patterns === patterns.data && (last.rho === rho || uSolver === "rbcd")) return last;
    const program = last?.patterns === patterns.data ? last.program : convexProgram(training, patterns);
    const exact =
      uSolver === "cholesky"
        ? exactStepByFactor(program, training, patterns, rho)
        : uSolver === "cg"
          ? exactStepByGradients(program, training, rho, tolerance)
          : undefined;
    last = { patterns: patterns.data, rho, program, exact };
    return last;
  };
}
