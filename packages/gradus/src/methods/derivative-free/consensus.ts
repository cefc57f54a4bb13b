import { OptionError } from "../../core/errors.ts";
import { readOptions, valueAt } from "../../core/options.ts";
import { fromRows, type Matrix, toRows } from "../../engine/linear-algebra/matrix.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type ConsensusOptions, type ConsensusSettings, consensusOptions } from "./consensus-options.ts";
import { meanDistance, moveTowards } from "./consensus-step.ts";
import { alphaForSampleSize, consensusPoint, effectiveSampleSize } from "./gibbs.ts";
import { normalsOf } from "./particle-noise.ts";
import type { Asking, PopulationRule, Told } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, firstPoints, project, type Space } from "./space.ts";

/** X: all particles; c: the last consensus; block: which batch of particles is asked; the rest about the last step. */
type ConsensusMemory = {
  X: Matrix;
  c: Float64Array;
  previous: Float64Array;
  energies: Float64Array;
  phase: string;
  block: number;
  /** Passes through all particles: the batch of data at hand. */
  pass: number;
  /** How often `reduceEvery` was reached, and the variance then; 0 before the first time. */
  reductions: number;
  variance: number;
  spread: number;
  sampleSize: number;
  alpha: number;
  lowest: number;
  stalled: number;
};

export type Consensus = Search<ConsensusMemory>;

/**
 * Consensus-based optimization: particles drift towards the mean of their places, weighted by how low they lie, and
 * shake in proportion to their distance from it.
 *
 *     c = Σ_i w_i x_i,  w_i ∝ exp(−α E(x_i))
 *     x_i ← x_i − λ Δt H_i (x_i − c) + σ √Δt D(x_i − c) ξ_i,   ξ_i ~ N(0, I)
 *
 * D(v) ξ is ‖v‖ ξ (isotropic) or v ∘ ξ (anisotropic). The cloud contracts roughly where 2λ > d σ² (isotropic) or 2λ > σ²
 * (anisotropic, whatever the dimension d). Noise vanishes where all agree: a cloud that has collapsed stays, unless it is
 * shaken (`restartBelow`, `restartAfter`). H_i = 1 without `correction`, else 1 where E(x_i) > E(c) and 0 elsewhere, or
 * (1 + tanh((E(x_i) − E(c))/ε))/2; the noise is not corrected.
 *
 * With `particleBatch` n, a step is one block of n particles on one batch of data: N/n steps share a batch and a random
 * order of the particles, and `reduceEvery` leaves out particles as the cloud shrinks. With λ Δt = 1 and noise of fixed size it would be consensus hopping.
 *
 * A value that is not finite has no weight. Where all particles lie at one point the run has finished: one particle alone
 * never moves. Coordinates are held within `bounds`, and ±1e8.
 *
 * Cost per step: N evaluations (n with `particleBatch`), one more with `correction`; memory: N d numbers. Steps are
 * computed on the host in float64; a problem with a loss alone is evaluated by one compiled program for all particles.
 * Reports spread, effective sample size and α.
 *
 * @throws {OptionError} if an option is unknown or outside its range, λ Δt > 1, or `particleBatch` does not divide N.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source K. Riedl, T. Klock, C. Geldhauser, M. Fornasier, 2023, arXiv 2306.09778, equations of CBO and their official
 * code; options as in Bailo et al., CBX, 2024.
 * @example
 * const { answer } = await minimize(rastrigin(), consensus({ particles: 50 }), { steps: 300 });
 */
