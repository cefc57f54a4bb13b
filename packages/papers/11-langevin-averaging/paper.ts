import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { langevinAverage, lastRow, minimize, tensorPca } from "gradus";

const problem = tensorPca({ order: 4, dimension: 12, samples: 10_000 });
const { trace } = await minimize(problem, langevinAverage({ signal: 3 }), { steps: 3000, every: 3000 });
console.log(1 - lastRow(trace).extra["overlap"]!);`;

export const langevinAveraging = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
