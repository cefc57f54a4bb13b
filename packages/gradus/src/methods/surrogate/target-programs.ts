import { numpy as np } from "@jax-js/jax";
import { CapabilityError } from "../../core/errors.ts";
import {
  type HasBatches,
  type HasInitial,
  type HasPredictions,
  type HasSampleRows,
  type HasTargetOracle,
  requireCapabilities,
} from "../../core/problem.ts";
import { compile, valueAndGradient } from "../../engine/compile.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { SurrogateModel } from "./inner/inner-minimiser.ts";
import type { OuterRule } from "./outer/outer-rule.ts";

/** A problem whose loss is one of predictions, which may be a black box. */
export type TargetProblem<P, B> = HasInitial<P> &
  (HasPredictions<P, B> | (Omit<HasPredictions<P, B>, "lossOfPrediction"> & HasTargetOracle<B>)) &
  Partial<HasBatches<B> & HasSampleRows>;

/** What the oracle said: predictions, the gradient of their samples' summed loss, the mean loss, and the penalty. */
export type Evaluation = { targets: np.Array; gradient: np.Array; loss: np.Array; penalty: np.Array };

type Parts<P, B> = HasInitial<P> &
  Omit<HasPredictions<P, B>, "lossOfPrediction"> &
  Partial<Pick<HasPredictions<P, B>, "lossOfPrediction"> & HasTargetOracle<B>>;

/** Compiles what target-based surrogates ask of a problem. The oracle is asked by `evaluate` alone, once a call. */
export function targetPrograms<P extends Tree, B>(problem: TargetProblem<P, B>, distance: OuterRule["distance"]) {
  requireCapabilities("sso", problem, ["initial", "predict", "inputsOf"]);
  const { predict, inputsOf, lossOfPrediction, penaltyOf, targetOracle } = problem as Parts<P, B>;
  if (!targetOracle) requireCapabilities("sso", problem, ["lossOfPrediction"]);

  const predictions = (params: Tree, batch: Tree | undefined) => predict(params as P, inputsOf(batch as B));
  const penalty = (params: Tree): np.Array => {
    if (penaltyOf) return penaltyOf(params as P);
    const zero = np.zeros([], { dtype: tree.dtypeOf(params) });
    tree.dispose(params);
    return zero;
  };

  const model: SurrogateModel = {
    predictions,
    isQuadratic: penaltyOf === undefined && distance !== "divergence",
    surrogate(params, { batch, targets, gradient, weights, penalty: before }) {
      const [own, rest] = penaltyOf ? [tree.ref(params), true] : [params, false];
      const f = predictions(own, batch[0]);
      const samples = f.shape[0]!;
      const shift = f.ref.sub(targets.ref);
      const distances =
        distance === "divergence"
          ? f.ref.mul(np.log(f.ref.div(targets.ref))).sub(shift.ref)
          : np.square(shift.ref).mul(0.5);
      tree.dispose([f, targets]);
      // Not `div`: the engine takes the reciprocal of a number in float32.
      const value = gradient
        .mul(shift)
        .add(weights.mul(distances))
        .sum()
        .mul(1 / samples);
      if (rest) return value.add(penalty(params)).sub(before);
      before.dispose();
      return value;
    },
  };

  const evaluateLoss = compile((params: P, batch: Tree[]) => {
    const targets = predictions(tree.ref(params), tree.ref(batch)[0]);
    const [loss, gradient] = valueAndGradient((z: np.Array, batch: Tree[]) => lossOfPrediction!(z, batch[0] as B))(
      targets.ref,
      batch,
    );
    return { loss, gradient: gradient.mul(targets.shape[0]!), targets, penalty: penalty(params) };
  });
  const look = compile((params: P, batch: Tree[]) => ({
    targets: predictions(tree.ref(params), batch[0]),
    penalty: penalty(params),
  }));
  const moved = compile((targets: np.Array, gradient: np.Array, zeta: np.Array, batch: Tree[]) => {
    const samples = targets.shape[0]!;
    return lossOfPrediction!(targets.sub(gradient.mul(zeta)), batch[0] as B).mul(samples);
  });

  return {
    model,
    /** Predictions, and what the oracle says of them. Borrows the parameters, consumes the batch. */
    async evaluate(params: P, batch: Tree[]): Promise<Evaluation> {
      if (!targetOracle) return evaluateLoss(tree.ref(params), batch);
      const seen = look(tree.ref(params), tree.ref(batch));
      const { losses, gradient } = await targetOracle(seen.targets.ref, batch[0] as B);
      const [samples, shape] = [seen.targets.shape[0]!, seen.targets.shape];
      if (losses.shape.join() !== `${samples}` || gradient.shape.join() !== shape.join()) {
        throw new CapabilityError(
          `sso: targetOracle must answer losses of shape [${samples}] and a gradient of shape [${shape}], ` +
            `got [${losses.shape}] and [${gradient.shape}]`,
        );
      }
      return { ...seen, gradient, loss: losses.mean() };
    },
    /** Σ ℓ_i(z − ζ G). Borrows the evaluation, consumes the batch. */
    async lossAfter({ targets, gradient }: Evaluation, zeta: number, batch: Tree[]): Promise<number> {
      if (!lossOfPrediction) requireCapabilities("sso with outer 'sls'", problem, ["lossOfPrediction"]);
      const step = np.array(zeta, { dtype: targets.dtype });
      return (await moved(targets.ref, gradient.ref, step, batch).data())[0]!;
    },
    dispose() {
      for (const program of [evaluateLoss, look, moved]) program.dispose();
    },
  };
}
