import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { canyon, consensus, lastRow, minimize } from "gradus";

const { trace } = await minimize(canyon(), consensus({ particles: 200 }), { steps: 400 });
console.log(lastRow(trace).objective);`;

export const consensusBasedOptimization = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
