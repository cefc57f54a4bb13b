import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { conditioning, lastRow, minimize, randomFeatures, sgd } from "gradus";

const problem = randomFeatures({ features: 200 });
const { smoothness } = conditioning(problem.features);
const { trace, answer } = await minimize(problem, sgd({ learningRate: 1 / smoothness }), { steps: 2000, every: 2000 });
answer.dispose();
console.log(lastRow(trace).objective);`;

export const doubleDescent = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
