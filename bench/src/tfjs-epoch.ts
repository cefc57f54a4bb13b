import { batchOf, batchSize, type EpochData, layerSizes, readEpochData } from "./epoch-data.ts";
import { collectGarbage, forgetPeak, peakBytes, residentBytes } from "./memory.ts";
import { type Contestant, type EpochTask, serve } from "./protocol.ts";
import { loadTensorFlow, tensorFlowVersion } from "./tfjs.ts";
import { trainEpochs } from "./train-epochs.ts";

/* Training with TensorFlow.js: `optimizer.minimize` of its Adam with our learning rate and ε. Reads the loss at every step. */

const tf = await loadTensorFlow();
const { inputs: pixels, hidden, classes } = layerSizes;

function* loop(data: EpochData): Generator<number> {
  const variable = (values: Float32Array, shape: number[]) => tf.variable(tf.tensor(values, shape));
  const { parameters } = data;
  const w1 = variable(parameters.w1, [pixels, hidden]);
  const b1 = variable(parameters.b1, [hidden]);
  const w2 = variable(parameters.w2, [hidden, classes]);
  const b2 = variable(parameters.b2, [classes]);
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  for (let step = 0; ; step++) {
    yield tf.tidy(() => {
      const { inputs, labels } = batchOf(data, step);
      const x = tf.tensor(inputs, [batchSize, pixels]);
      const targets = tf.oneHot(tf.tensor(labels, [batchSize], "int32"), classes);
      const cost = optimizer.minimize(
        () => {
          const scores = tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, w1), b1)), w2), b2);
          return tf.losses.softmaxCrossEntropy(targets, scores);
        },
        true,
        [w1, b1, w2, b2],
      );
      return cost.dataSync()[0]!;
    });
  }
}

let epochs: ReturnType<typeof trainEpochs>;

const contestant: Contestant<EpochTask> = {
  async prepare({ folder }) {
    const data = readEpochData(folder);
    await collectGarbage();
    const before = residentBytes();
    forgetPeak();
    epochs = trainEpochs(loop(data), data);
    const first = await epochs.first();
    return { version: tensorFlowVersion(tf), peakBytes: peakBytes() - before, ...first };
  },
  run: () => epochs.next(),
};

await serve(contestant);
