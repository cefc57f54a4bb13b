import { attackInputs, fromParams, type ReluProblem, signAccuracy } from "gradus";

/** The problem with accuracies on held-out samples that were attacked within `radii`. */
export function attacked(problem: ReluProblem, radii: Float64Array): ReluProblem {
  return {
    ...problem,
    async metrics(params) {
      const network = await fromParams(params);
      const { X, y } = problem.heldOut!;
      const after = (steps: number) => signAccuracy(network, attackInputs(network, X, y, radii, { steps }), y);
      return { clean: signAccuracy(network, X, y), FGSM: after(1), PGD: after(20) };
    },
  };
}
