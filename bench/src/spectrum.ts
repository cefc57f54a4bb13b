import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { jvp, nn, numpy as np, vmap } from "@jax-js/jax";
import {
  compile,
  generator,
  hessianOf,
  hessianSpectrum,
  linearAlgebra,
  type Network,
  perceptron,
  startEngine,
  trees,
  valueAndGradient,
} from "gradus";
import type { Peers } from "./contenders.ts";
import { type SmallDigits, smallDigits } from "./digits.ts";
import { ratio, spread } from "./statistics.ts";
import { type Column, table, threeDigits } from "./table.ts";

/*
 * The ten largest eigenvalues of a network's Hessian on MNIST digits: by Lanczos from products, and from the whole matrix by
 * a dense decomposition, ours and PyTorch's. Weights and digits are the same for all; the weights are trained a little.
 */

const wanted = 10;
const trainingSteps = 200;

type Size = { side: number; hidden: number; samples: number; rounds: number };

/** One way to the eigenvalues: seconds of each round (compiled before), and the values. */
export type SpectrumTimes = { name: string; seconds: number[]; first: number; values: number[]; note: string };

export type SpectrumComparison = { label: string; version: string; measured: SpectrumTimes[] };

function problemOf({ side, inputs, labels }: SmallDigits, hidden: number, dtype: np.DType) {
  const rows = labels.length;
  const model = perceptron([side * side, hidden, 10], "tanh", dtype);
  const data = dtype === np.float64 ? inputs : Float32Array.from(inputs);
  const classes = Array.from(labels, (label) => Array.from({ length: 10 }, (_, k) => Number(k === label)));
  const x = np.array(data as Float64Array<ArrayBuffer>, { shape: [rows, side * side], dtype });
  const y = np.array(classes, { dtype });
  return {
    loss: (params: Network) => nn.logSoftmax(model.predict(params, x.ref)).mul(y.ref).sum(1).mean().neg(),
    dispose: () => trees.dispose([x, y]),
  };
}

/** Weights of variance 1/fan-in, one row of numbers for all layers. */
function startOf(side: number, hidden: number): number[] {
  const { normals } = generator(0);
  const layer = (from: number, to: number) => [
    ...Array.from(normals(from * to), (value) => value / Math.sqrt(from)),
    ...Array<number>(to).fill(0),
  ];
  return [...layer(side * side, hidden), ...layer(hidden, 10)];
}

function networkOf(numbers: ArrayLike<number>, side: number, hidden: number, dtype: np.DType): Network {
  let start = 0;
  const cut = (...shape: number[]) => {
    const size = shape.reduce((product, n) => product * n, 1);
    const part = Array.from({ length: size }, (_, i) => numbers[start + i]!);
    start += size;
    return np.array(part, { dtype }).reshape(shape);
  };
  const layer = (from: number, to: number) => ({ weight: cut(from, to), bias: cut(to) });
  return { layers: [layer(side * side, hidden), layer(hidden, 10)] };
}

async function trained(digits: SmallDigits, hidden: number): Promise<Float64Array> {
  const { loss, dispose } = problemOf(digits, hidden, np.float64);
  const program = compile(valueAndGradient(loss));
  let params = networkOf(startOf(digits.side, hidden), digits.side, hidden, np.float64);
  for (let i = 0; i < trainingSteps; i++) {
    const [value, gradient] = program(trees.ref(params));
    params = trees.subtract(params, trees.scale(gradient, 0.5));
    await value.data();
  }
  program.dispose();
  dispose();
  // Weights before biases in the order of the layers, as they are cut.
  const parts = params.layers.flatMap(({ weight, bias }) => [weight, bias]);
  return Float64Array.from(await np.concatenate(parts.map((part) => part.ravel())).data());
}

/** Rows of unit vectors that are multiplied at once: all of them would not fit into the memory of Wasm. */
const unitsAtOnce = 64;

async function wholeMatrix(product: (units: np.Array) => np.Array, n: number) {
  const H = linearAlgebra.zeros(n, n);
  for (let first = 0; first < n; first += unitsAtOnce) {
    const units = new Float64Array(unitsAtOnce * n);
    const count = Math.min(unitsAtOnce, n - first);
    for (let i = 0; i < count; i++) units[i * n + first + i] = 1;
    const rows = await product(np.array(units, { shape: [unitsAtOnce, n], dtype: np.float64 })).data();
    H.data.set(rows.subarray(0, count * n), first * n);
  }
  return H;
}

async function timed(
  name: string,
  rounds: number,
  work: () => Promise<{ values: number[]; note: string }>,
): Promise<SpectrumTimes> {
  const seconds: number[] = [];
  let result = { values: [] as number[], note: "" };
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    result = await work();
    seconds.push((performance.now() - start) / 1000);
  }
  const [first, ...rest] = seconds;
  return { name, seconds: rest, first: first!, ...result };
}

