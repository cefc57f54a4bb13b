import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { certify, convexReluAdmm, enumeratePatterns2d, fromParams, minimize, planarTeacher } from "gradus";

const problem = planarTeacher();
const { answer } = await minimize(problem, convexReluAdmm({ patterns: "all", dualStep: 1.6 }), { steps: 4000 });
const { reluTraining } = problem;
// How far from the global optimum the network is at most.
console.log(certify(reluTraining, enumeratePatterns2d(reluTraining.X), await fromParams(answer)).gap);`;

export const convexRelu = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
