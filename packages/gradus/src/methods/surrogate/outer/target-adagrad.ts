import { nonnegative, readOptions, z } from "../../../core/options.ts";
import type { OuterRule } from "./outer-rule.ts";

const targetAdagradOptions = z.object({
  /** ε ≥ 0 beside the root. Default 1e-6. */
  epsilon: nonnegative().default(1e-6),
});

/**
 * SSO-AdaGrad with one weight for all: it grows with the root of the sum of squared gradients so far.
 *
 *     s ← s + ‖G‖²
 *     w = √s/η + ε
 *
 * Memory: one number. Where all gradients so far are 0, w = ε; with ε = 0 the step is not bounded by anything.
 *
 * @throws {OptionError} if ε is negative.
 * @source Lavington et al. 2023, arXiv 2302.02607; official code (`Ada_FMDOpt`).
 */
export function targetAdagrad(options: z.input<typeof targetAdagradOptions> = {}): OuterRule<{ sum: number }> {
  const { epsilon } = readOptions("targetAdagrad", targetAdagradOptions, options);
  return {
    name: "adagrad",
    memory: { sum: 0 },
    async weights({ rate, gradient }, memory) {
      const sum = (await gradient()).reduce((total, g) => total + g * g, memory.sum);
      return { weights: Math.sqrt(sum) / rate + epsilon, memory: { sum } };
    },
  };
}
