import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { gradientRegularizedNewton, lastRow, minimize, separableLogistic } from "gradus";

const method = gradientRegularizedNewton({ hessian: "fisher" });
const { trace } = await minimize(separableLogistic(), method, { steps: 40 });
console.log(lastRow(trace).objective);`;

export const gradientNormalizedSmoothness = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