export function consensus(options: ConsensusOptions = {}): Consensus {
  const settings = readOptions("consensus", consensusOptions, options);
  const { particles: N, particleBatch: n = N, correction } = settings;
  if (settings.lambda * settings.dt > 1) {
    throw new OptionError(`consensus: lambda · dt must be at most 1, got ${settings.lambda * settings.dt}`);
  }
  if (N % n !== 0) throw new OptionError(`consensus: particleBatch must divide ${N} particles, got ${n}`);
  if (correction !== "none" && settings.particleBatch !== undefined) {
    throw new OptionError(`consensus: correction '${correction}' cannot be had with particleBatch`);
  }

  const rule: PopulationRule<ConsensusMemory> = {
    name: "consensus",
    begin(beginning) {
      const X = firstPoints("consensus", settings, N, beginning);
      const c = new Float64Array(X.columns);
      const nothing = {
        pass: 0,
        reductions: 0,
        variance: 0,
        spread: Number.MAX_VALUE,
        sampleSize: N,
        alpha: valueAt(settings.alpha, 0),
        lowest: Number.MAX_VALUE,
        stalled: 0,
      };
      return askBlock(
        { X, c, previous: c, energies: new Float64Array(0), phase: "particles", block: 0, ...nothing },
        beginning.seed,
      );
    },
    next(told, own, space) {
      if (own.phase === "particles") {
        const alpha = alphaOf(told, settings);
        const { point, weights } = consensusPoint(told.asked, told.values, alpha);
        const agreed = {
          ...own,
          c: point,
          previous: own.c,
          alpha,
          sampleSize: effectiveSampleSize(weights),
          energies: told.values,
        };
        if (correction !== "none") {
          const asked = { rows: 1, columns: point.length, data: point };
          return {
            asked,
            own: { ...agreed, phase: "consensus" },
            isStep: false,
            batch: own.pass,
          };
        }
        return moved(told, agreed, space);
      }
      const H = driftFactors(own.energies, told.values[0]!, settings);
      return moved(told, own, space, H);
    },
    answer(own, { hasBatches }, told) {
      if ((settings.answer ?? (hasBatches ? "consensus" : "best")) === "best") return undefined;
      // On batches of particles the last block's consensus is the model; else that of the values at hand.
      return told && settings.particleBatch === undefined && own.phase === "particles"
        ? consensusPoint(told.asked, told.values, own.alpha).point
        : own.c;
    },
    reports: ({ X, spread, sampleSize, alpha }) => ({
      ...(settings.reduceEvery !== undefined && { particles: X.rows }),
      ...(spread < Number.MAX_VALUE && { spread, sampleSize }),
      alpha,
    }),
  };

  function moved(told: Told, agreed: ConsensusMemory, space: Space, H?: Float64Array): Asking<ConsensusMemory> {
    const { step, seed } = told;
    const X = { ...agreed.X, data: agreed.X.data.slice() };
    const bounds = boundsOf("consensus", settings, space.dimension);
    const sigma = sigmaOf(step, settings);
    const range: [number, number] =
      settings.update === "partial" ? [agreed.block * n, (agreed.block + 1) * n] : [0, X.rows];
    const xi = normalsOf(settings.draws, seed, step, 0, (range[1] - range[0]) * X.columns);
    moveTowards(
      X,
      agreed.c,
      xi,
      {
        drift: settings.lambda * settings.dt,
        diffusion: sigma * Math.sqrt(settings.dt),
        noise: settings.noise,
        truncation: settings.truncation,
        order: settings.order,
        correction: H,
      },
      range,
    );
    const lowest = Math.min(...agreed.energies);
    const stalled = lowest < agreed.lowest ? 0 : agreed.stalled + 1;
    const isStill =
      settings.restartBelow > 0 && step > 0 && largestChange(agreed.c, agreed.previous) < settings.restartBelow;
    const isStalled = settings.restartAfter !== undefined && stalled >= settings.restartAfter;
    if (isStill || isStalled) shake(X, (settings.restartScale ?? sigma) * Math.sqrt(settings.dt), seed, step);
    project(X, bounds, agreed.c);
    const isPassed = (agreed.block + 1) * n >= X.rows;
    const own = {
      ...agreed,
      X,
      phase: "particles",
      block: isPassed ? 0 : agreed.block + 1,
      pass: isPassed ? agreed.pass + 1 : agreed.pass,
      spread: meanDistance(X, agreed.c),
      lowest: Math.min(lowest, agreed.lowest),
      stalled: isStalled ? 0 : stalled,
    };
    const isOver = own.spread === 0 && settings.restartBelow === 0 && settings.restartAfter === undefined;
    const reduced = isPassed ? reduce(own, seed, step + 1) : own;
    return { ...askBlock(reduced, seed), ...(isOver && { outcome: "all particles are at one point" }) };
  }

  /** Leaves out particles where it is time to. */
  function reduce(own: ConsensusMemory, seed: number, step: number): ConsensusMemory {
    const { reduceEvery, particleBatch = 1 } = settings;
    const reductions = reduceEvery === undefined ? 0 : Math.floor(step / reduceEvery);
    if (reductions === own.reductions) return own;
    const { X, variance: before } = own;
    const variance = norm(variances(X));
    const q = before === 0 ? 1 : Math.min(Math.max((0.2 * variance + 0.8 * before) / before, 0.8), 1);
    const kept = Math.ceil((q * X.rows) / particleBatch) * particleBatch;
    const known = { ...own, reductions, variance };
    if (kept >= X.rows) return known;
    const rows = toRows(X);
    const order = generator(seedFor(seed, "reduction", step)).permutation(X.rows);
    return { ...known, X: fromRows(Array.from(order.subarray(0, kept), (i) => rows[i]!)) };
  }

  /** What is asked for before a step: all particles, or the next block of a random order. */
  function askBlock(own: ConsensusMemory, seed: number): Asking<ConsensusMemory> {
    const batch = own.pass;
    if (settings.particleBatch === undefined) return { asked: own.X, own, batch };
    let { X } = own;
    if (own.block === 0) {
      const order =
        settings.draws?.permutation?.(batch) ?? generator(seedFor(seed, "particles", batch)).permutation(X.rows);
      X = { ...X, data: new Float64Array(X.data.length) };
      for (let i = 0; i < X.rows; i++) {
        const from = order[i]! * X.columns;
        X.data.set(own.X.data.subarray(from, from + X.columns), i * X.columns);
      }
    }
    const data = X.data.slice(own.block * n * X.columns, (own.block + 1) * n * X.columns);
    return { asked: { rows: n, columns: X.columns, data }, own: { ...own, X }, batch };
  }

  return search(rule);
}

