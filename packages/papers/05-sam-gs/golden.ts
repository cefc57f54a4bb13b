import { numpy as np } from "@jax-js/jax";
import {
  type Aggregator,
  aggregation,
  alignedMtlAggregator,
  cagradAggregator,
  chain,
  clipByGlobalNorm,
  descendTasks,
  disposeState,
  famoAggregator,
  graddropAggregator,
  type HasInitial,
  type HasTaskLosses,
  imtlGAggregator,
  mgdaAggregator,
  multiTaskToy1,
  multiTaskToy2,
  nashMtlAggregator,
  pcgradAggregator,
  samGsAggregator,
  scaleByAdam,
  scaleByLearningRate,
  type Transformation,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";
import { vector } from "../src/golden/trajectory.ts";

type Inputs = GoldenCase["inputs"];

export function actual({ kind, inputs, expected }: GoldenCase) {
  switch (kind) {
    case "samgsDirections":
      return directions(inputs);
    case "samgsQuadratics":
      return iterates(quadratics(inputs), scaleByLearningRate(inputs.lr), inputs, expected["branch"].length);
    case "samgsToyAdam": {
      const toy = { toy1: multiTaskToy1, toy2: multiTaskToy2 }[inputs.problem as "toy1" | "toy2"];
      const problem = toy({ start: inputs.x0, scale: inputs.scale ?? 1 });
      const adam = chain(scaleByAdam(), scaleByLearningRate(inputs.lr));
      return iterates(problem, adam, inputs, expected["branch"].length);
    }
    case "aggregators":
      return baselines(inputs, expected);
    case "famoWeights":
      return famo(inputs, expected["weights"].length);
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

/** Fields of a case that have tolerances of their own carry them inside. */
export const tolerances = ({ kind, expected }: GoldenCase) =>
  kind === "aggregators"
    ? Object.fromEntries(
        Object.entries(expected as Record<string, { atol?: number }>).flatMap(([field, { atol }]) =>
          atol === undefined ? [] : [[field, { atol, isScaled: true }]],
        ),
      )
    : {};

const surgeryOf = ({ beta1, beta2, gamma, eps, similarity, similarityForH, outerEps }: Inputs) =>
  samGsAggregator({
    beta1,
    beta2,
    threshold: gamma,
    epsilon: eps,
    similarity,
    similarityForH: similarityForH ?? "same",
    outerEpsilon: outerEps,
  });

const matrix = (rows: number[][]) => np.array(rows, { dtype: np.float64 });
const numbers = (array: unknown): number[] => Array.from((array as np.Array).dataSync() as Float64Array);
const branchOf = ({ isEqualised }: Record<string, number>) => (isEqualised ? "equalise" : "momentum");

async function directions(inputs: Inputs) {
  const surgery = aggregation(surgeryOf(inputs));
  let state = surgery.init(matrix(inputs.grads[0]));
  const rows = [];
  for (const gradients of inputs.grads) {
    const { direction, diagnostics, state: next } = await surgery.aggregate(state, matrix(gradients));
    rows.push({ direction: numbers(direction), ...diagnostics } as Record<string, number> & { direction: number[] });
    state = next;
  }
  const [m] = state.arrays as np.Array[];
  const mFinal = inputs.grads[0].map((_: unknown, k: number) => numbers(m!.ref.slice(k)));
  disposeState(state.arrays);
  surgery.dispose();
  return {
    direction: rows.map(({ direction }) => direction),
    psi: rows.map((row) => row["similarity"]),
    branch: rows.map(branchOf),
    h: rows.map((row) => row["h"]),
    hHat: rows.map((row) => row["hHat"]),
    mFinal,
  };
}

type Points = HasInitial<np.Array> & HasTaskLosses<np.Array>;

function quadratics({ A, c, x0 }: Inputs): Points {
  return {
    initial: () => vector(x0),
    taskLosses: (x) =>
      np.stack(
        A.map((rows: number[][], k: number) => {
          const away = x.ref.sub(vector(c[k]));
          return np.dot(away.ref, np.dot(matrix(rows), away)).mul(0.5);
        }),
      ),
  };
}

async function iterates(problem: Points, transformation: Transformation, inputs: Inputs, steps: number) {
  const options = {
    scaleByTasks: inputs.scaleByTasks ?? false,
    ...(inputs.clip && { beforehand: clipByGlobalNorm(inputs.clip, { epsilon: 1e-6 }) }),
  };
  const method = descendTasks("SAM-GS", surgeryOf(inputs) as unknown as Aggregator, transformation, options);
  const iteration = method(problem);
  let state = await iteration.init(0);
  const x = [numbers(state.params.ref)];
  const [losses, grads, branch]: [number[][], number[][][], string[]] = [[], [], []];
  for (let step = 0; step < steps; step++) {
    const K = state.gradients[0]!.shape[0]!;
    losses.push([...state.seen.slice(0, K)]);
    grads.push(Array.from({ length: K }, (_, k) => numbers(state.gradients[0]!.ref.slice(k))));
    state = await iteration.step(state);
    x.push(numbers(state.params.ref));
    branch.push(branchOf(state.diagnostics));
  }
  disposeState(state);
  iteration.dispose?.();
  return { x, losses, grads, branch };
}

async function baselines(inputs: Inputs, expected: Record<string, { atol?: number }>) {
  const G: number[][] = inputs.G;
  const aggregators: Record<string, () => Aggregator> = {
    pcgrad: () => pcgradAggregator({ orders: () => inputs.pcgradOrders }),
    cagrad: () => cagradAggregator({ c: inputs.cagradC }),
    mgda: mgdaAggregator,
    imtlg: imtlGAggregator,
    nash: nashMtlAggregator,
    gradDrop: () => graddropAggregator({ thresholds: () => inputs.gradDropU }),
    alignedMtl: alignedMtlAggregator,
  };
  const results: Record<string, unknown> = {};
  for (const field of Object.keys(expected).filter((field) => aggregators[field])) {
    const own = aggregation(aggregators[field]!());
    const { direction, diagnostics } = await own.aggregate(own.init(matrix(G)), matrix(G));
    own.dispose();
    const d = numbers(direction);
    const weights = G.map((_, k) => diagnostics[`weight${k + 1}`]);
    const { atol } = expected[field]!;
    // A tolerance stands among the values: what it is does not depend on the method.
    const stated = atol === undefined ? {} : { atol };
    results[field] = Array.isArray(expected[field]) ? d : { weights, direction: d, ...stated };
  }
  return results;
}

function famo({ losses, minLosses, wLr, gamma }: Inputs, steps: number) {
  const aggregator = famoAggregator({ minLosses, weightLearningRate: wLr, decay: gamma });
  const K = losses[0].length;
  let memory = aggregator.remember(K);
  const [logits, weights] = [[[...memory.xi]], [] as number[][]];
  const unseen = { norms: new Float64Array(), cosines: { rows: 0, columns: 0, data: new Float64Array() } };
  for (let update = 0; update < steps; update++) {
    const [before, after] = [Float64Array.from(losses[update]), Float64Array.from(losses[update + 1])];
    const view = { update, seed: 0, losses: before, roundingUnit: 2 ** -52, ...unseen };
    weights.push([...aggregator.decide(view, memory).weights]);
    memory = aggregator.observe!(before, after, memory);
    logits.push([...memory.xi]);
  }
  return { logits, weights };
}
