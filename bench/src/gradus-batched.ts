import { numpy as np, vmap } from "@jax-js/jax";
import { type Compiled, compile, trees, valueAndGradient } from "gradus";
import { gradusVersion } from "./gradus-version.ts";
import { input, target, weight } from "./network-task.ts";
import { type BatchedTask, type Contestant, serve } from "./protocol.ts";

/* Gradient descent of many students of one teacher: all in one program, or one after another. */

type Student = { W1: np.Array; W2: np.Array };

const learningRate = 0.05;

const numbers = (shape: number[], value: (i: number) => number, start = 0) =>
  np.array(
    Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, (_, i) => value(start + i)),
    { shape },
  );

/** Half the mean square of what a student answers wrongly. */
function loss({ W1, W2 }: Student, inputs: np.Array, targets: np.Array): np.Array {
  const answers = np.tanh(np.dot(np.tanh(np.dot(inputs, W1)), W2));
  return np.square(answers.sub(targets)).mean().mul(0.5);
}

function descend(student: Student, inputs: np.Array, targets: np.Array): [Student, np.Array] {
  const [value, gradient] = valueAndGradient(loss)(trees.ref(student), inputs, targets);
  return [trees.subtract(student, trees.scale(gradient, learningRate)), value];
}

let step: () => Promise<void>;

const contestant: Contestant<BatchedTask> = {
  async prepare({ runs, inputs: M, hidden: N, samples, mode }) {
    const inputs = numbers([samples, M], input);
    const targets = numbers([samples, 1], (i) => target(i) / 2);
    const entries = M * N + N;
    const scale = (i: number) => weight(i) / Math.sqrt(M);
    const student = (run: number): Student => ({
      W1: numbers([M, N], scale, run * entries),
      W2: numbers([N, 1], scale, run * entries + M * N),
    });
    let first: () => Promise<Float32Array>;
    if (mode === "batched") {
      const list = Array.from({ length: runs }, (_, run) => student(run));
      let all: Student = { W1: np.stack(list.map(({ W1 }) => W1)), W2: np.stack(list.map(({ W2 }) => W2)) };
      // biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express functions of trees.
      const program: Compiled<typeof descend> = compile((vmap as any)(descend, [0, null, null]));
      step = async () => {
        const [next, values] = program(all, inputs.ref, targets.ref);
        all = next;
        await values.data();
      };
      first = async () => (await all.W1.ref.slice(0).ravel().data()) as Float32Array;
    } else {
      const each = Array.from({ length: runs }, (_, run) => student(run));
      const program = compile(descend);
      step = async () => {
        for (let run = 0; run < runs; run++) {
          const [next, value] = program(each[run]!, inputs.ref, targets.ref);
          each[run] = next;
          await value.data();
        }
      };
      first = async () => (await each[0]!.W1.ref.ravel().data()) as Float32Array;
    }
    const start = performance.now();
    await step();
    const firstStepSeconds = (performance.now() - start) / 1000;
    await step();
    await step();
    return { version: await gradusVersion(), firstStepSeconds, sample: [...(await first()).subarray(0, 5)] };
  },
  async run(steps) {
    await step();
    const start = performance.now();
    for (let i = 0; i < steps; i++) await step();
    return { seconds: (performance.now() - start) / 1000 };
  },
};

await serve(contestant);
