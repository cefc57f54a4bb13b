import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { lastRow, minimize, multiTaskToy1, samGs } from "gradus";

const method = samGs({ learningRate: 1e-2, scaleByTasks: true });
const problem = multiTaskToy1({ start: [8, 5] });
const { answer, trace } = await minimize(problem, method, { steps: 2000 });
console.log(lastRow(trace).objective - problem.minimum!.value, await answer.data());`;

export const samGs = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
