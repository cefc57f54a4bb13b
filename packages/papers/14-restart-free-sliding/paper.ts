import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { minimize, rfAsgs, tvDeblurring } from "gradus";

const { answer, trace } = await minimize(tvDeblurring(), rfAsgs(), { calls: { operator: 5000 } });
const [first, last] = [trace.rows.at(-20), trace.rows.at(-1)];
console.log(first.objective - last.objective, "gained in the last 20 steps", last.calls);`;

export const restartFreeSliding = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
