import type { z } from "zod";
import { count, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { identity, type Matrix, toRows, zeros } from "../../engine/linear-algebra/matrix.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { Asking, PopulationRule } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, project, type Space, type SpaceSettings, spaceOptions } from "./space.ts";

export const cmaEsOptions = schema.object({
  /** λ ≥ 2 samples a step. Default 4 + ⌊3 ln d⌋ (Hansen 2016). */
  samples: schema.int("must be a whole number ≥ 2").min(2, "must be a whole number ≥ 2").optional(),
  /** σ > 0, first step size. Default 0.3 of the mean width of the bounds or domain (Hansen 2016), else 0.5. */
  sigma: positive().optional(),
  /** Where the mean begins: at the problem's start or at random in bounds or domain. Default "start". */
  from: schema.enum(["start", "random"], "must be 'start' or 'random'").default("start"),
  /** Finished where σ times the longest axis is at most this. Default 1e-12. */
  tolerance: nonnegative().default(1e-12),
  /** Steps between decompositions of C. Default ⌈1/(10 d (c₁ + c_μ))⌉ (Hansen 2016). */
  decomposeEvery: count().optional(),
  /** A box that the search stays in: lower and upper, a number for all coordinates or one for each. Default none. */
  bounds: spaceOptions.bounds,
});

export type CmaEsOptions = z.input<typeof cmaEsOptions>;

/** m, σ, C and its axes B diag(D), the two paths; names as in the tutorial. */
type CmaEsMemory = {
  m: Float64Array;
  sigma: number;
  C: Matrix;
  B: Matrix;
  D: Float64Array;
  pSigma: Float64Array;
  pC: Float64Array;
};

/**
 * CMA-ES: samples from a normal distribution whose mean, step size and covariance learn from the better half.
 *
 *     x_k = m + σ B D z_k,  z_k ~ N(0, I);   m ← Σ_{i ≤ μ} w_i x_{i:λ},   y_w = (m' − m)/σ
 *     p_σ ← (1 − c_σ) p_σ + √(c_σ (2 − c_σ) μ_eff) C^{−1/2} y_w,   σ ← σ exp(c_σ/d_σ (‖p_σ‖/E‖N(0, I)‖ − 1))
 *     p_c ← (1 − c_c) p_c + h_σ √(c_c (2 − c_c) μ_eff) y_w
 *     C ← (1 − c_1 − c_μ Σ w_j + c_1 (1 − h_σ) c_c (2 − c_c)) C + c_1 p_c p_cᵀ + c_μ Σ w_i° y_i y_iᵀ
 *
 * All λ samples have weights, negative ones for the worse half. It does not change under monotone transformations of the
 * objective, nor under rotations. Samples beyond `bounds` are put on them.
 *
 * Cost per step: λ evaluations, λ d² operations, and every few steps 9 d³ for the axes; memory: 2 d² numbers. Reports σ.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source N. Hansen, The CMA Evolution Strategy: A Tutorial, 2016, arXiv 1604.00772, figure 6 and table 1.
 * @example
 * const { answer } = await minimize(rosenbrock({ dimension: 5 }), cmaEs({ sigma: 0.5 }), { steps: 400 });
 */
export function cmaEs(options: CmaEsOptions = {}): Search<CmaEsMemory> {
  const settings = readOptions("cma-es", cmaEsOptions, options);
  const boxOf = (space: Space) => boundsOf("cma-es", settings as unknown as SpaceSettings, space.dimension);

  function sampled(own: CmaEsMemory, seed: number, step: number, space: Space): Asking<CmaEsMemory> {
    const { dimension: d } = space;
    const { lambda } = constants(d, settings.samples);
    const random = generator(seedFor(seed, "samples", step));
    const X = zeros(lambda, d);
    for (const row of toRows(X)) {
      const z = random.normals(d);
      for (let i = 0; i < d; i++) {
        let y = 0;
        for (let j = 0; j < d; j++) y += own.B.data[i * d + j]! * own.D[j]! * z[j]!;
        row[i] = own.m[i]! + own.sigma * y;
      }
    }
    return { asked: project(X, boxOf(space), own.m), own };
  }

  const rule: PopulationRule<CmaEsMemory> = {
    name: "cma-es",
    begin({ space, seed, start }) {
      const { dimension: d } = space;
      const box = boxOf(space) ?? space.domain;
      const random = generator(seedFor(seed, "mean"));
      const isRandom = settings.from === "random" && box;
      const m = isRandom ? box.lower.map((low, j) => low + (box.upper[j]! - low) * random.uniform()) : start.slice();
      const widths = box?.lower.map((low, j) => box.upper[j]! - low);
      const sigma = settings.sigma ?? (widths ? (0.3 * widths.reduce((sum, w) => sum + w, 0)) / d || 0.5 : 0.5);
      const [pSigma, pC] = [new Float64Array(d), new Float64Array(d)];
      return sampled(
        { m, sigma, C: identity(d), B: identity(d), D: new Float64Array(d).fill(1), pSigma, pC },
        seed,
        0,
        space,
      );
    },
    next({ seed, step, asked, values }, own, space) {
      const { dimension: d } = space;
      const K = constants(d, settings.samples);
      const rows = toRows(asked);
      const order = rows.map((_, i) => i).sort((a, b) => (values[a] === values[b] ? a - b : values[a]! - values[b]!));
      // Without any value nothing can be learned.
      if (!Number.isFinite(values[order[0]!]!)) return sampled(own, seed, step + 1, space);

      const Y = order.map((i) => rows[i]!.map((x, j) => (x - own.m[j]!) / own.sigma));
      const yw = new Float64Array(d);
      for (let i = 0; i < K.mu; i++) for (let j = 0; j < d; j++) yw[j]! += K.weights[i]! * Y[i]![j]!;
      const m = own.m.map((x, j) => x + own.sigma * yw[j]!);

      const white = whitened(own, yw);
      const pull = Math.sqrt(K.cSigma * (2 - K.cSigma) * K.muEff);
      const pSigma = own.pSigma.map((p, j) => (1 - K.cSigma) * p + pull * white[j]!);
      const length = norm(pSigma);
      const sigma = own.sigma * Math.exp(Math.min(1, (K.cSigma / K.dSigma) * (length / K.chi - 1)));
      const settled = Math.sqrt(1 - (1 - K.cSigma) ** (2 * (step + 1)));
      const h = Number(length / settled < (1.4 + 2 / (d + 1)) * K.chi);
      const reach = h * Math.sqrt(K.cC * (2 - K.cC) * K.muEff);
      const pC = own.pC.map((p, j) => (1 - K.cC) * p + reach * yw[j]!);

      const total = K.weights.reduce((sum, w) => sum + w, 0);
      const kept = 1 - K.c1 - K.cMu * total + K.c1 * (1 - h) * K.cC * (2 - K.cC);
      const scales = K.weights.map((w, i) =>
        w >= 0 ? w : (w * d) / Math.max(norm(whitened(own, Y[i]!)) ** 2, 1e-300),
      );
      const C = { ...own.C, data: own.C.data.map((value) => kept * value) };
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) {
          let sum = K.c1 * pC[i]! * pC[j]!;
          for (let k = 0; k < Y.length; k++) sum += K.cMu * scales[k]! * Y[k]![i]! * Y[k]![j]!;
          C.data[i * d + j]! += sum;
          if (i !== j) C.data[j * d + i] = C.data[i * d + j]!;
        }
      }

      const every = settings.decomposeEvery ?? Math.max(1, Math.ceil(1 / (10 * d * (K.c1 + K.cMu))));
      let { B, D } = own;
      let outcome = "";
      if ((step + 1) % every === 0) {
        const { values: lambdas, vectors } = symmetricEigen(C);
        // Rounding may make a tiny eigenvalue negative; one that is large and negative ends the run.
        const floor = 1e-14 * Math.max(...lambdas);
        B = vectors;
        D = lambdas.map((value) => Math.sqrt(Math.max(value, floor)));
        if (!D.every((value) => value > 0 && Number.isFinite(value)))
          outcome = "the covariance is not positive definite";
      }
      if (!Number.isFinite(sigma)) outcome = `the step size became ${sigma}`;
      const longest = sigma * Math.max(...D);
      if (longest <= settings.tolerance) outcome = `the longest axis is ${longest.toPrecision(2)}`;
      if (outcome) return { asked, own: { ...own, m }, outcome };
      return sampled({ m, sigma, C, B, D, pSigma, pC }, seed, step + 1, space);
    },
    answer: (own, { hasBatches }) => (hasBatches ? own.m : undefined),
    reports: ({ sigma }) => ({ sigma }),
  };
  return search(rule);
}

