import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { adaSketchNewton, hs6, lastRow, minimize } from "gradus";

const { trace, answer } = await minimize(hs6(), adaSketchNewton({ tolerance: 1e-8 }), { steps: 100 });
console.log(lastRow(trace).objective, trace.reason, await answer.data());`;

export const sketchedAugmentedLagrangian = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
