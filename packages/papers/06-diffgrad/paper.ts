import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { diffgrad, diffgradF1, lastRow, minimize } from "gradus";

const { answer, trace } = await minimize(diffgradF1(), diffgrad({ learningRate: 0.1, beta1: 0.95 }), { steps: 299 });
console.log(lastRow(trace).objective, await answer.data());`;

export const diffgrad = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
