import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * One epoch: a perceptron 784-128-10 with ReLU and cross-entropy over MNIST's digits in batches of 128, in the same order
 * for everyone and from the same weights. The data travel to the contenders' processes as raw files in a folder.
 */

export const batchSize = 128;
export const layerSizes = { inputs: 784, hidden: 128, classes: 10 };

/** What every contender trains: rows of pixels in [0, 1], a label a row, and the first weights [from, to]. */
export type EpochData = {
  inputs: Floats;
  labels: Int32Array<ArrayBuffer>;
  parameters: { w1: Floats; b1: Floats; w2: Floats; b2: Floats };
};

type Floats = Float32Array<ArrayBuffer>;

export const batchesIn = ({ labels }: EpochData): number => Math.floor(labels.length / batchSize);

/** Rows and labels of batch number `index`, epoch after epoch; views, no copies. */
export function batchOf(data: EpochData, index: number): Pick<EpochData, "inputs" | "labels"> {
  const start = (index % batchesIn(data)) * batchSize;
  const end = start + batchSize;
  const { inputs: width } = layerSizes;
  return { inputs: data.inputs.subarray(start * width, end * width), labels: data.labels.subarray(start, end) };
}

const files = ({ inputs, labels, parameters: { w1, b1, w2, b2 } }: EpochData) => ({ inputs, labels, w1, b1, w2, b2 });

/** Writes the data into a new temporary folder. */
export function writeEpochData(data: EpochData): string {
  const folder = mkdtempSync(join(tmpdir(), "gradus-bench-"));
  for (const [name, values] of Object.entries(files(data))) {
    writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return folder;
}

export function readEpochData(folder: string): EpochData {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name))).buffer;
  const floats = (name: string) => new Float32Array(bytes(name));
  return {
    inputs: floats("inputs"),
    labels: new Int32Array(bytes("labels")),
    parameters: { w1: floats("w1"), b1: floats("b1"), w2: floats("w2"), b2: floats("b2") },
  };
}
