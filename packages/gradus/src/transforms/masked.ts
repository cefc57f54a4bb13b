import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { answerOf, numbersOf, reportNumbersOf, reportOf } from "./inner.ts";
import { chooseLeaves, keep, type Mask, put } from "./selection.ts";
import { type Transformation, transformation } from "./transformation.ts";

/**
 * Applies a transformation to some arrays of the parameters only; the updates of the others pass through.
 *
 * `inner` sees trees in which each other array is replaced by an empty list: norms are over the chosen arrays, and
 * there is no state for the rest. Where nothing is chosen, `inner` is left out.
 *
 * @param mask a tree of booleans (one may stand for a whole branch), or a function of path and array.
 * @throws {OptionError} if the mask does not fit the parameters.
 * @example
 * masked(scaleByTrustRatio(), (path, array) => array.ndim > 1);
 */
export function masked(inner: Transformation, mask: Mask) {
  return onSelected(inner, (params) => chooseLeaves("masked: mask", "boolean", mask, params));
}

/** `masked` by a function that gives one boolean per leaf. The state is a list: inner's, or nothing. */
export function onSelected(inner: Transformation, select: (params: Tree) => boolean[]) {
  return transformation({
    init(params): Tree[] {
      const isChosen = select(params);
      return isChosen.includes(true) ? [inner.init(keep(params, isChosen))] : [];
    },
    numbers: (update) => ({ inner: numbersOf(inner, update) }),
    update(updates, state, params, { numbers, ...context }): [Tree, Tree[]] {
      const isChosen = select(params);
      if (!isChosen.includes(true)) return [updates, state];
      const { gradientAt, hessianTimes } = context;
      const [chosen, next] = inner.update(keep(updates, isChosen), state[0]!, keep(params, isChosen), {
        ...context,
        numbers: numbers.inner,
        ...(gradientAt && { gradientAt: (at) => gradientOfPart(gradientAt, at, params, isChosen) }),
        ...(hessianTimes && { hessianTimes: (v) => imageOfPart(hessianTimes, v, params, isChosen) }),
      });
      return [put(updates, isChosen, chosen), [next]];
    },
    answer(params, [state]) {
      if (state === undefined) return params;
      const isChosen = select(params);
      return put(params, isChosen, answerOf(inner, keep(params, isChosen), state));
    },
    report: ([state]) => (state === undefined ? {} : reportOf(inner, state)),
    reportNumbers: (update) => reportNumbersOf(inner, update),
  });
}

/** The gradient with respect to the chosen arrays, at `part`, the others as they are. Consumes `part`; borrows `params`. */
function gradientOfPart(gradientAt: (at: Tree) => Tree, part: Tree, params: Tree, isChosen: boolean[]): Tree {
  const isOther = isChosen.map((chosen) => !chosen);
  return partOf(gradientAt(put(put(params, isOther, tree.ref(keep(params, isOther))), isChosen, part)), isChosen);
}

/** The product of the chosen arrays' own Hessian with `part`. Consumes `part`; borrows `params`. */
function imageOfPart(hessianTimes: (v: Tree) => Tree, part: Tree, params: Tree, isChosen: boolean[]): Tree {
  const isOther = isChosen.map((chosen) => !chosen);
  const zeros = tree.zerosLike(keep(params, isOther));
  return partOf(hessianTimes(put(put(params, isOther, zeros), isChosen, part)), isChosen);
}

/** The chosen arrays of a whole tree, of which the others are freed. */
function partOf(whole: Tree, isChosen: boolean[]): Tree {
  const isOther = isChosen.map((chosen) => !chosen);
  tree.dispose(keep(whole, isOther));
  return keep(whole, isChosen);
}
