import { entries } from "./parameters.ts";
import { type Contestant, type StepsTask, serve } from "./protocol.ts";

/*
 * The floor under an update whose speed is that of memory: AdaBelief reads parameters, m, s and gradient and writes
 * parameters, m and s, seven numbers a parameter. A copy of 3½ numbers a parameter reads and writes as many bytes.
 */

let from: Float32Array;
let to: Float32Array;

const contestant: Contestant<StepsTask> = {
  async prepare({ shapes }) {
    const count = Math.ceil(3.5 * entries(shapes));
    from = new Float32Array(count).fill(1);
    to = new Float32Array(count).fill(2);
    const start = performance.now();
    to.set(from);
    return { version: "", firstStepSeconds: (performance.now() - start) / 1000, sample: [] };
  },
  async run(steps) {
    to.set(from);
    const start = performance.now();
    for (let i = 0; i < steps; i++) to.set(from);
    return { seconds: (performance.now() - start) / 1000 };
  },
};

await serve(contestant);
