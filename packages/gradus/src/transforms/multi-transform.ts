import { OptionError, unknownName } from "../core/errors.ts";
import type { Tree } from "../engine/tree.ts";
import { onSelected } from "./masked.ts";
import { namedChain } from "./named-chain.ts";
import { chooseLeaves, type PerLeaf } from "./selection.ts";
import type { Transformation } from "./transformation.ts";

/**
 * Different transformations for different arrays of the parameters: each array goes through the one whose label it has.
 *
 * The state holds, by label, a list with the state of that transformation, or an empty one where no array has the
 * label. What the parts report is prefixed by the label: "head.learningRate".
 *
 * @param labels a tree of labels (one may stand for a whole branch), or a function of path and array.
 * @throws {OptionError} if an array has no label, or one without a transformation.
 * @example
 * multiTransform(
 *   { matrices: orthogonalize(), rest: scaleByAdam() },
 *   (path, array) => (array.ndim === 2 ? "matrices" : "rest"),
 * );
 */
export function multiTransform<Label extends string>(
  transformations: Record<Label, Transformation>,
  labels: PerLeaf<NoInfer<Label>>,
): Transformation<Record<Label, Tree[]>, unknown[]> {
  const known = Object.keys(transformations) as Label[];
  const labelsOf = (params: Tree) => {
    const chosen = chooseLeaves<string>("multiTransform: labels", "string", labels as PerLeaf<string>, params);
    const stray = chosen.find((label) => !known.includes(label as Label));
    if (stray !== undefined) throw new OptionError(`multiTransform: ${unknownName("label", stray, known)}`);
    return chosen;
  };
  const parts = Object.fromEntries(
    known.map((label) => [
      label,
      onSelected(transformations[label], (params) => labelsOf(params).map((chosen) => chosen === label)),
    ]),
  ) as Record<Label, Transformation<Tree[]>>;

  return {
    ...namedChain(parts),
    report: (states) =>
      Object.assign({}, ...known.map((label) => prefixed(label, parts[label].report!(states[label])))),
    reportNumbers: (update) =>
      Object.assign({}, ...known.map((label) => prefixed(label, parts[label].reportNumbers!(update)))),
  };
}

const prefixed = <V>(label: string, record: Record<string, V>): Record<string, V> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [`${label}.${name}`, value]));
