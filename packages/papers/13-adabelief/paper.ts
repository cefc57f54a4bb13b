import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { adabelief, lastRow, minimize, rosenbrock } from "gradus";

const { answer, trace } = await minimize(rosenbrock(), adabelief({ learningRate: 1e-2 }), { steps: 4000 });
console.log(lastRow(trace).objective, await answer.data());`;

export const adabelief = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
