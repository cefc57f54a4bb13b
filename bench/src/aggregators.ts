import { numpy as np, random } from "@jax-js/jax";
import {
  type Aggregator,
  aggregation,
  alignedMtlAggregator,
  cagradAggregator,
  compile,
  descendTasks,
  graddropAggregator,
  imtlGAggregator,
  mgdaAggregator,
  nashMtlAggregator,
  pcgradAggregator,
  samGsAggregator,
  scaleByLearningRate,
  startEngine,
  trees,
  valueAndGradient,
} from "gradus";
import { ratio, type Spread, spread } from "./statistics.ts";
import { type Column, table, threeDigits } from "./table.ts";

/*
 * What several tasks cost: one direction of K gradients, in backward passes through the sum of the losses. The network has
 * a shared layer of 100 × 256 and a head of one number for each task, its batch 256 rows.
 */

const taskCounts = [2, 5, 10, 20, 40];
const [inputs, hidden, batch] = [100, 256, 256];

const aggregators: Record<string, () => Aggregator<never>> = {
  "SAM-GS": samGsAggregator,
  PCGrad: pcgradAggregator,
  CAGrad: cagradAggregator,
  MGDA: mgdaAggregator,
  "IMTL-G": imtlGAggregator,
  "Nash-MTL": nashMtlAggregator,
  GradDrop: graddropAggregator,
  "Aligned-MTL": alignedMtlAggregator,
} as never;

type Params = { shared: np.Array; heads: np.Array };

/** Seconds of each thing in every round, for some number of tasks. */
export type AggregatorCosts = {
  tasks: number;
  backward: number[];
  step: number[];
  aggregators: Record<string, number[]>;
};

function problemOf(tasks: number) {
  const rows = random.normal(random.key(1), [batch, inputs]);
  const targets = random.normal(random.key(2), [batch, tasks]);
  return {
    initial(key: np.Array): Params {
      const [first, second] = random.split(key, 2);
      return {
        shared: random.normal(first!, [inputs, hidden]).mul(inputs ** -0.5),
        heads: random.normal(second!, [hidden, tasks]).mul(hidden ** -0.5),
      };
    },
    taskLosses({ shared, heads }: Params) {
      const said = np.dot(np.tanh(np.dot(rows.ref, shared)), heads);
      return np.square(said.sub(targets.ref)).mean(0);
    },
    isShared: (path: string) => path.startsWith("shared"),
    dispose: () => trees.dispose([rows, targets]),
  };
}

/** Seconds of one call: the mean over as many as fill a turn, after one that does not count. */
async function timed(call: () => Promise<void>, turnSeconds: number): Promise<number> {
  await call();
  const begun = performance.now();
  let calls = 0;
  while (performance.now() - begun < 1000 * turnSeconds || calls < 3) {
    await call();
    calls++;
  }
  return (performance.now() - begun) / 1000 / calls;
}

async function measure(tasks: number, rounds: number, turnSeconds: number): Promise<AggregatorCosts> {
  const problem = problemOf(tasks);
  const params = problem.initial(random.key(0));
  const backward = compile(valueAndGradient((params: Params) => problem.taskLosses(params).sum()));
  const calls: Record<string, () => Promise<void>> = {
    async backward() {
      const [value, gradient] = backward(trees.ref(params) as Params);
      await value.data();
      trees.dispose(gradient);
    },
  };

  // Gradients of different lengths and directions, as tasks have them; an aggregator that keeps state goes on with it.
  const gradients = random.normal(random.key(3), [tasks, inputs * hidden]);
  const closing: (() => void)[] = [];
  for (const [name, make] of Object.entries(aggregators)) {
    const own = aggregation(make() as Aggregator);
    let state = own.init(gradients);
    calls[name] = async () => {
      const { direction, state: next } = await own.aggregate(state, gradients.ref);
      state = next;
      await (direction as np.Array).data();
    };
    closing.push(() => {
      trees.dispose(state.arrays);
      own.dispose();
    });
  }

  const iteration = descendTasks("SAM-GS", samGsAggregator() as never, scaleByLearningRate(1e-3))(problem as never);
  let state = await iteration.init(0);
  calls["step"] = async () => {
    state = await iteration.step(state);
  };

  const seconds: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      seconds[name] = [...(seconds[name] ?? []), await timed(call, turnSeconds)];
    }
  }
  for (const close of closing) close();
  iteration.dispose?.();
  backward.dispose();
  trees.dispose([params, gradients]);
  problem.dispose();
  const { backward: one = [], step = [], ...others } = seconds;
  return { tasks, backward: one, step, aggregators: others };
}

export async function measureAggregators({ rounds, turnSeconds }: { rounds: number; turnSeconds: number }) {
  await startEngine();
  const costs: AggregatorCosts[] = [];
  for (const tasks of taskCounts) costs.push(await measure(tasks, rounds, turnSeconds));
  return costs;
}

const inBrackets = ({ median, least, most }: Spread) =>
  `${threeDigits(median)} (${threeDigits(least)}–${threeDigits(most)})`;

/** A row an aggregator, a column a number of tasks: backward passes that one direction takes. */
export function aggregatorTable(costs: readonly AggregatorCosts[]): string {
  const columns: Column[] = [
    { heading: "", align: "left" },
    ...costs.map(({ tasks }): Column => ({ heading: `${tasks} tasks`, align: "right" })),
  ];
  const rows = [
    ["backward pass, ms", ...costs.map(({ backward }) => inBrackets(spread(backward.map((s) => 1000 * s))))],
    ...Object.keys(aggregators).map((name) => [
      name,
      ...costs.map(({ aggregators, backward }) => inBrackets(ratio(aggregators[name]!, backward))),
    ]),
    ["a whole step with SAM-GS", ...costs.map(({ step, backward }) => inBrackets(ratio(step, backward)))],
  ];
  return table(columns, rows);
}
