import { convexReluAdmm, enumeratePatterns2d, linearAlgebra, planarTeacher, type ReluProblem } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, between } from "../../src/criterion.ts";
import { cases, type Experiment, seeds, type TrialContext, TrialInterrupted } from "../../src/experiment.ts";
import { countOf, measured, median, ratio, single } from "../../src/statistic.ts";
import { wavePoints } from "./planar-runs.ts";

const marks = [300, 500, 1000, 1500, 2000, 2500, 3000, 4000];
const last = 6000;

/** ‖u^k − u*‖ at some k, u* being the iterate after 6000. Iterates are not in a trace, so the method is stepped here. */
async function distances({ signal }: TrialContext, problem: ReluProblem, options: object) {
  const iteration = convexReluAdmm({ dualStep: 1, primalTolerance: 0, dualTolerance: 0, ...options })(problem);
  let state = await iteration.init(0);
  const kept = new Map<number, Float64Array>();
  for (let k = 1; k <= last; k++) {
    if (signal.aborted) throw new TrialInterrupted([], undefined);
    state = await iteration.step(state);
    if (marks.includes(k)) kept.set(k, state.u);
  }
  const { norm, addScaled } = linearAlgebra;
  const D = Object.fromEntries([...kept].map(([k, u]) => [`D_${k}`, norm(addScaled(u, -1, state.u))]));
  return { ...D, objective: (await iteration.measure(state)).objective };
}

const D = (k: number) => measured(`D_${k}`);

const quick: Experiment = {
  setup:
    "20 fixed points in the plane, x_k = (1.5 sin 1.7k, 1.5 cos 2.9k), all 40 patterns, β = 0.1, ρ = 0.1, γ_a/ρ = 1. " +
    "D_k is ‖u^k − u*‖, with u* from 6000 iterations.",
  trials: cases("fixed points"),
  trial: (context) => distances(context, wavePoints(), { patterns: "all", rho: 0.1 }),
  criteria: [
    { measures: "D_1000 / D_300", statistic: single(ratio(D(1000), D(300))), holds: atMost(1e-2) },
    { measures: "D_2500", statistic: single(D(2500)), holds: atMost(1e-7) },
    ...[1500, 2000, 2500].map((k) => ({
      measures: `D_${k} / D_${k + 500}`,
      statistic: single(ratio(D(k), D(k + 500))),
      holds: between(5, 25),
    })),
  ],
  remarks: [
    ...[300, 500, 1000, 3000].map((k) => ({ measures: `D_${k}`, statistic: single(D(k)) })),
    { measures: "objective", statistic: single(measured("objective")) },
  ],
};

/** Every tenth pattern in the order of their angles. */
function fewPatterns(problem: ReluProblem) {
  const { toRows, fromRows } = linearAlgebra;
  return fromRows(toRows(enumeratePatterns2d(problem.reluTraining.X)).filter((_, i) => i % 10 === 0));
}

const full: Experiment = {
  setup:
    "30 draws of the planar teacher, 4 well separated patterns (every tenth in the order of angles), ρ = 1, γ_a/ρ = 1.",
  trials: seeds(...Array.from({ length: 30 }, (_, i) => i)),
  trial(context) {
    const problem = planarTeacher({ seed: context.seed });
    return distances(context, problem, { patterns: fewPatterns(problem), rho: 1 });
  },
  criteria: [
    {
      measures: "draws with D_4000 ≤ 1e-8, of 30",
      statistic: countOf((one) => (one["D_4000"] ?? Number.NaN) <= 1e-8),
      holds: atLeast(20),
    },
  ],
  remarks: [{ measures: "D_4000", statistic: median(D(4000)) }],
};

export const linearRate = claim({
  id: "linear-rate",
  says: "The alternating direction method converges linearly for half squared errors.",
  source: "abstract; theorem on ADMM",
  quick,
  full,
  reading:
    "A rate needs a u* to converge to. With all patterns of random points neighbours share a neuron almost freely, and the " +
    "tail is much longer than on these points, while the objective is right to 5e-4.",
});