function alphaOf({ step, values }: Told, settings: ConsensusSettings): number {
  const { alpha, alphaGrowth, alphaCap, coolEvery, sampleShare } = settings;
  if (sampleShare !== undefined) return alphaForSampleSize(values, sampleShare);
  const doublings = coolEvery === undefined ? 0 : Math.floor(step / coolEvery);
  const start = valueAt(alpha, step);
  return start === 0 ? 0 : Math.min(start * alphaGrowth ** step * 2 ** doublings, Math.max(alphaCap, start));
}

function sigmaOf(step: number, { sigma, coolEvery }: ConsensusSettings): number {
  const times = coolEvery === undefined ? 0 : Math.floor(step / coolEvery);
  // The product of log₂(k + 1)/log₂(k + 2) over k = 1 … times.
  return valueAt(sigma, step) / Math.log2(times + 2);
}

/** H(E(x_i) − E(c)) for each particle; a particle without a value drifts, and none is held back by a consensus without. */
function driftFactors(
  energies: Float64Array,
  atConsensus: number,
  { correction, correctionWidth }: ConsensusSettings,
): Float64Array {
  return energies.map((energy) => {
    if (!Number.isFinite(energy) || !Number.isFinite(atConsensus)) return energy > atConsensus ? 1 : 0;
    const above = energy - atConsensus;
    return correction === "heaviside" ? Number(above > 0) : (1 + Math.tanh(above / correctionWidth)) / 2;
  });
}

const largestChange = (a: Float64Array, b: Float64Array): number =>
  a.reduce((largest, value, j) => Math.max(largest, Math.abs(value - b[j]!)), 0);

/** Adds normal noise of this deviation to every particle, in place. */
function shake(X: Matrix, deviation: number, seed: number, step: number): void {
  const xi = generator(seedFor(seed, "restart", step)).normals(X.data.length);
  for (let i = 0; i < X.data.length; i++) X.data[i]! += deviation * xi[i]!;
}

/** The variance of each coordinate over the particles. */
function variances({ rows, columns, data }: Matrix): Float64Array {
  const [means, squares] = [new Float64Array(columns), new Float64Array(columns)];
  for (let i = 0; i < data.length; i++) means[i % columns]! += data[i]! / rows;
  for (let i = 0; i < data.length; i++) squares[i % columns]! += (data[i]! - means[i % columns]!) ** 2 / rows;
  return squares;
}
