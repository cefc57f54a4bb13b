import { collectGarbage, forgetPeak, peakBytes, residentBytes } from "./memory.ts";
import { fill, gradientEntry, parameter } from "./parameters.ts";
import { type Contestant, type StepsTask, serve } from "./protocol.ts";
import { loadTensorFlow, type Tensor, type TensorFlowOptimizer, tensorFlowVersion, type Variable } from "./tfjs.ts";

/* Steps of TensorFlow.js: `applyGradients` of its Adam, with our learning rate and ε. The Wasm backend is synchronous. */

const tf = await loadTensorFlow();

let optimizer: TensorFlowOptimizer;
let variables: Variable[];
let gradients: Record<string, Tensor>;

const contestant: Contestant<StepsTask> = {
  async prepare({ shapes }) {
    variables = fill(shapes, parameter).map((values, i) => {
      const initial = tf.tensor(values, shapes[i]!);
      const variable = tf.variable(initial, true, `p${i}`);
      initial.dispose();
      return variable;
    });
    gradients = Object.fromEntries(
      fill(shapes, gradientEntry).map((values, i) => [`p${i}`, tf.tensor(values, shapes[i]!)]),
    );
    await collectGarbage();
    const before = residentBytes();
    forgetPeak();
    const start = performance.now();
    optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
    optimizer.applyGradients(gradients);
    const firstStepSeconds = (performance.now() - start) / 1000;
    optimizer.applyGradients(gradients);
    optimizer.applyGradients(gradients);
    return {
      version: tensorFlowVersion(tf),
      firstStepSeconds,
      peakBytes: peakBytes() - before,
      sample: [...variables[0]!.dataSync().subarray(0, 5)],
    };
  },
  async run(steps) {
    optimizer.applyGradients(gradients);
    const start = performance.now();
    for (let i = 0; i < steps; i++) optimizer.applyGradients(gradients);
    return { seconds: (performance.now() - start) / 1000 };
  },
};

await serve(contestant);
