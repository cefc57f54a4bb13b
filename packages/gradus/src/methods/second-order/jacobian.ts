import { grad, numpy as np, vmap } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { HasResiduals } from "../../core/problem.ts";
import { type Compiled, compile } from "../../engine/compile.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";

/*
 * Methods of this room see a batch as conditions r_a(θ) = 0, one a sample, and want the derivative of each: the rows of
 * a Jacobian. Where samples do not touch each other, that is one gradient mapped over the samples. Where they do (or
 * where there are no batches to cut), each row is a gradient through the whole batch.
 */

/** What a condition is. */
export type ConditionOptions = {
  /**
   * "samples": one for each sample, its residual r where that is a number, else its loss ½ mean r² over the entries.
   * "entries": one for each entry of the residuals.
   */
  of: "samples" | "entries";
  /** Samples whose losses are averaged into one condition. Default 1. */
  group?: number;
};

/** Conditions a to b − 1. */
type Range = [a: number, b: number];

/** A problem's conditions on one batch at some parameters: their values, and what is needed of their derivatives. */
export interface Conditions {
  readonly values: Float64Array;
  /** Whether values are residuals, of either sign; else they are losses. */
  readonly isSigned: boolean;
  /** Entries of all parameters. */
  readonly parameters: number;
  /** Derivatives of some conditions with respect to one array of the parameters, or to all of them side by side. */
  rows(range: Range, leaf?: number): Promise<Matrix>;
  /** Inner products of all derivatives, in the parameters' precision: of float32, some times faster than from `rows`. */
  gram(): Promise<Matrix>;
  /** Σ_a w_a ∇value_a by one gradient, without the Jacobian. */
  combine(weights: Float64Array): Promise<Float64Array>;
}

