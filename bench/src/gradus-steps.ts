import { blockUntilReady, numpy as np } from "@jax-js/jax";
import { adabelief, adam, amAdamw, diffgrad, type Optimizer, type OptimizerState, trees } from "gradus";
import { gradusVersion } from "./gradus-version.ts";
import { collectGarbage, forgetPeak, peakBytes, residentBytes } from "./memory.ts";
import { fill, gradientEntry, parameter } from "./parameters.ts";
import { type Contestant, type StepsTask, serve } from "./protocol.ts";

/* Steps of ours: `optimizer.apply`, the update and its addition to the parameters as one compiled program. */

const optimizers: Record<string, () => Optimizer> = { adam, adabelief, diffgrad, "am-adamw": amAdamw };

type Moving = { params: np.Array[]; gradient: np.Array[]; state: OptimizerState };

let optimizer: Optimizer;
let moving: Moving;

const arrays = (shapes: number[][], wave: (i: number) => number) =>
  fill(shapes, wave).map((values, i) => np.array(values, { shape: shapes[i]! }));

async function step(): Promise<void> {
  const { gradient } = moving;
  const [params, state] = optimizer.step(trees.ref(gradient), moving.state, moving.params);
  await blockUntilReady([params, state.inner]);
  moving = { params, gradient, state };
}

const contestant: Contestant<StepsTask> = {
  async prepare({ shapes, optimizer: name }) {
    optimizer = optimizers[name]!();
    const params = arrays(shapes, parameter);
    const gradient = arrays(shapes, gradientEntry);
    await collectGarbage();
    const before = residentBytes();
    forgetPeak();
    moving = { params, gradient, state: optimizer.init(params) };
    const start = performance.now();
    await step();
    const firstStepSeconds = (performance.now() - start) / 1000;
    await step();
    await step();
    return {
      version: await gradusVersion(),
      firstStepSeconds,
      peakBytes: peakBytes() - before,
      sample: [...(await moving.params[0]!.ref.data()).subarray(0, 5)],
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