async function ours(digits: SmallDigits, weights: Float64Array, { hidden, rounds }: Size): Promise<SpectrumTimes[]> {
  const measured: SpectrumTimes[] = [];
  for (const dtype of [np.float64, np.float32]) {
    const { loss, dispose } = problemOf(digits, hidden, dtype);
    const params = networkOf(weights, digits.side, hidden, dtype);
    const hessian = hessianOf(loss);
    const work = async () => {
      const { top, products, status } = await hessianSpectrum(hessian, params, { top: wanted, iterations: 200 });
      return { values: top.map(({ value }) => value), note: `${products} products, ${status}` };
    };
    measured.push(await timed(`gradus Lanczos, ${dtype}`, rounds, work));
    hessian.dispose();
    trees.dispose(params);
    dispose();
  }
  const { loss, dispose } = problemOf(digits, hidden, np.float64);
  const like = networkOf(weights, digits.side, hidden, np.float64);
  const gradient = (vector: np.Array) => {
    const [value, slope] = valueAndGradient(loss)(trees.fromVector(vector, like));
    value.dispose();
    return trees.toVector(slope);
  };
  // biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express tangents.
  const engine = { jvp, vmap } as any;
  const product = (x: np.Array, v: np.Array): np.Array => {
    const [slope, along] = engine.jvp(gradient, [x], [v]);
    slope.dispose();
    return along;
  };
  const program = compile(engine.vmap(product, [null, 0]) as typeof product);
  const point = trees.toVector(trees.ref(like));
  measured.push(
    await timed("gradus whole matrix, dense eigenvalues, float64", rounds, async () => {
      const start = performance.now();
      const H = await wholeMatrix((units) => program(point.ref, units), weights.length);
      const made = (performance.now() - start) / 1000;
      const { values } = linearAlgebra.symmetricEigen(H);
      return { values: [...values].reverse().slice(0, wanted), note: `${threeDigits(made)} s for the matrix` };
    }),
  );
  program.dispose();
  trees.dispose([like, point]);
  dispose();
  return measured;
}

function theirs(
  { torch }: Peers,
  { inputs, labels, side }: SmallDigits,
  weights: Float64Array,
  { hidden, rounds }: Size,
): { version: string; measured: SpectrumTimes[] } {
  if ("absent" in torch) return { version: `without PyTorch: ${torch.absent}`, measured: [] };
  const program = fileURLToPath(import.meta.resolve("./torch_spectrum.py"));
  const task = { inputs: [...inputs], labels: [...labels], weights: [...weights], side, hidden, rounds, wanted };
  const asked = { input: JSON.stringify(task), encoding: "utf8", maxBuffer: 2 ** 26 } as const;
  const { status, stdout, stderr, error } = spawnSync(torch.python, [program], asked);
  if (status === 0) return JSON.parse(stdout);
  return { version: `without PyTorch: ${error?.message ?? stderr.trim().split("\n").at(-1)}`, measured: [] };
}

/** Measures networks of about 500 and, where it is not to be quick, 1,250 parameters. */
export async function compareSpectra(peers: Peers, isQuick: boolean): Promise<SpectrumComparison[]> {
  await startEngine();
  const small = { side: 7, hidden: 8, samples: 1000, rounds: isQuick ? 2 : 7 };
  const sizes: Size[] = isQuick ? [small] : [small, { side: 14, hidden: 6, samples: 1000, rounds: 3 }];
  const comparisons: SpectrumComparison[] = [];
  for (const size of sizes) {
    const digits = await smallDigits(size.side, size.samples);
    const weights = await trained(digits, size.hidden);
    const own = await ours(digits, weights, size);
    const { version, measured } = theirs(peers, digits, weights, size);
    const { side, hidden, samples } = size;
    const label = `perceptron ${side * side}-${hidden}-10, ${weights.length} parameters, ${samples} digits`;
    comparisons.push({ label, version, measured: [...own, ...measured] });
  }
  return comparisons;
}

const right = (heading: string): Column => ({ heading, align: "right" });

/** A line a way: seconds, how many times as long as ours by Lanczos, and the largest error of the ten values. */
export function spectrumTable({ measured }: SpectrumComparison): string {
  const [own] = measured;
  const dense = measured.find(({ name }) => name.includes("dense"))!;
  const rows = measured.map(({ name, seconds, first, values, note }) => {
    const { median, least, most } = spread(seconds);
    const errors = values.map((value, i) => Math.abs(value - dense.values[i]!) / dense.values[0]!);
    return [
      name,
      threeDigits(median),
      `${threeDigits(least)} – ${threeDigits(most)}`,
      threeDigits(ratio(seconds, own!.seconds).median),
      threeDigits(first),
      Math.max(...errors).toExponential(1),
      note,
    ];
  });
  const headings = ["seconds", "least – most", "× gradus Lanczos", "first time, s", "largest error / λ₁"];
  return table([{ heading: "", align: "left" }, ...headings.map(right), { heading: "", align: "left" }], rows);
}
