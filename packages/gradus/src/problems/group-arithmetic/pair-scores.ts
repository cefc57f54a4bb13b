import type { PairSamples } from "./pair-samples.ts";

/** How outputs are held against labels: squared errors of outputs centred over classes, or cross-entropy. */
export type PairLoss = "mse" | "nll";

/** The share of samples whose largest output is that of their label. */
export function accuracyOf(outputs: ArrayLike<number>, M: number, { first, second, labels }: PairSamples): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const start = (first[i]! * M + second[i]!) * M;
    let best = 0;
    for (let c = 1; c < M; c++) if (outputs[start + c]! > outputs[start + best]!) best = c;
    right += Number(best === labels[i] && Number.isFinite(outputs[start + best]!));
  }
  return right / labels.length;
}

/** The mean loss of samples, on the host. */
export function meanLoss(
  outputs: ArrayLike<number>,
  M: number,
  { first, second, labels }: PairSamples,
  loss: PairLoss,
): number {
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const start = (first[i]! * M + second[i]!) * M;
    const row = Array.from({ length: M }, (_, c) => outputs[start + c]!);
    const own = row[labels[i]!]!;
    if (loss === "nll") {
      const most = Math.max(...row);
      total += most + Math.log(row.reduce((sum, o) => sum + Math.exp(o - most), 0)) - own;
    } else {
      const mean = row.reduce((sum, o) => sum + o, 0) / M;
      total += row.reduce((sum, o) => sum + (o - mean) ** 2, 0) - 2 * (own - mean) + 1 - 1 / M;
    }
  }
  return total / labels.length;
}