/** The programs that evaluate a problem's conditions. */
export interface ConditionPrograms<P> {
  /** Borrows both; they must live for as long as the conditions are asked. */
  at(params: P, batch: Tree[]): Promise<Conditions>;
  /** θ + u and the objective there on a batch: half the mean square of the residuals. Borrows θ, consumes the batch. */
  move(params: P, update: Float64Array, batch: Tree[]): Promise<{ params: P; value: number }>;
  /** The objective. Borrows the parameters, consumes the batch. */
  objective(params: P, batch: Tree[]): Promise<number>;
  dispose(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express tuples of trees.
type Any = any;
const mapOver = vmap as unknown as (f: Any, axes: (number | null)[]) => (...args: Any[]) => Any;
const gradient = grad as unknown as (f: Any) => Any;

/** Compiles what is asked of a problem's conditions. Each program is compiled when it is first needed. */
export function conditionPrograms<P extends Tree, B>(
  problem: HasResiduals<P, B>,
  { of, group = 1 }: ConditionOptions,
): ConditionPrograms<P> {
  const residualsOn = (params: P, batch: Tree[]) => problem.residuals(params, batch[0] as B);
  const objectiveOn = (params: P, batch: Tree[]) => np.square(residualsOn(params, batch)).mean().mul(0.5);

  /** The conditions of a batch, as a vector. */
  const valuesOn = (params: P, batch: Tree[]) => {
    const r = residualsOn(params, batch);
    if (of === "entries" || (group === 1 && r.ndim === 1)) return r.reshape([-1]);
    return np
      .square(r.reshape([r.shape[0]! / group, -1]))
      .mean(1)
      .mul(0.5);
  };

  const programs = new Map<string, Compiled<Any>>();
  const program = (name: string, make: () => Any): Compiled<Any> => {
    let known = programs.get(name);
    if (known === undefined) {
      known = compile(make());
      programs.set(name, known);
    }
    return known;
  };

  /** Jacobian rows with respect to some arrays, a panel for each. `unit`: which conditions, where samples are not mapped. */
  const rowsProgram = (leaf: number | undefined, { isMapped, entries }: Layout, isTransposed = false) =>
    program(
      `rows ${leaf} ${isMapped} ${entries} ${isTransposed}`,
      () => (params: P, batch: Tree[], unit: np.Array[]) => {
        const [leaves, definition] = tree.flatten<np.Array>(params);
        const isFree = (i: number) => leaf === undefined || leaf === i;
        const free = leaves.filter((_, i) => isFree(i));
        const fixed = leaves.filter((_, i) => !isFree(i));
        const isSingle = isMapped && entries === 1;

        const condition = (free: np.Array[], fixed: np.Array[], samples: Tree[], direction: np.Array[]) => {
          const [f, g] = [[...free], [...fixed]];
          const all = leaves.map((_, i) => (isFree(i) ? f.shift()! : g.shift()!));
          const values = valuesOn(tree.unflatten(definition, all) as P, samples);
          return isSingle ? values.reshape([]) : np.dot(values, direction[0]!);
        };
        // From the inside: over directions where there are several, over samples where they are apart.
        const axes: (number | null)[][] = [];
        if (!isSingle) axes.push([null, null, null, 0]);
        if (isMapped) axes.push([null, null, 0, null]);
        const derivative = axes.reduce((f, axis) => mapOver(f, axis), gradient(condition));
        const samples = isMapped ? (tree.map((leaf) => inGroups(leaf, group), batch as Tree) as Tree[]) : batch;
        const directions = isMapped && !isSingle ? [np.eye(entries, undefined, { dtype: leaves[0]!.dtype })] : unit;

        return tree.leaves<np.Array>(derivative(free, fixed, samples, directions)).map((panel) => {
          const count = panel.shape.slice(0, axes.length).reduce((product, n) => product * n, 1);
          const rows = panel.reshape([count, panel.size / count]);
          return isTransposed ? np.transpose(rows) : rows;
        });
      },
    );
  // A program of its own: in one with the rows, products would be taken along the longer way through memory.
  const innerProducts = () =>
    program("inner products", () => (columns: np.Array[]) => {
      const products = columns.map((panel) => np.dot(np.transpose(panel.ref), panel));
      return products.reduce((sum, product) => sum.add(product));
    });

  const values = () => program("values", () => valuesOn);
  const objective = () => program("objective", () => objectiveOn);
  const first = () => program("first residual", () => (params: P, batch: Tree[]) => residualsOn(params, batch));
  const combination = () =>
    program("combination", () => (params: P, batch: Tree[], weights: np.Array) => {
      const weighted = (params: P, batch: Tree[], weights: np.Array) => np.dot(valuesOn(params, batch), weights);
      return tree.toVector(gradient(weighted)(params, batch, weights) as Tree);
    });
  const moved = () =>
    program("move", () => (params: P, update: np.Array, batch: Tree[]) => {
      const change = tree.fromVector(update, params);
      const next = tree.add(params, change);
      return [tree.ref(next), objectiveOn(next, batch)];
    });

  const layouts = new Map<string, Promise<Layout>>();
  const layoutOf = (params: P, batch: Tree[]): Promise<Layout> => {
    const key = tree
      .leaves<np.Array>(batch)
      .map(({ shape }) => shape.join())
      .join(";");
    let layout = layouts.get(key);
    if (layout === undefined) {
      layout = inspect(params, batch);
      layouts.set(key, layout);
    }
    return layout;
  };

  /** Finds out whether samples can be taken one by one: that their first residual is the same with the others and alone. */
  const inspect = async (params: P, batch: Tree[]): Promise<Layout> => {
    const residuals = first()(tree.ref(params), tree.ref(batch)) as np.Array;
    const { shape, size } = residuals;
    const [samples = 1] = shape;
    const own = (await residuals.data()).slice(0, size / samples);
    const layout = {
      isSigned: of === "entries" || (group === 1 && shape.length === 1),
      entries: of === "entries" ? size / samples : 1,
      samples,
    };
    if (samples % group !== 0) {
      throw new OptionError(`microbatch must divide the ${samples} samples of a batch, got ${group}`);
    }
    const axes = tree.leaves<np.Array>(batch).map((leaf) => leaf.shape[0]);
    if (axes.length === 0 || axes.some((n) => n !== samples)) return { ...layout, isMapped: false };
    const alone = await first()(tree.ref(params), cut(batch, 0, 1)).data();
    const isMapped = own.every(
      (value: number, i: number) => Math.abs(alone[i] - value) <= 1e-3 * Math.abs(value) + 1e-6,
    );
    return { ...layout, isMapped };
  };

  return {
    async at(params, batch) {
      const layout = await layoutOf(params, batch);
      const { isSigned, isMapped, entries } = layout;
      const dtype = tree.dtypeOf(params);
      const own = Float64Array.from(await values()(tree.ref(params), tree.ref(batch)).data());
      const perSample = entries / group;
      const conditionsFrom = (a: number, b: number): [Tree[], np.Array[]] =>
        isMapped
          ? [cut(batch, a / perSample, b / perSample), []]
          : [tree.ref(batch), [unitVectors(a, b, own.length, dtype)]];
      return {
        values: own,
        isSigned,
        parameters: tree.size(params),
        async rows([a, b], leaf) {
          return sideBySide(b - a, rowsProgram(leaf, layout)(tree.ref(params), ...conditionsFrom(a, b)));
        },
        async gram() {
          const rows = rowsProgram(undefined, layout, true);
          const columns = rows(tree.ref(params), ...conditionsFrom(0, own.length));
          const products = await innerProducts()(columns).data();
          return { rows: own.length, columns: own.length, data: Float64Array.from(products) };
        },
        async combine(weights) {
          const sum = combination()(tree.ref(params), tree.ref(batch), toVector(weights, dtype));
          return Float64Array.from(await sum.data());
        },
      };
    },
    async move(params, update, batch) {
      const [next, value] = moved()(tree.ref(params), toVector(update, tree.dtypeOf(params)), batch);
      return { params: next, value: (await value.data())[0] };
    },
    async objective(params, batch) {
      return (await objective()(tree.ref(params), batch).data())[0];
    },
    dispose() {
      for (const known of programs.values()) known.dispose();
    },
  };
}

/** What is known of a kind of batch. */
type Layout = {
  samples: number;
  isSigned: boolean;
  /** Conditions a sample. */
  entries: number;
  /** Samples can be taken one by one. */
  isMapped: boolean;
};

/** Samples a to b − 1. Borrows the batch. */
const cut = (batch: Tree[], a: number, b: number): Tree[] =>
  tree.map((leaf) => (a === 0 && b === leaf.shape[0] ? leaf : leaf.slice([a, b])), tree.ref(batch) as Tree) as Tree[];

/** Samples in groups, along an axis of their own. Traceable; consumes the leaf. */
const inGroups = (leaf: np.Array, group: number): np.Array =>
  leaf.reshape([leaf.shape[0]! / group, group, ...leaf.shape.slice(1)]);

/** One matrix of several with as many rows. Consumes them. */
async function sideBySide(rows: number, panels: np.Array[]): Promise<Matrix> {
  const widths = panels.map((panel) => panel.shape[1]!);
  const result = zeros(
    rows,
    widths.reduce((sum, width) => sum + width, 0),
  );
  let start = 0;
  for (const [p, width] of widths.entries()) {
    const panel = (await panels[p]!.data()) as Float64Array | Float32Array;
    for (let i = 0; i < rows; i++) {
      result.data.set(panel.subarray(i * width, (i + 1) * width), i * result.columns + start);
    }
    start += width;
  }
  return result;
}

/** Rows a to b − 1 of the identity of size n. */
function unitVectors(a: number, b: number, n: number, dtype: np.DType): np.Array {
  const data = dtype === np.float64 ? new Float64Array((b - a) * n) : new Float32Array((b - a) * n);
  for (let i = a; i < b; i++) data[(i - a) * n + i] = 1;
  return np.array(data, { shape: [b - a, n], dtype });
}

const toVector = (values: Float64Array, dtype: np.DType): np.Array =>
  np.array(dtype === np.float64 ? values.slice() : Float32Array.from(values), { dtype });
