import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { imitation, lastRow, learnOnline, minimize, sso } from "gradus";

const method = learnOnline("SSO", sso({ innerSteps: 100 }).learner);
const { trace } = await minimize(imitation({ policy: "tanh" }), method, { steps: 50 });
console.log(lastRow(trace).objective);`;

export const targetSurrogates = definePaper({
  ...facts,
  method: { ...facts.method, example },
  claims,
  findings,
  demos,
});
