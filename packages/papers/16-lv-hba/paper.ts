import { definePaper } from "../src/paper.ts";
import { claims } from "./claims.ts";
import { demos } from "./demo.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";

const example = `import { lastRow, llc, lvHba, minimize } from "gradus";

const { trace } = await minimize(llc(), lvHba({ alpha: 0.1, p: 0.49 }), { steps: 4000 });
console.log(lastRow(trace).extra["lowerGap"]);`;

export const lvHba = definePaper({ ...facts, method: { ...facts.method, example }, claims, findings, demos });
