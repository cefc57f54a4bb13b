import type { JsTree, numpy as np } from "@jax-js/jax";
import { OptionError, unknownName } from "../core/errors.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";

/**
 * A choice for each array of the parameters: one value for all, a tree of values in the nesting of the parameters
 * (a value may stand for a whole branch), or a function of an array's path ("layers.0.weight"; "" where the parameters
 * are one array) and the array, of which it may read shape, ndim and dtype.
 */
export type PerLeaf<T> = JsTree<T> | ((path: string, array: np.Array) => T);

/** Which arrays of the parameters: `(path, array) => array.ndim > 1`, or `{ encoder: false, head: true }`. */
export type Mask = PerLeaf<boolean>;

type Kind<T> = T extends boolean ? "boolean" : "string";
const expected = { boolean: "true or false", string: "a label" };

/**
 * The values of a choice in the order of the leaves. Borrows `params`.
 * @param owner what to blame: "masked: mask".
 * @throws {OptionError} naming the path where the choice does not fit the parameters.
 */
export function chooseLeaves<T extends boolean | string>(
  owner: string,
  kind: Kind<T>,
  choice: PerLeaf<T>,
  params: Tree,
): T[] {
  return readLeaves(owner, choice, params, (value, path) => {
    if (typeof value === kind) return value as T;
    throw new OptionError(`${owner} must give ${expected[kind]} for ${named(path)}, got ${shown(value)}`);
  });
}

/**
 * What is said about each leaf, read by `read`, in the order of the leaves. Borrows `params`.
 * @throws {OptionError} naming the path where the choice has something that the parameters have not.
 */
export function readLeaves<T>(
  owner: string,
  choice: unknown,
  params: Tree,
  read: (value: unknown, path: string, array: np.Array) => T,
): T[] {
  const walk = (node: unknown, path: string, choice: unknown): T[] => {
    const keys = keysOf(node);
    if (!keys) {
      const value = typeof choice === "function" ? choice(path, node) : choice;
      return [read(value, path, node as np.Array)];
    }
    const at = (key: string) => (path === "" ? key : `${path}.${key}`);
    // An empty list is where an outer selection has taken an array out; whatever is said about it has no bearing.
    const branch = typeof choice === "object" && keys.length > 0 ? (choice as Record<string, unknown>) : undefined;
    const stray = Object.keys(branch ?? {}).find((key) => !keys.includes(key));
    if (stray !== undefined) throw new OptionError(`${owner}: ${unknownName("parameter", at(stray), keys.map(at))}`);
    return keys.flatMap((key) => walk((node as typeof branch)![key], at(key), branch ? branch[key] : choice));
  };
  return walk(params, "", choice);
}

/** A leaf in a message. */
export const named = (path: string) => (path === "" ? "the parameters" : `'${path}'`);
const shown = (value: unknown) => (typeof value === "object" ? "a branch" : String(value));

/** The keys of a branch; nothing for a leaf. */
function keysOf(node: unknown): string[] | undefined {
  const isBranch = Array.isArray(node) || (node as object).constructor === Object;
  return isBranch ? Object.keys(node as object) : undefined;
}

/** The chosen leaves of a tree in their places, with an empty list in place of each other leaf. Moves arrays, owns none. */
export function keep(whole: Tree, isChosen: readonly boolean[]): Tree {
  const [leaves, definition] = tree.flatten<np.Array>(whole);
  return tree.unflatten(definition, leaves.map((leaf, i) => (isChosen[i] ? leaf : [])) as np.Array[]) as Tree;
}

/** The whole tree with the leaves of `part` in the chosen places. Moves arrays, owns none. */
export function put(whole: Tree, isChosen: readonly boolean[], part: Tree): Tree {
  const [leaves, definition] = tree.flatten<np.Array>(whole);
  const next = tree.leaves<np.Array>(part).values();
  return tree.unflatten(
    definition,
    leaves.map((leaf, i) => (isChosen[i] ? next.next().value! : leaf)),
  ) as Tree;
}
