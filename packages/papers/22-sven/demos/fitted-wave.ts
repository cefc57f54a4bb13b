import { numpy as np } from "@jax-js/jax";
import {
  type ConditionsState,
  compile,
  dampedWaveSamples,
  disposeState,
  type Iteration,
  type Network,
  type Supervised,
  type SvenMemory,
} from "gradus";
import {
  type ControlValues,
  type Demo,
  type DemoFigure,
  defineDemo,
  type Frame,
  type Mark,
  type Pair,
} from "../../src/demo.ts";
import { waveProblem } from "../../src/setups/damped-wave.ts";
import { mulberry } from "../../src/setups/mulberry.ts";
import { type Contender, controls, number, takingPart } from "./wave-contenders.ts";

const samples = 512;
const places = Float64Array.from({ length: 161 }, (_, i) => -1 + i / 80);
/** Shares of the largest singular value below this are drawn here. */
const lowestShare = 1e-8;

const seedOf = (values: ControlValues) => number(values, "seed");
/** The wave at the places, standardised as the samples are. */
const truthOf = (values: ControlValues): Float64Array =>
  dampedWaveSamples(mulberry(seedOf(values)).uniforms(samples, -1, 1), places).test.targets;

const curve = (y: Float64Array): Pair[] => Array.from(places, (x, i) => [x, y[i]!]);

/** A method at work: where it is, and what its network says. */
type Runner = { contender: Contender; iteration: Iteration<unknown, Network>; state: unknown; ended: string };

/**
 * A network learns a damped wave from batches of samples: what each method has made of it so far, how far it is off, and
 * the singular values of Sven's Jacobian, those it keeps and those it cuts.
 */
export const fittedWave: Demo = defineDemo({
  id: "fitted-wave",
  title: "A network learns a wave",
  says:
    "Each dot is a sample of the batch at hand, one equation for Sven. It solves all of them to first order with the " +
    "directions that it keeps, and goes a part of the way. Keep fewer directions and it slows down; raise rtol and it cuts " +
    "more of them; a learning rate near 1 fits each batch and forgets the last. Levenberg-Marquardt, from the same " +
    "Jacobian, is there for comparison.",
  controls,

  scene(values) {
    const taking = takingPart(values);
    const names = taking.map(({ label }) => label).join(", ");
    const lines = taking.map(({ label, name }) => ({ name: label, method: name }));
    return {
      steps: number(values, "steps"),
      panels: [
        {
          id: "fit",
          kind: "plane",
          title: "What the networks say",
          description: `The damped wave, and the networks trained by ${names} beside it.`,
          x: { title: "x", low: -1, high: 1 },
          y: { title: "y, standardised", low: -2.8, high: 2.8 },
          marks: [{ name: "wave", kind: "line", at: curve(truthOf(values)), isDashed: true, label: "wave" }],
        },
        {
          id: "loss",
          kind: "curves",
          title: "Mean squared error",
          description: `The mean squared distance between network and wave against the step, for ${names}.`,
          x: { title: "step" },
          y: { title: "error", isLog: true },
          lines,
        },
        {
          id: "spectrum",
          kind: "plane",
          title: "Singular values of Sven's Jacobian",
          description: "The singular values of the last step in descending order: dots are kept, crosses cut.",
          x: { title: "number", low: 0, high: number(values, "batch") + 1 },
          y: { title: "log₁₀ of the share of the largest", low: Math.log10(lowestShare) - 0.5, high: 0.5 },
        },
      ],
    };
  },

  async *play(values, signal) {
    const truth = truthOf(values);
    const { batch: batchSize, steps } = values as { batch: number; steps: number };
    const problem = waveProblem(seedOf(values), { train: samples, test: 1, batchSize });
    const predict = compile((params: Network) =>
      problem.predict(params, np.array(places, { shape: [places.length, 1], dtype: np.float64 })),
    );
    const runners: Runner[] = [];
    const frames = narrator(values, truth);
    try {
      for (const contender of takingPart(values)) {
        const iteration = contender.method(values)(problem);
        runners.push({ contender, iteration, state: await iteration.init(0), ended: "" });
      }
      const says = async ({ iteration, state }: Runner): Promise<Float64Array> => {
        const network = iteration.answer(state);
        return Float64Array.from(await predict(network).data());
      };
      for (let step = 0; step <= steps; step++) {
        const seen: Seen[] = [];
        for (const runner of runners) {
          if (runner.state === undefined) continue;
          if (step > 0) {
            const current = runner.state;
            runner.state = undefined;
            runner.state = await runner.iteration.step(current);
          }
          const predictions = await says(runner);
          const isLost = predictions.some((y) => !Number.isFinite(y));
          seen.push({ contender: runner.contender, predictions, state: runner.state, isLost });
        }
        yield frames(step, seen, await samplesOf(problem, step));
        for (const { contender } of seen.filter(({ isLost }) => isLost)) {
          const lost = runners.find((runner) => runner.contender === contender)!;
          disposeState(lost.state);
          lost.state = undefined;
        }
        if (signal.aborted || runners.every(({ state }) => state === undefined)) return;
      }
    } finally {
      for (const { iteration, state } of runners) {
        if (state !== undefined) disposeState(state);
        iteration.dispose?.();
      }
      predict.dispose();
    }
  },
});

