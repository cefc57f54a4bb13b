import { loadBreastCancer, loadDigits, loadMnist, standardize, type TabularData, takeSamples } from "@gradus/datasets";
import { generator, type OutputLossName, type ReluProblem, reluProblem, seedFor, withBias } from "gradus";

/* Two classes of real samples, split anew for each seed, with a column of ones. */

type Samples = { name: string; data: Pick<TabularData, "inputs" | "targets">; features: number };

type Training = {
  loss: OutputLossName;
  beta: number;
  /** Samples to train on; the rest is held out. */
  count: number;
  seed: number;
  /** How far an adversary may move each feature but the ones. */
  radius?: number;
};

/** Labels are ±1, or 0 and 1 for the cross-entropy: whether the target is `positive`. */
function training({ name, data, features }: Samples, positive: number, options: Training): ReluProblem {
  const { loss, beta, count, seed, radius } = options;
  const rows = Array.from(generator(seedFor(seed, "split")).permutation(data.targets.length));
  const low = loss === "cross-entropy" ? 0 : -1;
  const part = (list: number[]) => {
    const inputs = new Float64Array(list.length * features);
    for (const [i, row] of list.entries()) {
      inputs.set(data.inputs.subarray(row * features, (row + 1) * features), i * features);
    }
    return {
      X: withBias({ rows: list.length, columns: features, data: inputs }),
      y: list.map((row) => (data.targets[row] === positive ? 1 : low)),
    };
  };
  return reluProblem({
    name,
    ...part(rows.slice(0, count)),
    test: part(rows.slice(count)),
    beta,
    loss,
    ...(radius !== undefined && { radii: [...new Array<number>(features).fill(radius), 0] }),
  });
}

const twosAndEights = <D extends TabularData>(data: D): D =>
  takeSamples(
    data,
    [...data.targets.keys()].filter((row) => data.targets[row] === 2 || data.targets[row] === 8),
  );

/** Twos and eights of 8 × 8 grey levels in [0, 1]. */
export async function smallDigits(options: Training): Promise<ReluProblem> {
  const { inputs, targets } = twosAndEights(await loadDigits());
  const data = { inputs: inputs.map((level) => level / 16), targets };
  return training({ name: "digits of 8 × 8 pixels, 2 or 8", data, features: 64 }, 8, options);
}

/** Tumours by 30 standardised measurements. */
export async function tumours(options: Training): Promise<ReluProblem> {
  const whole = await loadBreastCancer();
  const { train: data } = standardize({ train: whole, test: whole });
  return training({ name: "breast tumours", data, features: 30 }, 1, options);
}

/** MNIST's twos and eights, each side of the image a `reduction`-th of its 28 pixels: squares are averaged. */
export async function largeDigits(reduction: 1 | 4, options: Training): Promise<ReluProblem> {
  const { train } = await loadMnist();
  const { inputs, targets } = twosAndEights({ ...train, shape: [784] } as TabularData);
  const side = 28 / reduction;
  const data = new Float64Array(targets.length * side * side);
  for (let index = 0; index < inputs.length; index++) {
    const [image, pixel] = [Math.floor(index / 784), index % 784];
    const row = Math.floor(Math.floor(pixel / 28) / reduction);
    const column = Math.floor((pixel % 28) / reduction);
    data[(image * side + row) * side + column]! += inputs[index]! / reduction ** 2;
  }
  const samples = { name: `MNIST of ${side} × ${side} pixels, 2 or 8`, data: { inputs: data, targets } };
  return training({ ...samples, features: side * side }, 8, options);
}
