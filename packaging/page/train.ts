import { contenderTraces, createProblem, labelOf, parseSpecs, runContender, standings } from "@gradus/workbench";
import { standaloneChart } from "@gradus/workbench/drawing";
import { jit, numpy as np } from "@jax-js/jax";
import {
  adabelief,
  adam,
  chain,
  descend,
  minimize,
  type Optimizer,
  rosenbrock,
  scaleByAdam,
  scaleByLearningRate,
} from "gradus";

/* What a page can do with the package as a bundler delivers it; the test reads the result as JSON. */

async function objectives(method: Optimizer) {
  const { answer, status, trace } = await minimize(rosenbrock(), method, { steps: 200 });
  answer.dispose();
  return { status, first: trace.rows[0]?.objective, last: trace.rows.at(-1)?.objective };
}

/** A race as the command runs it, and its chart. */
async function race() {
  const plan = { methods: parseSpecs("sgd:learningRate=0.0001,adam:learningRate=0.1"), seeds: [0] };
  const problem = await createProblem({ name: "rosenbrock", options: {} });
  const runs = [];
  for (const method of plan.methods) {
    const contender = { method, seed: 0, budget: { steps: 50 } };
    const end = await runContender(problem, contender, new AbortController().signal, () => {});
    if (end.status !== "done") throw new Error(`${labelOf(method)} was interrupted`);
    const { trace, metrics } = end.result;
    runs.push({
      contender: labelOf(method),
      seed: 0,
      state: "done" as const,
      trace,
      metrics,
      error: null,
      checkpoint: null,
    });
  }
  const about = { title: "A race", subtitle: "50 steps", command: "" };
  return {
    order: standings({ plan, runs }).map(({ contender }) => contender),
    chart: await standaloneChart(about, contenderTraces({ runs })),
  };
}

const exponential = jit((x: np.Array) => np.exp(x.mul(0.1)));

const result = {
  adabelief: await objectives(adabelief({ learningRate: 0.01 })),
  adam: await objectives(adam({ learningRate: 0.01 })),
  chain: await objectives(descend("chain", chain(scaleByAdam(), scaleByLearningRate(0.01)))),
  race: await race(),
  // The engine alone evaluates both the literal and the function in float32: off by 4e-8 without the library's repair.
  exponential: (await exponential(np.array([1], { dtype: np.float64 })).data())[0],
};
document.querySelector("#result")!.textContent = JSON.stringify(result);
