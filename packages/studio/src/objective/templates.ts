/** Objectives to start from. */
export type Template = {
  id: string;
  title: string;
  /** What it is and what to try. */
  says: string;
  code: string;
  /** What the code offers to methods. */
  offers: readonly string[];
  /** A race to begin with. */
  race: { methods: readonly string[]; steps: number };
};

const differentiable = ["initial", "loss"];

export const templates: readonly Template[] = [
  {
    id: "valley",
    title: "A curved valley",
    says: "Two parameters; the minimum of 0 lies at (1, 1).",
    offers: differentiable,
    race: { methods: ["sgd:learningRate=0.001", "adam:learningRate=0.05", "adabelief:learningRate=0.05"], steps: 500 },
    code: `import { numpy as np } from "@jax-js/jax";

// Rosenbrock's valley: steep across, almost flat along.
export default {
  name: "curved valley",
  initial: () => np.array([-1.5, 2]),
  loss(p: np.Array) {
    const x = p.ref.slice(0);
    const y = p.slice(1);
    const along = np.square(x.ref.sub(1));
    const across = np.square(y.sub(np.square(x)));
    return along.add(across.mul(100));
  },
};
`,
  },
  {
    id: "least-squares",
    title: "Least squares",
    says: "A curve a exp(−b t) through points that you type in.",
    offers: differentiable,
    race: { methods: ["sgd:learningRate=0.03", "adam:learningRate=0.1", "lbfgs"], steps: 300 },
    code: `import { numpy as np } from "@jax-js/jax";

// Time and what was measured: put your own numbers here.
const times = [0, 1, 2, 3, 4, 5, 6, 7];
const values = [4.1, 2.9, 2.2, 1.5, 1.2, 0.8, 0.55, 0.46];

// y = a exp(-b t): a and b are sought.
export default {
  name: "decay",
  initial: () => ({ a: np.array(1), b: np.array(0.1) }),
  loss({ a, b }: { a: np.Array; b: np.Array }) {
    const predicted = np.exp(np.array(times).mul(b.neg())).mul(a);
    return np.square(predicted.sub(np.array(values))).mean();
  },
};
`,
  },
  {
    id: "network",
    title: "A small network",
    says: "Two spirals told apart by a network with one hidden layer, on random batches.",
    offers: [...differentiable, "batches"],
    race: { methods: ["sgd:learningRate=0.3", "adam:learningRate=0.02", "adabelief:learningRate=0.02"], steps: 600 },
    code: `import { nn, numpy as np, random } from "@jax-js/jax";
import { generator, seedFor } from "gradus";

type Params = { w1: np.Array; b1: np.Array; w2: np.Array };
type Batch = { points: np.Array; labels: np.Array };

// Points on two spirals, with noise.
const draw = generator(7);
const points = Array.from({ length: 400 }, (_, i) => {
  const [label, t] = [i % 2, 0.5 + 3 * draw.uniform()];
  const angle = 2.2 * t + Math.PI * label;
  const noise = () => 0.1 * draw.normal();
  return { label, x: t * Math.cos(angle) + noise(), y: t * Math.sin(angle) + noise() };
});
const hidden = 24;

export default {
  name: "two spirals",
  initial(key: np.Array): Params {
    const [first, second] = random.split(key, 2);
    return {
      w1: random.normal(first, [2, hidden]),
      b1: np.zeros([hidden]),
      w2: random.normal(second, [hidden, 1]).mul(0.3),
    };
  },
  batches: (seed: number) => (index: number): Batch => {
    const pick = generator(seedFor(seed, "batch", index));
    const batch = Array.from({ length: 64 }, () => points[pick.integer(points.length)]!);
    return {
      points: np.array(batch.map(({ x, y }) => [x, y])),
      labels: np.array(batch.map(({ label }) => [label])),
    };
  },
  loss({ w1, b1, w2 }: Params, { points, labels }: Batch) {
    const layer = np.tanh(np.matmul(points, w1).add(b1));
    const score = np.matmul(layer, w2);
    // Cross-entropy of a logistic output: log(1 + exp(s)) - label * s.
    return nn.softplus(score.ref).sub(labels.mul(score)).mean();
  },
};
`,
  },
  {
    id: "rastrigin",
    title: "A grid of traps",
    says: "Twenty parameters started at random by the seed; a local minimum at every whole number.",
    offers: differentiable,
    race: { methods: ["sgd:learningRate=0.002", "adam:learningRate=0.1", "lion:learningRate=0.02"], steps: 300 },
    code: `import { numpy as np, random } from "@jax-js/jax";

// Rastrigin's function: a bowl under waves. Try several seeds.
export default {
  name: "grid of traps",
  initial: (key: np.Array) => random.uniform(key, [20]).mul(4).sub(2),
  loss(x: np.Array) {
    const bowl = np.square(x.ref);
    const waves = np.cos(x.mul(2 * Math.PI)).mul(10);
    return bowl.sub(waves).add(10).sum();
  },
};
`,
  },
  {
    id: "unstable",
    title: "One that diverges",
    says: "Gradient descent is stable up to a learning rate of 0.02 here. Try 0.03.",
    offers: differentiable,
    race: { methods: ["sgd:learningRate=0.03", "sgd:learningRate=0.019", "adam:learningRate=0.1"], steps: 200 },
    code: `import { numpy as np } from "@jax-js/jax";

// Curvatures 1 and 100: gradient descent needs a learning rate below 2/100.
export default {
  name: "narrow bowl",
  initial: () => np.array([1, 1]),
  loss(x: np.Array) {
    const curvature = np.array([1, 100]);
    return np.square(x).mul(curvature).sum().mul(0.5);
  },
};
`,
  },
  {
    id: "black-box",
    title: "A black box",
    says: "Only values, no gradient: for methods that need nothing else.",
    offers: ["initial", "evaluate"],
    race: { methods: ["nelder-mead", "differential-evolution", "consensus"], steps: 60 },
    code: `// What is inside cannot be differentiated: a count, a simulation, a measurement.
export const dimension = 2;
export const domain = { lower: -5, upper: 5 };

export default function stepsToTarget([x, y]: Float64Array): number {
  return Math.round(10 * Math.hypot(x! - 1, y! + 2));
}
`,
  },
];
