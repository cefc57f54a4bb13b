import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { dampedWave, lastRow, minimize, sven } from "gradus";

const { trace } = await minimize(dampedWave(), sven({ rank: 16 }), { steps: 320 });
console.log(lastRow(trace).extra["testLoss"]);`;

export const sven = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
