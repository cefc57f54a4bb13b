import type { z } from "zod";
import {
  count,
  nonnegative,
  nonnegativeOrSchedule,
  positive,
  readOptions,
  z as schema,
  valueAt,
} from "../../core/options.ts";
import { type Matrix, toRows } from "../../engine/linear-algebra/matrix.ts";
import { differencePoints, differenceQuotients } from "./central-differences.ts";
import { meanDistance } from "./consensus-step.ts";
import { consensusPoint, effectiveSampleSize } from "./gibbs.ts";
import { addNoise, draws, noiseKind, normalsOf } from "./particle-noise.ts";
import type { Asking, PopulationRule, Told } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, firstPoints, project, type Space, spaceOptions } from "./space.ts";

export const consensusMemoryOptions = schema.object({
  /** N ≥ 1 particles. Default 100 (official code). */
  particles: count().default(100),
  /** α ≥ 0, inverse temperature, a number or a schedule of the step. Default 1000 (official code). */
  alpha: nonnegativeOrSchedule().default(1000),
  /** Δt > 0. Default 0.02 (official code). */
  dt: positive().default(0.02),
  /** λ₁ ≥ 0, drift to the consensus. Default 1 (official code). */
  lambda1: nonnegative().default(1),
  /** λ₂ ≥ 0, drift to the particle's own best. Default 0.4 (official code; 0 is listed too). */
  lambda2: nonnegative().default(0.4),
  /** λ₃ ≥ 0, drift along the negative gradient. Default 0, off (official code). */
  lambda3: nonnegative().default(0),
  /** σ₁ ≥ 0. Default √1.6 (official code). */
  sigma1: nonnegative().default(Math.sqrt(1.6)),
  /** σ₂ ≥ 0. Default λ₂ σ₁ (official code). */
  sigma2: nonnegative().optional(),
  /** σ₃ ≥ 0. Default 0 (official code). */
  sigma3: nonnegative().default(0),
  /** Kinds of the three noises. Default "anisotropic" (official code). */
  noise1: noiseKind().default("anisotropic"),
  /** The kind of the noise towards each own best. Default "anisotropic". */
  noise2: noiseKind().default("anisotropic"),
  /** The kind of the noise along the gradient. Default "anisotropic". */
  noise3: noiseKind().default("anisotropic"),
  /** β > 0, sharpness of the comparison with the own best. Default none, β = ∞ (official code). */
  beta: positive().optional(),
  /** κ > 0, rate at which the own best follows; κ Δt ≤ 1 is sensible. Default 1/Δt (official code). */
  kappa: positive().optional(),
  /** h > 0 of central differences, for problems without a loss. Default 1e-3 (official code). */
  difference: positive().default(1e-3),
  /** Answer with the best point seen or the last consensus. Default "best", on batches "consensus". */
  answer: schema.enum(["best", "consensus"], "must be 'best' or 'consensus'").optional(),
  /** Random numbers in place of those of the seed; terms 0, 1, 2 are the three noises. */
  draws: draws(),
  ...spaceOptions,
});

export type ConsensusMemoryOptions = z.input<typeof consensusMemoryOptions>;

/** X: particles, Y: what each holds for its best, eY: values there; phase: what is asked for. */
type MemoryOfConsensus = {
  X: Matrix;
  Y: Matrix;
  eY: Float64Array;
  c: Float64Array;
  phase: string;
  spread: number;
  sampleSize: number;
  alpha: number;
  /** Gradients at X, while the values at Y are asked for. */
  G?: Matrix;
};

export type ConsensusMemory = Search<MemoryOfConsensus>;

/**
 * Consensus-based optimization whose particles remember their best, and may drift along a gradient too.
 *
 *     c = Σ_i w_i y_i,  w_i ∝ exp(−α E(y_i))
 *     x_i ← x_i − Δt (λ₁ (x_i − c) + λ₂ (x_i − y_i) + λ₃ g_i)
 *               + √Δt (σ₁ D₁(x_i − c) ξ₁ + σ₂ D₂(x_i − y_i) ξ₂ + σ₃ D₃(g_i) ξ₃)
 *     y_i ← y_i + Δt κ (x_i − y_i) S,  S = (1 + tanh(β (E(y_i) − E(x_i))))/2
 *
 * All at the same step; g_i = ∇E(x_i) is the loss's own gradient where the problem has one, else by central differences.
 * With β = ∞ and κ = 1/Δt, the default, y_i is the particle's best place so far.
 *
 * Cost per step: N evaluations, N more where y_i moves otherwise, and with λ₃ or σ₃ above 0 N gradients or 2 N d
 * evaluations; memory: 2 N d numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source K. Riedl, Leveraging memory effects and gradient information in consensus-based optimization, 2022, arXiv
 * 2211.12184, and official code.
 * @example
 * const { answer } = await minimize(rastrigin(), consensusMemory({ lambda3: 0.1 }), { steps: 300 });
 */
