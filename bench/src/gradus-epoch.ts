import { nn, numpy as np } from "@jax-js/jax";
import { adabelief, adam, compile, type Optimizer, run as runMethod, valueAndGradient } from "gradus";
import { batchOf, batchSize, type EpochData, layerSizes, readEpochData } from "./epoch-data.ts";
import { gradusVersion } from "./gradus-version.ts";
import { collectGarbage, forgetPeak, peakBytes, residentBytes } from "./memory.ts";
import { type Contestant, type EpochTask, serve } from "./protocol.ts";
import { trainEpochs } from "./train-epochs.ts";

/* Training with ours, in a loop that the user writes or in the library's. Both read the loss at every step. */

type Network = { w1: np.Array; b1: np.Array; w2: np.Array; b2: np.Array };
type Batch = { inputs: np.Array; labels: np.Array };

const optimizers: Record<string, () => Optimizer> = { adam, adabelief };
const { inputs: pixels, hidden, classes } = layerSizes;

function loss({ w1, b1, w2, b2 }: Network, { inputs, labels }: Batch): np.Array {
  const scores = np.dot(nn.relu(np.dot(inputs, w1).add(b1)), w2).add(b2);
  return nn.logSoftmax(scores).mul(nn.oneHot(labels, classes)).sum(1).mean().neg();
}

const network = ({ parameters: { w1, b1, w2, b2 } }: EpochData): Network => ({
  w1: np.array(w1, { shape: [pixels, hidden] }),
  b1: np.array(b1),
  w2: np.array(w2, { shape: [hidden, classes] }),
  b2: np.array(b2),
});

function batch(data: EpochData, index: number): Batch {
  const { inputs, labels } = batchOf(data, index);
  return { inputs: np.array(inputs, { shape: [batchSize, pixels] }), labels: np.array(labels) };
}

/** A loop as a user writes it; yields the loss at every step. */
async function* ownLoop(data: EpochData, optimizer: Optimizer): AsyncGenerator<number> {
  const lossAndGradient = compile(valueAndGradient(loss));
  let params = network(data);
  let state = optimizer.init(params);
  for (let step = 0; ; step++) {
    const { w1, b1, w2, b2 } = params;
    const [value, gradient] = lossAndGradient({ w1: w1.ref, b1: b1.ref, w2: w2.ref, b2: b2.ref }, batch(data, step));
    [params, state] = optimizer.step(gradient, state, params);
    yield (await value.data())[0]!;
  }
}

/**
 * The loop under `minimize`, which keeps a trace and the last finite state. A row has the loss at the parameters after a
 * step; a loop of one's own has read that before it, so here it is handed on one step later.
 */
async function* libraryLoop(data: EpochData, optimizer: Optimizer): AsyncGenerator<number> {
  const problem = {
    name: "mnist",
    initial(key: np.Array) {
      key.dispose();
      return network(data);
    },
    loss,
    batches: () => (index: number) => batch(data, index),
  };
  let before = Number.NaN;
  for await (const { row } of runMethod(problem, optimizer, { steps: Number.MAX_SAFE_INTEGER })) {
    yield before;
    before = row.objective;
  }
}

let epochs: ReturnType<typeof trainEpochs>;

const contestant: Contestant<EpochTask> = {
  async prepare({ folder, optimizer, loop }) {
    const data = readEpochData(folder);
    const makeLoop = loop === "own" ? ownLoop : libraryLoop;
    await collectGarbage();
    const before = residentBytes();
    forgetPeak();
    epochs = trainEpochs(makeLoop(data, optimizers[optimizer]!()), data);
    const first = await epochs.first();
    return { version: await gradusVersion(), peakBytes: peakBytes() - before, ...first };
  },
  run: () => epochs.next(),
};

await serve(contestant);
