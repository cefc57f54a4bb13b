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

const exponential = jit((x: np.Array) => np.exp(x.mul(0.1)));

const result = {
  adabelief: await objectives(adabelief({ learningRate: 0.01 })),
  adam: await objectives(adam({ learningRate: 0.01 })),
  chain: await objectives(descend("chain", chain(scaleByAdam(), scaleByLearningRate(0.01)))),
  // The engine alone evaluates both the literal and the function in float32: off by 4e-8 without the library's repair.
  exponential: (await exponential(np.array([1], { dtype: np.float64 })).data())[0],
};
document.querySelector("#result")!.textContent = JSON.stringify(result);
