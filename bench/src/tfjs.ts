import { createRequire } from "node:module";
import { dirname } from "node:path";

/*
 * TensorFlow.js is installed on first use, in this folder alone, so a type check of the project cannot count on its
 * types: these are the parts in use.
 */

export type Tensor = { dispose(): void; dataSync(): Float32Array; readonly shape: number[] };
export type Variable = Tensor & { name: string };

export type TensorFlow = {
  version_core: string;
  setBackend(name: string): Promise<boolean>;
  tensor(values: Float32Array | Int32Array, shape: number[], dtype?: string): Tensor;
  variable(initial: Tensor, trainable?: boolean, name?: string): Variable;
  tidy<T>(work: () => T): T;
  matMul(a: Tensor, b: Tensor): Tensor;
  add(a: Tensor, b: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  train: { adam(rate: number, beta1: number, beta2: number, epsilon: number): TensorFlowOptimizer };
};

export type TensorFlowOptimizer = {
  applyGradients(gradients: Record<string, Tensor>): void;
  minimize(loss: () => Tensor, returnCost: true, variables: Variable[]): Tensor;
};

/** The names are data to the type checker, which then does not look for the packages. */
const coreName: string = "@tensorflow/tfjs-core";
const wasmName: string = "@tensorflow/tfjs-backend-wasm";
/** For the derivatives of core's operations, which no other package registers in Node. */
const layersName: string = "@tensorflow/tfjs-layers";

/** TensorFlow.js on its Wasm backend, which in Node runs with SIMD and one thread. */
export async function loadTensorFlow(): Promise<TensorFlow> {
  const tf = (await import(coreName)) as TensorFlow;
  await import(layersName);
  const wasm = (await import(wasmName)) as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(`${dirname(createRequire(import.meta.url).resolve(wasmName))}/`);
  await tf.setBackend("wasm");
  return tf;
}

export const tensorFlowVersion = (tf: TensorFlow): string =>
  `TensorFlow.js ${tf.version_core} (Wasm), Node ${process.versions.node}`;
