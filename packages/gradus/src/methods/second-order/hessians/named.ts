import { numpy as np } from "@jax-js/jax";
import { z } from "../../../core/options.ts";
import {
  type HasExponents,
  type HasPoweredNorm,
  type HasResiduals,
  type HasSampleLosses,
  requireCapabilities,
} from "../../../core/problem.ts";
import type { Tree } from "../../../engine/tree.ts";
import type { SmoothProblem } from "../../trial-steps.ts";
import type { ApproximateHessian } from "./approximate-hessian.ts";
import {
  empiricalFisher,
  exact,
  gaussNewton,
  none,
  poweredNorm,
  type Traceable,
  weightedGaussNewton,
} from "./combinators.ts";

// biome-ignore lint/suspicious/noExplicitAny: what else a problem offers is looked up at run time.
type Any = any;
type Offer = SmoothProblem<Any, Any> &
  Partial<HasResiduals<Any, Any> & HasSampleLosses<Any, Any> & HasExponents<Any, Any> & HasPoweredNorm<Any, Any>>;

/** A sample's loss of its residuals: ½ r² of a number, ½ mean r² of a row. */
const lossesOf =
  (residuals: Traceable<Any, Any>): Traceable<Any, Any> =>
  (params, batch) => {
    const r = residuals(params, batch);
    const squares = np.square(r.reshape([r.shape[0]!, -1]));
    return squares.mean(1).mul(0.5);
  };

type Named = { needs: keyof Offer; of(problem: Offer): ApproximateHessian };

const named: Record<string, Named> = {
  exact: { needs: "loss", of: ({ loss }) => exact(loss) },
  "gauss-newton": { needs: "residuals", of: ({ residuals }) => gaussNewton(residuals!) },
  fisher: {
    needs: "sampleLosses",
    of: ({ sampleLosses, residuals }) => empiricalFisher(sampleLosses ?? lossesOf(residuals!)),
  },
  "weighted-gauss-newton": {
    needs: "exponents",
    of: ({ exponents, temperature = 1 }) => weightedGaussNewton(exponents!, { temperature }),
  },
  inexact: { needs: "normed", of: ({ normed, power }) => poweredNorm(normed!, { power: power! }) },
  "fisher-term": {
    needs: "normed",
    of: ({ normed, power }) => poweredNorm(normed!, { power: power!, gaussNewton: false }),
  },
  none: { needs: "loss", of: none },
};

/** The names that stand for an approximation of a problem's own. */
const hessianNames = Object.keys(named);

/** A name, or an approximation made by hand. */
export const hessianOption = () =>
  z.custom<string | ApproximateHessian>(
    (value) =>
      typeof value === "string"
        ? Object.hasOwn(named, value)
        : typeof value === "object" &&
          value !== null &&
          ["matrix", "product", "rankOne", "isZero"].some((member) => member in value),
    `must be one of ${hessianNames.join(", ")}, or offer matrix, product or rankOne`,
  );

/**
 * The approximation that a name stands for on a problem.
 * @throws {CapabilityError} if the problem does not offer what it is made of.
 */
export function hessianOf<P extends Tree, B>(
  owner: string,
  choice: string | ApproximateHessian<P, B>,
  problem: SmoothProblem<P, B>,
): ApproximateHessian<P, B> {
  if (typeof choice !== "string") return choice;
  const entry = named[choice]!;
  const offer = problem as Offer;
  const isOffered = choice === "fisher" && offer.residuals !== undefined;
  if (!isOffered) requireCapabilities(`${owner} with hessian '${choice}'`, problem, [entry.needs]);
  return entry.of(offer);
}
