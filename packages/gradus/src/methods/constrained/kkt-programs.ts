import { jvp, numpy as np, random, valueAndGrad } from "@jax-js/jax";
import { CapabilityError, OptionError } from "../../core/errors.ts";
import { type HasConstraints, type HasInitial, type HasLoss, requireCapabilities } from "../../core/problem.ts";
import { compile } from "../../engine/compile.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";

/*
 * min f(x) subject to c(x) = 0, seen from the host in float64: f, c and ∇ₓL in one backward pass for any number of
 * constraints, and one pass along a direction v that gives both ∇²ₓₓL v and G v.
 *
 * L = f + λᵀ c,  ∇L = (∇ₓL, c),  G = ∇c (m × n)
 */

/** A problem with equality constraints. */
export type EqualityConstrained<P> = HasInitial<P> & HasLoss<P> & HasConstraints<P>;

/** f and c at a point. */
export type Values = { value: number; constraints: Float64Array };

/** A place for x and λ together, with what is known there. */
export type KktPoint = Values & {
  x: Float64Array;
  multipliers: Float64Array;
  /** ∇ₓL = ∇f + Gᵀ λ */
  lagrangianGradient: Float64Array;
};

/** ∇²ₓₓL (n × n) and G (m × n). */
export type KktMatrices = { H: Matrix; G: Matrix };

/** What was asked of the problem. */
export type KktCalls = { loss: number; gradient: number; hessianVectorProduct: number };

export type KktPrograms<P> = {
  /** Where runs begin, with λ⁰. */
  start(seed: number, calls: KktCalls): Promise<KktPoint>;
  /** f, c and ∇ₓL: counts as one gradient. */
  evaluate(x: Float64Array, multipliers: Float64Array, calls: KktCalls): Promise<KktPoint>;
  /** f and c: counts as one loss. */
  values(x: Float64Array, calls: KktCalls): Promise<Values>;
  /** ∇²ₓₓL and G, column by column: n products. */
  matrices(x: Float64Array, multipliers: Float64Array, calls: KktCalls): Promise<KktMatrices>;
  /** The parameters as the problem has them; the caller owns them. */
  params(x: Float64Array): P;
  dispose(): void;
};

/** ‖(∇ₓL, c)‖ */
export const kktResidual = ({ lagrangianGradient, constraints }: KktPoint): number =>
  Math.hypot(...lagrangianGradient, ...constraints);

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express auxiliary outputs of trees.
type Any = any;

const array = (values: Float64Array) => np.array(values.slice(), { dtype: np.float64 });
const onHost = async (values: np.Array) => Float64Array.from(await values.data());

/**
 * Compiles what constrained methods ask.
 *
 * @throws {CapabilityError} if the problem lacks a start, a loss or constraints, has batches, or is not in float64.
 */
export function kktPrograms<P extends Tree>(owner: string, problem: EqualityConstrained<P>): KktPrograms<P> {
  requireCapabilities(owner, problem, ["initial", "loss", "constraints"]);
  if ((problem as { batches?: unknown }).batches !== undefined) {
    throw new CapabilityError(`${owner} needs a loss without batches, and this problem has them`);
  }
  let known: P | undefined;
  /** The parameters' shapes: of any start, since a run that goes on from a checkpoint has none of its own. */
  const template = () => {
    known ??= doubles(problem.initial(random.key(0)));
    return known;
  };
  const doubles = (params: P): P => {
    const dtype = tree.dtypeOf(params);
    if (dtype === np.float64) return params;
    tree.dispose(params);
    throw new CapabilityError(`${owner} needs parameters in float64, got ${dtype}`);
  };

  const both = (x: np.Array): [np.Array, np.Array] => {
    const params = tree.fromVector(x, template());
    return [problem.loss(tree.ref(params), undefined), problem.constraints(params)];
  };
  const lagrangian = (x: np.Array, multipliers: np.Array): [np.Array, [np.Array, np.Array]] => {
    const [f, c] = both(x);
    return [f.ref.add(multipliers.mul(c.ref).sum()), [f, c]];
  };
  const first = compile((x: np.Array, multipliers: np.Array) => {
    const [[value, [f, c]], gradient] = (valueAndGrad as Any)(lagrangian, { hasAux: true })(x, multipliers);
    value.dispose();
    return [f, c, gradient] as [np.Array, np.Array, np.Array];
  });
  const values = compile((x: np.Array) => both(x));
  // Reverse over forward, as for other Hessians: the derivative of L along v, and its gradient.
  const along = compile((x: np.Array, multipliers: np.Array, v: np.Array) => {
    const slope = (at: np.Array): [np.Array, np.Array] => {
      const [[L, c], [dL, dc]] = (jvp as Any)(
        (y: np.Array) => {
          const [f, c] = both(y);
          return [f.add(multipliers.ref.mul(c.ref).sum()), c];
        },
        [at],
        [v.ref],
      );
      L.dispose();
      c.dispose();
      return [dL, dc];
    };
    const [[dL, Gv], Hv] = (valueAndGrad as Any)(slope, { hasAux: true })(x);
    dL.dispose();
    multipliers.dispose();
    v.dispose();
    return [Hv, Gv] as [np.Array, np.Array];
  });

  const evaluate = async (x: Float64Array, multipliers: Float64Array, calls: KktCalls): Promise<KktPoint> => {
    calls.gradient++;
    const [f, c, gradient] = await Promise.all(first(array(x), array(multipliers)).map(onHost));
    return { x, multipliers, value: f![0]!, constraints: c!, lagrangianGradient: gradient! };
  };

  const valuesAt = async (x: Float64Array, calls: KktCalls): Promise<Values> => {
    calls.loss++;
    const [f, c] = await Promise.all(values(array(x)).map(onHost));
    return { value: f![0]!, constraints: c! };
  };

  return {
    evaluate,
    values: valuesAt,
    async start(seed, calls) {
      const x = await onHost(tree.toVector(doubles(problem.initial(random.key(seedFor(seed, "initial"))))));
      const { length } = (await valuesAt(x, calls)).constraints;
      const given = problem.initialMultipliers ?? new Float64Array(length);
      if (given.length !== length) {
        throw new OptionError(`${owner}: initialMultipliers must have ${length} entries, got ${given.length}`);
      }
      return evaluate(x, Float64Array.from(given), calls);
    },
    async matrices(x, multipliers, calls) {
      const n = x.length;
      const m = multipliers.length;
      const H = zeros(n, n);
      const G = zeros(m, n);
      for (let j = 0; j < n; j++) {
        calls.hessianVectorProduct++;
        const unit = new Float64Array(n);
        unit[j] = 1;
        const [Hv, Gv] = await Promise.all(along(array(x), array(multipliers), array(unit)).map(onHost));
        for (let i = 0; i < n; i++) H.data[i * n + j] = Hv![i]!;
        for (let i = 0; i < m; i++) G.data[i * n + j] = Gv![i]!;
      }
      return { H: symmetric(H), G };
    },
    params: (x) => tree.fromVector(array(x), template()),
    dispose() {
      if (known !== undefined) tree.dispose(known);
      known = undefined;
      for (const program of [first, values, along]) program.dispose();
    },
  };
}

/** ½ (H + Hᵀ): decompositions read one triangle only. */
function symmetric({ rows: n, data }: Matrix): Matrix {
  return { rows: n, columns: n, data: data.map((value, k) => (value + data[(k % n) * n + Math.floor(k / n)]!) / 2) };
}
