import { gradusVersion } from "./gradus-version.ts";
import { type Contestant, type OwnReluTask, serve } from "./protocol.ts";
import { reluProgram } from "./relu-program.ts";
import { type ReluSolver, reluSolvers } from "./relu-solvers.ts";

/* A convex program of training, solved anew in each step from nothing but its data: factors and step sizes included. */

let solve: () => Promise<ReluSolver>;

const contestant: Contestant<OwnReluTask> = {
  async prepare({ size, solver, iterations }) {
    const program = reluProgram(size);
    solve = async () => {
      const under = await reluSolvers[solver](program);
      for (let k = 0; k < iterations; k++) await under.advance();
      return under;
    };
    const start = performance.now();
    const solved = await solve();
    const firstStepSeconds = (performance.now() - start) / 1000;
    return { version: await gradusVersion(), firstStepSeconds, sample: Array.from(solved.blocks()) };
  },
  async run(steps) {
    const start = performance.now();
    for (let i = 0; i < steps; i++) await solve();
    return { seconds: (performance.now() - start) / 1000 };
  },
};

await serve(contestant);
