import {
  alphaForSampleSize,
  annealedLangevin,
  canyon,
  consensus,
  consensusHopping,
  consensusMemory,
  consensusPoint,
  disposeState,
  effectiveSampleSize,
  type Iteration,
  linearAlgebra,
  minimizingMovement,
  type Own,
  quadratic,
  type Search,
  type SearchState,
  shiftedAckley,
  shiftedRastrigin,
  type TestFunction,
  trees,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";
import { numbersOf } from "../src/golden/trajectory.ts";

// biome-ignore lint/suspicious/noExplicitAny: a case's parts are whatever its method needs.
type Any = any;
type Rows = number[][];

export function actual({ method, objective, hyper, inputs, expected, expect = expected }: GoldenCase) {
  switch (method) {
    case "consensus":
      return weighted(inputs, hyper);
    case "effective-sample-size":
      return { alpha: alphaForSampleSize(inputs.energies, hyper.eta) };
    case "cbo":
      return plain(objective, hyper, inputs);
    case "consensus-hopping":
      return hopping(objective, hyper, inputs);
    case "cbo-memory":
      return withMemory(objective, hyper, inputs);
    case "cbo-minibatch":
      return inBatches(objective, hyper, inputs);
    case "gd-langevin":
      return langevin(objective, hyper, inputs);
    case "mms":
      return movement(objective, hyper, inputs, expect.x.length);
    default:
      throw new RangeError(`unknown method '${method}'`);
  }
}

type Problem = Pick<TestFunction, "name" | "initial" | "loss" | "dimension" | "evaluate">;

function problemOf({ type, ...parts }: Any, start: number[]): Problem {
  const dimension = start.length;
  switch (type) {
    case "quadratic":
      return quadratic({ A: parts.A, b: parts.b ?? start.map(() => 0), start });
    case "rastrigin":
      return shiftedRastrigin({
        dimension,
        amplitude: parts.a ?? 10,
        ...(parts.shift && { shift: parts.shift }),
        start,
      });
    case "ackley":
      return shiftedAckley({ dimension, ...(parts.shift && { shift: parts.shift }), start });
    case "canyon":
      return canyon({ ...(parts.c !== undefined && { waves: parts.c }), start });
    default:
      throw new RangeError(`unknown objective '${type}'`);
  }
}

function weighted({ X, energies }: Any, { alphas }: Any) {
  const results = (alphas as number[]).map((alpha) => consensusPoint(linearAlgebra.fromRows(X), energies, alpha));
  return { points: results.map(({ point }) => point), ess: results.map(({ weights }) => effectiveSampleSize(weights)) };
}

/** Follows a search for some steps and tells what `observe` saw after each, and the answer. */
async function follow<Memory extends Own, Row>(
  method: Search<Memory>,
  problem: Problem,
  steps: number,
  observe: (state: SearchState<Memory>) => Row,
) {
  const iteration = method(problem) as Iteration<SearchState<Memory>, Any>;
  let state = await iteration.init(0);
  const seen: Row[] = [];
  for (let step = 0; step < steps; step++) {
    state = await iteration.step(state);
    seen.push(observe(state));
  }
  const answer = iteration.answer(state);
  const point = numbersOf(answer);
  answer.dispose();
  disposeState(state);
  iteration.dispose?.();
  return { seen, answer: point };
}

const rowsOf = (X: linearAlgebra.Matrix): Rows => linearAlgebra.toRows(X).map((row) => [...row]);
const normals = (xi: Rows[]) => (step: number) => (xi[step] ?? []).flat();

async function plain(objective: Any, hyper: Any, { X0, xi }: Any) {
  const { seen, answer } = await follow(
    consensus({
      particles: X0.length,
      alpha: hyper.alpha,
      lambda: hyper.lambda,
      sigma: hyper.sigma,
      dt: hyper.dt,
      noise: hyper.noise,
      order: hyper.order ?? "euler",
      truncation: hyper.M ?? undefined,
      correction: hyper.correction ?? "none",
      ...(typeof hyper.corr_eps === "number" && { correctionWidth: hyper.corr_eps }),
      ensemble: X0,
      answer: "consensus",
      draws: { normals: normals(xi) },
    }),
    problemOf(objective, X0[0]),
    xi.length,
    ({ population: { own } }) => ({ c: [...own.c], X: rowsOf(own.X) }),
  );
  return { consensus: seen.map(({ c }) => c), X: seen.map(({ X }) => X), final_consensus: answer };
}

async function hopping(objective: Any, hyper: Any, { X0, xi }: Any) {
  const { seen, answer } = await follow(
    consensusHopping({
      particles: X0.length,
      alpha: hyper.alpha,
      s: hyper.sigma,
      ...(hyper.decay_every > 0 && { decayEvery: hyper.decay_every, decay: hyper.decay }),
      ensemble: X0,
      answer: "consensus",
      draws: { normals: normals(xi) },
    }),
    problemOf(objective, X0[0]),
    xi.length,
    ({ population: { own, asked } }) => ({ c: [...own.c], X: rowsOf(asked), s: own.s }),
  );
  const last = seen.at(-1)!;
  return {
    consensus: seen.map(({ c }) => c),
    final_consensus: answer,
    final_X: last.X,
    final_sigma: last.s,
    X: seen.map(({ X }) => X),
  };
}

async function withMemory(objective: Any, hyper: Any, { X0, B1, B2, B3 }: Any) {
  const terms = [B1, B2, B3] as Rows[][];
  // Memories are told in the step after the one that moved the particles.
  const { seen } = await follow(
    consensusMemory({
      particles: X0.length,
      alpha: hyper.alpha,
      dt: hyper.dt,
      lambda1: hyper.lambda1,
      lambda2: hyper.lambda2,
      lambda3: hyper.lambda3,
      sigma1: hyper.sigma1,
      sigma2: hyper.sigma2,
      sigma3: hyper.sigma3,
      noise1: hyper.noise1,
      noise2: hyper.noise2,
      noise3: hyper.noise3,
      ...(typeof hyper.beta === "number" && { beta: hyper.beta }),
      kappa: hyper.kappa,
      ensemble: X0,
      draws: { normals: (step, term) => (terms[term]?.[step] ?? zerosLike(X0)).flat() },
    }),
    problemOf(objective, X0[0]),
    B1.length + 1,
    ({ population: { own } }) => ({ c: [...own.c], X: rowsOf(own.X), Y: rowsOf(own.Y) }),
  );
  const steps = seen.slice(0, -1);
  return {
    consensus: steps.map(({ c }) => c),
    X: steps.map(({ X }) => X),
    Y: seen.slice(1).map(({ Y }) => Y),
    final_consensus: seen.at(-1)!.c,
  };
}

const zerosLike = (X: Rows): Rows => X.map((row) => row.map(() => 0));

async function inBatches(objective: Any, hyper: Any, { X0, permutations, xi }: Any) {
  const { seen } = await follow(
    consensus({
      particles: X0.length,
      alpha: hyper.alpha,
      lambda: hyper.lambda,
      sigma: hyper.sigma,
      dt: hyper.dt,
      noise: hyper.noise,
      order: hyper.order ?? "euler",
      particleBatch: hyper.batch_size,
      update: hyper.update,
      ensemble: X0,
      answer: "consensus",
      draws: {
        normals: normals(xi),
        // The order after the last batch does not matter: the particles are told before they are put into it.
        permutation: (batch) => permutations[batch] ?? X0.map((_: unknown, i: number) => i),
      },
    }),
    problemOf(objective, X0[0]),
    xi.length,
    ({ population: { own } }) => ({ c: [...own.c], X: rowsOf(own.X) }),
  );
  return { consensus: seen.map(({ c }) => c), final_X: seen.at(-1)!.X, X: seen.map(({ X }) => X) };
}

async function langevin(objective: Any, hyper: Any, { x0, xi }: Any) {
  const { seen } = await follow(
    annealedLangevin({
      learningRate: hyper.lr,
      dt: hyper.dt,
      sigma: hyper.sigma,
      difference: hyper.fd ?? 1e-5,
      ensemble: [x0],
      draws: { normals: (step) => xi[step] },
    }),
    problemOf(objective, x0),
    xi.length,
    ({ population: { own } }) => rowsOf(own.X)[0],
  );
  return { x: seen };
}

async function movement(objective: Any, { tau }: Any, { x0 }: Any, steps: number) {
  const iteration = minimizingMovement({ tau })(problemOf(objective, x0));
  let state = await iteration.init(0);
  const x: number[][] = [];
  for (let step = 0; step < steps; step++) {
    state = await iteration.step(state);
    x.push(numbersOf(state.params as Any));
  }
  trees.dispose(state.params);
  iteration.dispose?.();
  return { x };
}
