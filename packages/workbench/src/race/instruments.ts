import {
  adamEdgeOfStability,
  edgeOfStability,
  fluctuation,
  gradientAlignment,
  type HasLoss,
  type HasMetrics,
  hessianCondition,
  type Instrument,
  type Look,
  type Method,
  methodCatalogue,
  observe,
  sharpness,
  type Tree,
  trees,
} from "gradus";
import type { InstrumentName, Observing } from "./instrument-list.ts";
import type { Spec } from "./spec.ts";

type Observed = HasLoss<Tree> & HasMetrics<Tree>;

/** Instruments are made anew for each run: some remember. A method of which one has nothing to say has no look. */
const makers: Record<
  InstrumentName,
  (problem: Observed, method: Spec, told: Set<string>) => Look<Tree> | Instrument<Tree> | undefined
> = {
  sharpness: (problem) => sharpness(problem),
  "edge-of-stability"(problem, { name, options }) {
    if (name !== "sgd" && name !== "adam") return undefined;
    const all = methodCatalogue[name]!.options.parse(options) as Record<string, never>;
    if (name === "sgd") {
      const { learningRate, momentum, nesterov } = all;
      return edgeOfStability(problem, { learningRate: learningRate!, momentum: momentum!, nesterov: nesterov! });
    }
    const { learningRate, beta1, beta2, epsilon } = all;
    const own = { learningRate: learningRate!, beta1: beta1!, beta2: beta2!, epsilon: epsilon! };
    return adamEdgeOfStability(problem, own);
  },
  "hessian-condition": (problem) => hessianCondition(problem),
  "gradient-alignment": (problem) => gradientAlignment(problem),
  fluctuation() {
    const motion = fluctuation();
    return async (params) => {
      motion.add(await numbersOf(params));
      return { fluctuation: motion.q() };
    };
  },
  "parameter-norm": () => async (params) => ({ parameterNorm: Math.hypot(...(await numbersOf(params))) }),
  metrics: (problem, _, told) => async (params) => {
    const measured = await problem.metrics(params);
    for (const name of Object.keys(measured)) told.add(name);
    return measured;
  },
};

const numbersOf = async (params: Tree) => await trees.toVector(trees.ref(params)).data();

/** The method of a contender with instruments attached. `told` gets the names of what the problem itself measures. */
export function observed<Problem, State>(
  method: Method<Problem, State, Tree>,
  spec: Spec,
  problem: object,
  { instruments, every }: Observing,
  told: Set<string>,
): Method<Problem, State, Tree> {
  return instruments.reduce((watched, name) => {
    const look = makers[name](problem as Observed, spec, told);
    return look === undefined ? watched : observe(watched, { look, every });
  }, method);
}
