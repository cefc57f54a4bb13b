import type { OuterRule } from "./outer-rule.ts";

const [least, most] = [1e-5, 1e5];

/**
 * SSO-AdaGrad with a weight for each entry of each sample's predictions.
 *
 *     a_i ← a_i + G_i²  for the samples i of the batch;  then all of a ← clip(a, 1e-5, 1e5)
 *     w_i = √a_i/η
 *
 * The clipped array is the new state, for samples that were not in the batch too. The problem must number its samples
 * (`sampleCount`, `batchRows`). Memory: n p numbers.
 *
 * @throws {CapabilityError} if the problem does not number its samples.
 * @source Lavington et al. 2023, arXiv 2302.02607; official code (`Diag_Ada_FMDOpt`).
 */
export const targetAdagradDiagonal = (): OuterRule<{ squares: Float64Array }> => ({
  name: "adagrad-diagonal",
  memory: { squares: new Float64Array() },
  async weights({ rate, entries, rows, gradient }, memory) {
    const { numbers, sampleCount } = rows();
    const G = await gradient();
    const squares = new Float64Array(sampleCount * entries);
    squares.set(memory.squares);
    const place = (k: number) => numbers[Math.floor(k / entries)]! * entries + (k % entries);
    for (const [k, g] of G.entries()) squares[place(k)]! += g * g;
    for (const [k, a] of squares.entries()) squares[k] = Math.min(Math.max(a, least), most);
    return { weights: G.map((_, k) => Math.sqrt(squares[place(k)]!) / rate), memory: { squares } };
  },
});