/** C^{−1/2} y = B D⁻¹ Bᵀ y. */
function whitened({ B, D }: CmaEsMemory, y: Float64Array): Float64Array {
  const d = y.length;
  const result = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    let along = 0;
    for (let i = 0; i < d; i++) along += B.data[i * d + j]! * y[i]!;
    along /= D[j]!;
    for (let i = 0; i < d; i++) result[i]! += B.data[i * d + j]! * along;
  }
  return result;
}

/** The strategy's constants, table 1 of the tutorial. */
function constants(d: number, samples?: number) {
  const lambda = samples ?? 4 + Math.floor(3 * Math.log(d));
  const mu = Math.floor(lambda / 2);
  const raw = Array.from({ length: lambda }, (_, i) => Math.log((lambda + 1) / 2) - Math.log(i + 1));
  const sums = (weights: number[]) => ({
    sum: weights.reduce((sum, w) => sum + w, 0),
    squares: weights.reduce((sum, w) => sum + w * w, 0),
  });
  const [better, worse] = [sums(raw.slice(0, mu)), sums(raw.slice(mu))];
  const muEff = better.sum ** 2 / better.squares;
  const muEffWorse = worse.squares > 0 ? worse.sum ** 2 / worse.squares : 0;
  const c1 = 2 / ((d + 1.3) ** 2 + muEff);
  const cMu = Math.min(1 - c1, (2 * (0.25 + muEff + 1 / muEff - 2)) / ((d + 2) ** 2 + muEff));
  const cC = (4 + muEff / d) / (d + 4 + (2 * muEff) / d);
  const cSigma = (muEff + 2) / (d + muEff + 5);
  const dSigma = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (d + 1)) - 1) + cSigma;
  const alpha = Math.min(1 + c1 / cMu, 1 + (2 * muEffWorse) / (muEff + 2), (1 - c1 - cMu) / (d * cMu));
  const negative = raw.reduce((sum, w) => sum + Math.max(0, -w), 0);
  const weights = raw.map((w) => (w >= 0 ? w / better.sum : negative > 0 ? (Math.max(0, alpha) * w) / negative : 0));
  const chi = Math.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d));
  return { lambda, mu, muEff, c1, cMu, cC, cSigma, dSigma, weights, chi };
}
