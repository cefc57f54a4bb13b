import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { canyon, consensus, lastRow, minimize } from "gradus";

const swarm = consensus({ particles: 200, alpha: 100, sigma: 1.6, dt: 0.01, noise: "isotropic", initialization: "normal" });
const { trace } = await minimize(canyon(), swarm, { steps: 300 });
console.log(lastRow(trace).objective);`;

export const consensusBasedOptimization = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