type Seen = { contender: Contender; predictions: Float64Array; state: unknown; isLost: boolean };

/** The samples that the step at hand is made from. */
async function samplesOf(problem: Supervised<Network>, step: number): Promise<Pair[]> {
  const { inputs, targets } = problem.batches(0)(Math.max(0, step - 1));
  const [x, y] = [await inputs.data(), await targets.data()];
  return Array.from(x, (at, i) => [at, y[i]!]);
}

/** Makes frames of what the runners say. */
function narrator(values: ControlValues, truth: Float64Array) {
  const rtol = number(values, "sven.rtol");
  const errors = new Map<string, number>();

  return (step: number, seen: Seen[], batch: Pair[]): Frame => {
    const fit: Mark[] = [{ name: "batch", kind: "points", at: batch, shape: "ring" }];
    let spectrum: Mark[] = [];
    for (const { contender, predictions, state, isLost } of seen) {
      const { label, name } = contender;
      const error = predictions.reduce((sum, y, i) => sum + (y - truth[i]!) ** 2, 0) / truth.length;
      errors.set(label, isLost ? Number.POSITIVE_INFINITY : error);
      if (!isLost) fit.push({ name: label, method: name, kind: "line", at: curve(predictions) });
      if (name === "sven") spectrum = spectrumOf(state as ConditionsState<Network, SvenMemory>, rtol, batch.length);
    }
    const shown = seen.filter(({ isLost }) => !isLost).map(({ contender: { label } }) => label);
    const taking = takingPart(values);
    return {
      step,
      marks: { fit, spectrum },
      points: { loss: shown.map((label) => ({ line: label, x: step, y: errors.get(label)! })) },
      figures: taking.flatMap(({ label, name }): DemoFigure[] => [
        { of: label, method: name, label: "mean squared error", value: errors.get(label)! },
      ]),
      says: `Step ${step}. ${taking.map(({ label }) => `${label} is off by ${short(errors.get(label)!)}`).join("; ")}.`,
    };
  };
}

/** The singular values as shares of the largest, and the bound below which they are cut. */
function spectrumOf(
  { memory: { s }, reports }: ConditionsState<Network, SvenMemory>,
  rtol: number,
  most: number,
): Mark[] {
  const bound = Math.log10(rtol);
  const places = Array.from(s, (value, i): Pair => [i + 1, Math.log10(Math.max(value / s[0]!, lowestShare))]);
  const kept = reports["rank"] ?? 0;
  return [
    {
      name: "cut-off",
      kind: "line",
      at: [
        [0, bound],
        [most + 1, bound],
      ],
      isDashed: true,
      label: "rtol",
    },
    { name: "kept", method: "sven", kind: "points", at: places.slice(0, kept), shape: "dot" },
    { name: "cut", kind: "points", at: places.slice(kept), shape: "cross" },
  ];
}

const short = (value: number) => value.toExponential(1).replaceAll("-", "−");
