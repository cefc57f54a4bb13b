import type { numpy as np } from "@jax-js/jax";
import {
  adam,
  type DiffgradFunction,
  diffgrad,
  diffgradF1,
  diffgradF2,
  diffgradF3,
  lastRow,
  type Optimizer,
  type Trace,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, type Remark } from "../../src/criterion.ts";
import { cases, type Experiment } from "../../src/experiment.ts";
import type { Contenders } from "../../src/setups/training.ts";
import { type Measurements, measured, type Reading, ratio, single } from "../../src/statistic.ts";

const functions = { F1: diffgradF1, F2: diffgradF2, F3: diffgradF3 };
type Name = keyof typeof functions;
const names = Object.keys(functions) as Name[];

/** The paper's runs have 300 points, the start included. */
const steps = 299;
const near = 0.01;

/** A function that reports x (of several starts the first), and the share of starts that are near the minimum. */
function watched(
  name: Name,
  start: number[],
): DiffgradFunction & { metrics(x: np.Array): Promise<Record<string, number>> } {
  const problem = functions[name]({ start });
  const [place = 0] = problem.minimum.at![0]!;
  return {
    ...problem,
    async metrics(x) {
      const values = await x.ref.data();
      return { x: values[0]!, share: values.filter((value) => Math.abs(value - place) <= near).length / values.length };
    },
  };
}

const nameOf = (what: string, contender: string, name: Name) => `${what}, ${contender}, ${name}`;
const of = (what: string, contender: string, name: Name) => measured(nameOf(what, contender, name));
const distance =
  (reading: Reading, from: number): Reading =>
  (trial) =>
    Math.abs(reading(trial) - from);

const positions = ({ rows }: Trace): number[] => rows.flatMap(({ extra }) => extra["x"] ?? []);

type Options = {
  /** What runs under diffGrad's name. */
  contender?: (options: { learningRate: number; beta1: number }) => Optimizer;
  /** Further starts, for the remarks: so many, evenly spread over [−1.5, 1.5]. */
  starts?: number;
};

/** The paper's runs on its three functions; optionally, from many starts. */
export function threeFunctionRuns({ contender = diffgrad, starts = 0 }: Options = {}): Experiment {
  const contenders: Contenders = {
    Adam: adam({ learningRate: 0.1, beta1: 0.95 }),
    diffGrad: contender({ learningRate: 0.1, beta1: 0.95 }),
    "Adam, 0.05": adam({ learningRate: 0.05, beta1: 0.95 }),
  };
  const spread = Array.from({ length: starts }, (_, i) => -1.5 + (3 * i) / (starts - 1));
  const shares: Remark[] = names.flatMap((name) =>
    Object.keys(contenders).map((contender) => ({
      measures: `share of ${starts} starts in [−1.5, 1.5] that end within 0.01 of the minimum, ${contender}, ${name}`,
      statistic: single(of("share", contender, name)),
    })),
  );
  return {
    setup:
      "Three functions of one variable in float64, learning rate 0.1, β₁ = 0.95, β₂ = 0.999, ε = 1e-8, 299 updates " +
      "from x = −1. F1 has its minimum at −0.3 and a local one at 0.2, F2 at −0.6429 and a trap at 0, F3 at 0.",
    trials: cases("all functions"),
    async trial({ run }) {
      const measurements: Measurements = {};
      for (const name of names) {
        for (const [label, optimizer] of Object.entries(contenders)) {
          const options = { steps, metricsEvery: 1 };
          const trace = await run({ contender: label, setting: name }, watched(name, [-1]), optimizer, options);
          measurements[nameOf("x at the end", label, name)] = lastRow(trace).extra["x"]!;
          measurements[nameOf("value at the end", label, name)] = lastRow(trace).objective;
          measurements[nameOf("largest x", label, name)] = Math.max(...positions(trace));
          if (starts === 0) continue;
          const setting = `${name}, sum over ${starts} starts`;
          const many = await run({ contender: label, setting }, watched(name, spread), optimizer, { steps });
          measurements[nameOf("share", label, name)] = lastRow(many).extra["share"]!;
        }
      }
      return measurements;
    },
    criteria: [
      {
        measures: "F1: where diffGrad ends, distance from the minimum at −0.3",
        statistic: single(distance(of("x at the end", "diffGrad", "F1"), -0.3)),
        holds: atMost(near),
      },
      {
        measures: "F1: where Adam ends, distance from the local minimum at 0.2",
        statistic: single(distance(of("x at the end", "Adam", "F1"), 0.2)),
        holds: atMost(near),
      },
      {
        measures: "F2: where diffGrad ends, distance from the minimum at −0.6429",
        statistic: single(distance(of("x at the end", "diffGrad", "F2"), -0.6429)),
        holds: atMost(near),
      },
      {
        measures: "F2: value at which Adam ends (0.85 in the trap)",
        statistic: single(of("value at the end", "Adam", "F2")),
        holds: atLeast(0.8),
      },
      ...["diffGrad", "Adam"].map((contender) => ({
        measures: `F3: where ${contender} ends, distance from the minimum at 0`,
        statistic: single(distance(of("x at the end", contender, "F3"), 0)),
        holds: atMost(0.05),
      })),
      {
        measures: "F3: how far past the minimum, diffGrad / Adam",
        statistic: single(ratio(of("largest x", "diffGrad", "F3"), of("largest x", "Adam", "F3"))),
        holds: atMost(0.8),
      },
    ],
    remarks: [
      {
        measures: "F1: where Adam at half the learning rate ends",
        statistic: single(of("x at the end", "Adam, 0.05", "F1")),
      },
      {
        measures: "F2: where Adam at half the learning rate ends",
        statistic: single(of("x at the end", "Adam, 0.05", "F2")),
      },
      {
        measures: "F3: how far past the minimum, Adam at half the learning rate / Adam",
        statistic: single(ratio(of("largest x", "Adam, 0.05", "F3"), of("largest x", "Adam", "F3"))),
      },
      ...(starts > 0 ? shares : []),
    ],
  };
}

export const threeFunctions = claim({
  id: "three-functions",
  says: "On three non-convex functions of one variable diffGrad reaches the global minimum, where Adam overshoots.",
  source: "abstract; the official notebook",
  quick: threeFunctionRuns(),
  full: threeFunctionRuns({ starts: 101 }),
  reading:
    "The runs are the paper's own. Adam at half the learning rate reaches the same minima and overshoots less than " +
    "diffGrad: to first order, what is shown is the effect of a shorter step. The full experiment adds other starts.",
});
