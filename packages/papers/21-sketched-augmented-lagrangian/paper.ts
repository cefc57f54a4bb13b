import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { adaSketchNewton, hs40, lastRow, minimize } from "gradus";

const { answer, trace } = await minimize(hs40(), adaSketchNewton({ tolerance: 1e-8 }), { steps: 100 });
console.log(trace.reason, lastRow(trace).objective, await answer.data());`;

export const sketchedAugmentedLagrangian = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