export function consensusMemory(options: ConsensusMemoryOptions = {}): ConsensusMemory {
  const settings = readOptions("consensus-memory", consensusMemoryOptions, options);
  const { particles: N, dt, beta = Number.POSITIVE_INFINITY, difference: h } = settings;
  const kappa = settings.kappa ?? 1 / dt;
  const sigma2 = settings.sigma2 ?? settings.lambda2 * settings.sigma1;
  const usesGradients = settings.lambda3 > 0 || settings.sigma3 > 0;
  // Then y is x or stays, and its value is known.
  const isRunningBest = beta === Number.POSITIVE_INFINITY && Math.abs(dt * kappa - 1) < 1e-12;

  const rule: PopulationRule<MemoryOfConsensus> = {
    name: "consensus-memory",
    begin(beginning) {
      const X = firstPoints("consensus-memory", settings, N, beginning);
      const own = {
        X,
        Y: X,
        eY: new Float64Array(0),
        c: beginning.start,
        phase: "particles",
        spread: 0,
        sampleSize: N,
        alpha: valueAt(settings.alpha, 0),
      };
      return { asked: X, own };
    },
    wantsGradients: ({ phase }) => usesGradients && phase === "particles",
    next(told, own, space) {
      switch (own.phase) {
        case "particles": {
          const known = remembered(own, told.values);
          const gradients = told.gradients && { ...known, G: told.gradients };
          if (isRunningBest || own.eY.length === 0) return withGradients(told, gradients ?? known, space);
          return {
            asked: known.Y,
            own: { ...known, phase: "memories", ...(gradients && { G: gradients.G }) },
            isStep: false,
            batch: told.step,
          };
        }
        case "memories":
          return withGradients(told, { ...own, eY: told.values }, space);
        default:
          return moved(told, own, differenceQuotients(told.values, own.X, h), space);
      }
    },
    answer(own, { hasBatches }, told) {
      if ((settings.answer ?? (hasBatches ? "consensus" : "best")) === "best") return undefined;
      // Where memories need values of their own, the consensus of the last step is the latest one.
      if (!told || !isRunningBest || own.phase !== "particles") return own.c;
      const { Y, eY } = remembered(own, told.values);
      return consensusPoint(Y, eY, own.alpha).point;
    },
    reports: ({ spread, sampleSize }) => ({ spread, sampleSize }),
  };

  /** Y after X has moved and has these values; with running bests, eY too. */
  function remembered(own: MemoryOfConsensus, eX: Float64Array): MemoryOfConsensus {
    if (own.eY.length === 0) return { ...own, eY: eX };
    const eY = own.eY.slice();
    const Y = { ...own.Y, data: own.Y.data.slice() };
    const [rowsX, rowsY] = [toRows(own.X), toRows(Y)];
    for (let i = 0; i < N; i++) {
      const isBetter = eX[i]! < eY[i]!;
      const y = rowsY[i]!;
      if (isRunningBest) {
        if (!isBetter) continue;
        y.set(rowsX[i]!);
        eY[i] = eX[i]!;
        continue;
      }
      const S = beta === Number.POSITIVE_INFINITY ? Number(isBetter) : smoothShare(beta, eY[i]!, eX[i]!);
      for (let j = 0; j < y.length; j++) y[j]! += dt * kappa * (rowsX[i]![j]! - y[j]!) * S;
    }
    return { ...own, Y, eY };
  }

  function withGradients(told: Told, own: MemoryOfConsensus, space: Space): Asking<MemoryOfConsensus> {
    if (!usesGradients || own.G) return moved(told, own, own.G, space);
    return {
      asked: differencePoints(own.X, h),
      own: { ...own, phase: "differences" },
      isStep: false,
      batch: told.step,
    };
  }

  function moved(
    { seed, step }: Told,
    { G: _, ...own }: MemoryOfConsensus,
    gradients: Matrix | undefined,
    { dimension: d }: Space,
  ): Asking<MemoryOfConsensus> {
    const alpha = valueAt(settings.alpha, step);
    const { point: c, weights } = consensusPoint(own.Y, own.eY, alpha);
    const X = { ...own.X, data: own.X.data.slice() };
    const [rows, memories] = [toRows(X), toRows(own.Y)];
    const slopes = gradients && toRows(gradients);
    const root = Math.sqrt(dt);
    const noises = [
      { kind: settings.noise1, scale: root * settings.sigma1 },
      { kind: settings.noise2, scale: root * sigma2 },
      { kind: settings.noise3, scale: root * settings.sigma3 },
    ];
    const xi = noises.map(({ scale }, term) =>
      scale > 0 ? normalsOf(settings.draws, seed, step, term, N * d) : undefined,
    );
    for (const [i, x] of rows.entries()) {
      const terms = [x.map((value, j) => value - c[j]!), x.map((value, j) => value - memories[i]![j]!), slopes?.[i]];
      const [toConsensus, toMemory, gradient] = terms as [Float64Array, Float64Array, Float64Array | undefined];
      for (let j = 0; j < d; j++) {
        x[j]! -=
          dt *
          (settings.lambda1 * toConsensus[j]! +
            settings.lambda2 * toMemory[j]! +
            settings.lambda3 * (gradient?.[j] ?? 0));
      }
      for (const [term, v] of terms.entries()) if (v && xi[term]) addNoise(x, v, xi[term], i * d, noises[term]!);
    }
    project(X, boundsOf("consensus-memory", settings, d), c);
    const spread = meanDistance(X, c);
    const next = { ...own, X, c, alpha, phase: "particles", spread, sampleSize: effectiveSampleSize(weights) };
    const isOver = spread === 0 && !usesGradients;
    return { asked: X, own: next, ...(isOver && { outcome: "all particles are at one point" }) };
  }

  return search(rule);
}

/** S for finite β; a side without a value loses. */
function smoothShare(beta: number, eY: number, eX: number): number {
  if (!Number.isFinite(eX)) return 0;
  return Number.isFinite(eY) ? (1 + Math.tanh(beta * (eY - eX))) / 2 : 1;
}
