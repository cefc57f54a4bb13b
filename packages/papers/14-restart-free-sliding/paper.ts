import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { chambollePock, lastRow, minimize, rfAsgs, tvDeblurring } from "gradus";

const problem = tvDeblurring();
const { trace } = await minimize(problem, rfAsgs(), { calls: { operator: 5000 } });
const reference = await minimize(problem, chambollePock(), { steps: 3000 });
const gap = lastRow(trace).objective - lastRow(reference.trace).objective;
console.log(gap, "above the minimum after", lastRow(trace).calls);`;

export const restartFreeSliding = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
