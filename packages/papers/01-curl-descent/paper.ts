import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { curlDescent, lastRow, minimize, scalarStudent } from "gradus";

const { trace } = await minimize(scalarStudent(), curlDescent({ signs: [1, -1], learningRate: 0.05 }), { steps: 600 });
console.log(lastRow(trace).objective);`;

export const curlDescent = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
