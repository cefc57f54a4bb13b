import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { amSgd, conditionedLogistic, lastRow, minimize } from "gradus";

const problem = conditionedLogistic({ condition: 100 });
const optimizer = amSgd({ learningRate: 2 / problem.smoothness, betaMax: 0.99 });
const { trace } = await minimize(problem, optimizer, { steps: 400 });
console.log(lastRow(trace).objective - problem.minimum.value, lastRow(trace).extra["beta"]);`;

export const adaptiveMemoryMomentum = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
