import type { ReluTraining } from "../../core/relu-training.ts";
import { apply } from "../../engine/linear-algebra/matrix.ts";
import { dot, norm } from "../../engine/linear-algebra/vector.ts";
import type { Generator } from "../../engine/random.ts";
import type { ConvexProgram } from "./convex-program.ts";

/*
 * Step 1 of the alternating direction method by blocks of coordinates:
 *
 *     min_u ℓ(F u, y) + (ρ/2) ‖u − v + λ‖² + (ρ/2) ‖G u − s + ν‖²
 */

/** Where a descent by blocks stands. It is changed in place. */
export type BlockPoint = {
  u: Float64Array;
  /** F u, kept up to date. */
  yhat: Float64Array;
  /** v − λ and Gᵀ(s − ν), which stay. */
  anchor: Float64Array;
  pull: Float64Array;
  rho: number;
};

/** The other variables of the alternating direction method. */
export type OtherVariables = { v: Float64Array; s: Float64Array; lambda: Float64Array; nu: Float64Array };

/** Begins at `u`, which is copied. Cost: O(n P d). */
export const blockPoint = (
  program: ConvexProgram,
  u: Float64Array,
  { v, s, lambda, nu }: OtherVariables,
  rho: number,
): BlockPoint => ({
  u: u.slice(),
  yhat: program.predictions(u),
  anchor: v.map((value, k) => value - lambda[k]!),
  pull: program.pullBackGates(s.map((value, k) => value - nu[k]!)),
  rho,
});

/** u_j − v_j + λ_j + XᵀX u_j − s̃_j: the gradient of the quadratic part, over ρ. */
function quadraticGradient({ XtX, d }: ConvexProgram, { u, anchor, pull }: BlockPoint, j: number): Float64Array {
  const block = u.subarray(j * d, (j + 1) * d);
  const gram = apply(XtX, block);
  return gram.map((g, l) => g + block[l]! - anchor[j * d + l]! - pull[j * d + l]!);
}

/**
 * One step on block j in {0 … 2P − 1}, and by how much the objective of step 1 fell:
 *
 *     h = ∇ℓ(ŷ),   g = F_jᵀ h + ρ (u_j − v_j + λ_j + XᵀX u_j − s̃_j),   u_j ← u_j − γ_r g,   ŷ ← ŷ + F_j Δu_j
 *
 * Cost: O(n d + d²). Changes the point in place.
 * @source Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965, RBCD (as in a public re-implementation).
 */
export function blockStep(
  program: ConvexProgram,
  { y, loss }: ReluTraining,
  point: BlockPoint,
  j: number,
  step: number,
): number {
  const quadratic = quadraticGradient(program, point, j);
  const pulled = program.pullBackBlock(j, loss.gradient(point.yhat, y));
  const change = pulled.map((g, l) => -step * (g + point.rho * quadratic[l]!));
  const before = loss.value(point.yhat, y);
  program.addBlock(point.yhat, j, change, 1);
  for (let l = 0; l < change.length; l++) point.u[j * change.length + l]! += change[l]!;
  return before - loss.value(point.yhat, y) - quadraticChange(program, point.rho, quadratic, change);
}

/** ρ (⟨g, δ⟩ + ½ δᵀ(I + XᵀX) δ): the exact change of the quadratic part. */
const quadraticChange = ({ XtX }: ConvexProgram, rho: number, gradient: Float64Array, change: Float64Array): number =>
  rho * (dot(gradient, change) + 0.5 * (dot(change, change) + dot(change, apply(XtX, change))));

/** 1/(ρ + ‖X‖²(L + ρ)), at which each block step descends. ‖X‖² ≤ trace XᵀX stands for the largest eigenvalue. */
export function safeBlockStep({ XtX, d, n }: ConvexProgram, { loss }: ReluTraining, rho: number): number {
  let trace = 0;
  for (let l = 0; l < d; l++) trace += XtX.data[l * d + l]!;
  return 1 / (rho + trace * (loss.smoothness(n) + rho));
}

/** How a descent by blocks chooses its steps, and what it hands on to that of the next iteration. */
export type BlockSettings = {
  /** A step of its own, or "armijo": both blocks of a pattern at once, with backtracking. */
  step: number | "armijo";
  /** α₀: what backtracking tries first. */
  trialStep: number;
  /** It ends once the last ⌈8 √P⌉ steps lowered the objective by less than this on average. */
  threshold: number;
  maximumSteps: number;
};

/**
 * Random blocks until little is gained.
 *
 * With backtracking both blocks of a pattern move at once by −α g; accepted if the objective changes by at most
 * −10⁻³ ‖(δu, δz)‖ or α ≤ 10⁻⁸; else α ← α/2.5, α₀ ← max(α₀/1.5, 10⁻¹⁰). After success α₀ ← 1.05 α₀.
 */
export function descendBlocks(
  program: ConvexProgram,
  training: ReluTraining,
  point: BlockPoint,
  { step, trialStep, threshold, maximumSteps }: BlockSettings,
  random: Pick<Generator, "integer">,
): { steps: number; trialStep: number } {
  const window = Math.ceil(8 * Math.sqrt(program.P));
  const recent: number[] = [];
  let alpha0 = trialStep;
  let steps = 0;
  while (steps < maximumSteps) {
    let decrease: number;
    if (step === "armijo") {
      const pair = pairStep(program, training, point, random.integer(program.P), alpha0);
      alpha0 = pair.trialStep;
      decrease = pair.decrease;
    } else {
      decrease = blockStep(program, training, point, random.integer(2 * program.P), step);
    }
    steps++;
    recent.push(decrease);
    if (recent.length > window) recent.shift();
    if (recent.length === window && recent.reduce((sum, value) => sum + value, 0) / window < threshold) break;
  }
  return { steps, trialStep: alpha0 };
}

function pairStep(program: ConvexProgram, { y, loss }: ReluTraining, point: BlockPoint, i: number, alpha0: number) {
  const { d, P } = program;
  const h = loss.gradient(point.yhat, y);
  const pulled = program.pullBackBlock(i, h);
  const parts = [i, P + i].map((j) => {
    const quadratic = quadraticGradient(program, point, j);
    const gradient = pulled.map((g, l) => (j < P ? g : -g) + point.rho * quadratic[l]!);
    return { j, quadratic, gradient };
  });
  const before = loss.value(point.yhat, y);
  let trialStep = alpha0;
  for (let alpha = alpha0; ; alpha /= 2.5) {
    const yhat = point.yhat.slice();
    let quadraticPart = 0;
    const changes = parts.map(({ j, quadratic, gradient }) => {
      const change = gradient.map((g) => -alpha * g);
      program.addBlock(yhat, j, change, 1);
      quadraticPart += quadraticChange(program, point.rho, quadratic, change);
      return change;
    });
    const change = loss.value(yhat, y) - before + quadraticPart;
    if (change <= -1e-3 * Math.hypot(...changes.map(norm)) || alpha <= 1e-8) {
      point.yhat = yhat;
      for (const [k, { j }] of parts.entries()) {
        for (let l = 0; l < d; l++) point.u[j * d + l]! += changes[k]![l]!;
      }
      return { decrease: -change, trialStep: 1.05 * trialStep };
    }
    trialStep = Math.max(trialStep / 1.5, 1e-10);
  }
}
