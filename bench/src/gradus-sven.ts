import { numpy as np } from "@jax-js/jax";
import { perceptron, sgd, sven } from "gradus";
import { gradusVersion } from "./gradus-version.ts";
import { collectGarbage, forgetPeak, peakBytes, residentBytes } from "./memory.ts";
import { input, layerShapes, target, weight } from "./network-task.ts";
import { type Contestant, type NetworkTask, serve } from "./protocol.ts";

/* Steps of ours on a network, as `minimize` takes them: the objective is read after each. */

const numbers = (shape: number[], value: (i: number) => number, start = 0) =>
  Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, (_, i) => value(start + i));

function problemOf({ layers, batch }: NetworkTask) {
  const outputs = layers.at(-1)!;
  const { predict } = perceptron(layers, "gelu-exact", np.float32);
  const inputs = numbers([batch, layers[0]!], input);
  const targets = numbers([batch, outputs], target);
  const difference = (
    params: Parameters<typeof predict>[0],
    { inputs, targets }: { inputs: np.Array; targets: np.Array },
  ) => predict(params, inputs).sub(targets);
  return {
    initial(key: np.Array) {
      key.dispose();
      let start = 0;
      const arrays = layerShapes(layers).map(({ shape, fanIn }) => {
        const made = np.array(
          numbers(shape, (i) => weight(i) / Math.sqrt(fanIn), start),
          { shape },
        );
        start += made.size;
        return made;
      });
      return { layers: layers.slice(1).map((_, i) => ({ weight: arrays[2 * i]!, bias: arrays[2 * i + 1]! })) };
    },
    // A sample's loss is its sum of squares, which half the mean square of these is.
    residuals(params: never, samples: never) {
      const r = difference(params, samples).mul(Math.sqrt(2 * outputs));
      return outputs === 1 ? r.reshape([-1]) : r;
    },
    loss: (params: never, samples: never) => np.square(difference(params, samples)).sum(1).mean(),
    batches: () => () => ({
      inputs: np.array(inputs, { shape: [batch, layers[0]!] }),
      targets: np.array(targets, { shape: [batch, outputs] }),
    }),
  };
}

let step: () => Promise<void>;

const contestant: Contestant<NetworkTask> = {
  async prepare(task) {
    const method = task.method === "sven" ? sven({ rank: task.rank }) : sgd({ learningRate: 1e-3 });
    const iteration = (method as ReturnType<typeof sgd>)(problemOf(task) as never);
    await collectGarbage();
    const before = residentBytes();
    forgetPeak();
    let state = await iteration.init(0);
    step = async () => {
      state = await iteration.step(state);
      await iteration.measure(state);
    };
    const start = performance.now();
    await step();
    const firstStepSeconds = (performance.now() - start) / 1000;
    await step();
    await step();
    const { layers } = state.params as unknown as { layers: { weight: np.Array }[] };
    return {
      version: await gradusVersion(),
      firstStepSeconds,
      peakBytes: peakBytes() - before,
      sample: [...(await layers[0]!.weight.ref.ravel().data()).subarray(0, 5)],
    };
  },
  async run(steps) {
    await step();
    const start = performance.now();
    for (let i = 0; i < steps; i++) await step();
    return { seconds: (performance.now() - start) / 1000 };
  },
};

await serve(contestant);
