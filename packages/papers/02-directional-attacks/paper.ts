import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { hybridAttack, lastRow, minimize, recoveryMiniature } from "gradus";

const { trace } = await minimize(recoveryMiniature(), hybridAttack(), { calls: { evaluation: 1000 } });
console.log(lastRow(trace).objective);`;

export const directionalAttacks = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
