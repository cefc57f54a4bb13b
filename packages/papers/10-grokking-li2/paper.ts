import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { adam, groupArithmetic, lastRow, minimize } from "gradus";

const problem = groupArithmetic({ group: "17", trainFraction: 0.7, hidden: 96 });
const optimizer = adam({ learningRate: 5e-3, weightDecay: 5e-4 });
const { trace } = await minimize(problem, optimizer, { steps: 400, metricsEvery: 20, every: 20 });
console.log(1 - lastRow(trace).extra.testAccuracy, "of the held-out sums are wrong");`;

export const grokkingLi2 = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
