import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { dal, lastRow, minimize, tanhTeacher } from "gradus";

const { trace } = await minimize(tanhTeacher(), dal({ power: 1.5 }), { steps: 300 });
console.log(lastRow(trace).objective);`;

export const discretisationDrift = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
