import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

// In one coordinate each, two robots on a line of one point would share it: the second pays for its distance.
const example = `import { bcdCao, holdTheLine, lastRow, minimize } from "gradus";

const world = holdTheLine({ robots: 1, line: [[0.5, 0.7]] });
const { trace } = await minimize(world, bcdCao({ alpha: (k) => 0.03 * 0.97 ** k }), { steps: 150 });
console.log(lastRow(trace).objective);`;

export const caoMultiRobot = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
