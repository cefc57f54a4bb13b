import { type JsTree, tree as jaxTree, numpy as np } from "@jax-js/jax";

/** Arrays in any nesting of objects and lists: parameters, gradients, states. */
export type Tree = JsTree<np.Array>;

/** Numbers in any nesting of objects and lists. */
export type NumberTree = JsTree<number>;

export const { ref, dispose, leaves, flatten, unflatten, structure } = jaxTree;

type LeafFunction = (...arrays: np.Array[]) => np.Array;

/** Applies `f` leaf by leaf to trees of one structure. Consumes the trees (each leaf is handed to `f`). */
export function map<T extends Tree>(f: LeafFunction, first: T, ...rest: Tree[]): T {
  return jaxTree.map(f as (...args: np.Array[]) => np.Array, first as Tree, ...rest) as T;
}

/** Applies `f`, which returns several arrays, leaf by leaf; returns one tree per array. Consumes the trees. */
export function mapToMany(f: (...arrays: np.Array[]) => np.Array[], first: Tree, ...rest: Tree[]): Tree[] {
  const [firstLeaves, definition] = flatten<np.Array>(first);
  const restLeaves = rest.map((tree) => leaves<np.Array>(tree));
  const rows = firstLeaves.map((leaf, i) => f(leaf, ...restLeaves.map((list) => list[i]!)));
  return (rows[0] ?? []).map(
    (_, j) =>
      unflatten(
        definition,
        rows.map((row) => row[j]!),
      ) as Tree,
  );
}

/** Sums the scalars `f` gives for each leaf. Consumes the trees. */
export function total(f: LeafFunction, first: Tree, ...rest: Tree[]): np.Array {
  const restLeaves = rest.map((tree) => leaves<np.Array>(tree));
  const parts = leaves<np.Array>(first).map((leaf, i) => f(leaf, ...restLeaves.map((list) => list[i]!)));
  return parts.reduce((sum, part) => sum.add(part));
}

/** a + b, leaf by leaf. Consumes both. */
export const add = <T extends Tree>(a: T, b: Tree): T => map((x, y) => x.add(y), a, b);

/** a − b, leaf by leaf. Consumes both. */
export const subtract = <T extends Tree>(a: T, b: Tree): T => map((x, y) => x.sub(y), a, b);

/** factor · a, leaf by leaf. Consumes `a`; borrows `factor` (a number, or a scalar of the leaves' dtype). */
export const scale = <T extends Tree>(a: T, factor: number | np.Array): T =>
  map((x) => x.mul(typeof factor === "number" ? factor : factor.ref), a);

/** ⟨a, b⟩ over all leaves: a scalar. Consumes both. */
export const dot = (a: Tree, b: Tree): np.Array => total((x, y) => x.mul(y).sum(), a, b);

/** ‖a‖² over all leaves: a scalar. Consumes `a`. */
export const squaredNorm = (a: Tree): np.Array => total((x) => np.square(x).sum(), a);

/** ‖a‖₂ over all leaves: a scalar. Consumes `a`. */
export const norm = (a: Tree): np.Array => np.sqrt(squaredNorm(a));

/** max |a_i| over all leaves: a scalar. Consumes `a`. */
export const maximumNorm = (a: Tree): np.Array =>
  leaves<np.Array>(a)
    .map((x) => np.absolute(x).max())
    .reduce((largest, x) => np.maximum(largest, x));

/** Zeros in the shapes and dtypes of `a`. Borrows `a`. */
export const zerosLike = <T extends Tree>(a: T): T => fullLike(a, 0);

/** `value` in the shapes and dtypes of `a`. Borrows `a`. */
export const fullLike = <T extends Tree>(a: T, value: number): T =>
  map((x) => np.full(x.shape, value, { dtype: x.dtype }), a);

/** Casts every leaf. Consumes `a`. */
export const cast = <T extends Tree>(a: T, dtype: np.DType): T => map((x) => x.astype(dtype), a);

/** Picks `a` where the scalar `condition` is true, else `b`, leaf by leaf. Consumes both; borrows `condition`. */
export const select = <T extends Tree>(condition: np.Array, a: T, b: Tree): T =>
  map((x, y) => np.where(condition.ref, x, y), a, b);

/** The number of entries in all leaves. Borrows `a`. */
export const size = (a: Tree): number => leaves<np.Array>(a).reduce((sum, x) => sum + x.size, 0);

/** The one dtype of all leaves. Borrows `a`; throws where leaves differ, since a float64 method would lose precision silently. */
export function dtypeOf(a: Tree): np.DType {
  const dtypes = [...new Set(leaves<np.Array>(a).map((x) => x.dtype))];
  if (dtypes.length !== 1) {
    throw new TypeError(`parameters must share one dtype, got ${dtypes.join(" and ") || "no arrays"}`);
  }
  return dtypes[0]!;
}

/** All entries as one vector, leaf after leaf. Consumes `a`. */
export const toVector = (a: Tree): np.Array => np.concatenate(leaves<np.Array>(a).map((x) => x.ravel()));

/** Cuts a vector into the shapes of `like`. Consumes `vector`; borrows `like`. */
export function fromVector<T extends Tree>(vector: np.Array, like: T): T {
  const [shapes, definition] = flatten<np.Array>(like);
  let start = 0;
  const parts = shapes.map((leaf) => {
    const end = start + leaf.size;
    const part = vector.ref.slice([start, end]).reshape(leaf.shape);
    start = end;
    return part;
  });
  vector.dispose();
  return unflatten(definition, parts) as T;
}
