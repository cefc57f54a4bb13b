import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type {
  HasInitial,
  HasLoss,
  HasMetrics,
  HasName,
  HasSharedParameters,
  HasTaskLosses,
} from "../../core/problem.ts";
import * as tree from "../../engine/tree.ts";
import { type Layer, perceptron, splitKey } from "../networks.ts";
import { type Precision, toArray } from "../precision.ts";
import type { Samples } from "../samples.ts";
import type { Fit } from "../supervised.ts";

/** A hidden layer that the tasks share, and a layer of each task's own. */
export type ManyHeaded = { shared: Layer; heads: Layer[] };

/** What a head is to say. */
export type HeadTask = {
  /** "digit": metrics are called testDigitLoss … */
  name: string;
  /** Numbers that the head gives. */
  outputs: number;
  fit: Fit;
  train: Float64Array;
  test?: Float64Array;
};

export type ManyHeadedParts = {
  name: string;
  /** Inputs, row after row; targets are the tasks'. */
  train: Omit<Samples, "targets">;
  test?: Omit<Samples, "targets">;
  tasks: HeadTask[];
  /** Neurons of the hidden layer. */
  hidden: number;
  /** Where runs begin, in place of random weights. */
  start?: () => ManyHeaded;
  dtype: Precision;
};

/** Several tasks on the same samples, all at once. `loss` is the sum of the task losses. */
export type ManyHeadedProblem = HasName &
  HasInitial<ManyHeaded> &
  HasTaskLosses<ManyHeaded> &
  HasLoss<ManyHeaded> &
  HasSharedParameters &
  HasMetrics<ManyHeaded> & {
    tasks: string[];
    /** What each head says, rows × outputs. Traceable; consumes both. */
    predict(params: ManyHeaded, inputs: np.Array): np.Array[];
  };

/** A network of one hidden layer (tanh) with a head for each task, on all samples at once. Metrics: each task's losses. */
export function manyHeaded(parts: ManyHeadedParts): ManyHeadedProblem {
  const { name, train, test, tasks, hidden, start, dtype } = parts;
  const inputs = train.shape.reduce((product, n) => product * n, 1);
  for (const task of tasks) {
    const rows = train.inputs.length / inputs;
    if (task.train.length !== rows) {
      throw new OptionError(`${name}: task '${task.name}' must have ${rows} targets, got ${task.train.length}`);
    }
  }
  const initial = (key: np.Array): ManyHeaded => {
    const keys = splitKey(key, tasks.length + 1);
    const [own, ...others] = keys as [np.Array, ...np.Array[]];
    const layerOf = (key: np.Array, from: number, to: number) =>
      perceptron([from, to], "relu", dtype as np.DType).initial(key);
    return {
      shared: layerOf(own, inputs, hidden).layers[0]!,
      heads: others.map((key, k) => layerOf(key, hidden, tasks[k]!.outputs).layers[0]!),
    };
  };
  const predict = ({ shared, heads }: ManyHeaded, rows: np.Array): np.Array[] => {
    const features = np.tanh(np.dot(rows, shared.weight).add(shared.bias));
    const outputs = heads.map(({ weight, bias }) => {
      const scores = np.dot(features.ref, weight).add(bias);
      return scores.shape[1] === 1 ? scores.reshape([scores.shape[0]!]) : scores;
    });
    features.dispose();
    return outputs;
  };
  const rowsOf = (samples: Omit<Samples, "targets">) =>
    toArray(samples.inputs, [samples.inputs.length / inputs, inputs], dtype);
  const taskLosses = (params: ManyHeaded) =>
    np.stack(
      predict(params, rowsOf(train)).map((said, k) => {
        const { fit, train: targets } = tasks[k]!;
        return fit.loss(said, toArray(targets, [targets.length], dtype));
      }),
    );

  return {
    name,
    tasks: tasks.map((task) => task.name),
    initial(key) {
      if (!start) return initial(key);
      key.dispose();
      return start();
    },
    predict,
    taskLosses,
    loss: (params) => taskLosses(params).sum(),
    isShared: (path) => path.startsWith("shared"),
    async metrics(params) {
      const measured: Record<string, number> = {};
      for (const [set, samples] of Object.entries({ train, ...(test && { test }) })) {
        const said = predict(tree.ref(params), rowsOf(samples));
        for (const [k, { name, fit, ...targetsOf }] of tasks.entries()) {
          const targets = targetsOf[set as "train" | "test"]!;
          const loss = fit.loss(said[k]!.ref, toArray(targets, [targets.length], dtype));
          const rows = Float64Array.from(await said[k]!.data());
          const numbers = { loss: (await loss.data())[0]!, ...fit.metrics?.(rows, targets) };
          for (const [key, value] of Object.entries(numbers)) measured[`${set}${capital(name)}${capital(key)}`] = value;
        }
      }
      return measured;
    },
  };
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
