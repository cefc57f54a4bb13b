import { convexProgram, convexReluAdmm, linearAlgebra } from "gradus";
import { coneProjections, type ReluProgram } from "./relu-program.ts";

/** A solver under way: one iteration after the other, and the blocks [v_1 … v_P, w_1 … w_P] that it has come to. */
export type ReluSolver = { advance(): Promise<void>; blocks(): Float64Array };

export type SolverName = "admm" | "admm, rho 1" | "projected gradient";

/** Ours: a dual step near its limit, as in the claims of its paper. */
async function admm({ problem, patterns }: ReluProgram, options: { rho?: number } = {}): Promise<ReluSolver> {
  const iteration = convexReluAdmm({ patterns, dualStep: 1.6, ...options })(problem);
  let state = await iteration.init(0);
  return {
    async advance() {
      state = await iteration.step(state);
    },
    blocks: () => state.v,
  };
}

/**
 * Projected gradient with Nesterov's momentum (FISTA) on the same program: a gradient step on the loss, each block
 * projected on its cone and shrunk. Shrinking after projecting is the proximal map of both, since the cone is one.
 */
async function projectedGradient(program: ReluProgram): Promise<ReluSolver> {
  const { y, beta, loss } = program.problem.reluTraining;
  const { predictions, pullBack, P, d, n } = convexProgram(program.problem.reluTraining, program.patterns);
  const gram = (v: Float64Array) => pullBack(predictions(v));
  const { value } = await linearAlgebra.largestEigenvalue(gram, 2 * P * d, { tolerance: 1e-4 });
  const step = 1 / (1.01 * loss.smoothness(n) * value);
  const project = coneProjections(program, { sweeps: 100, tolerance: 1e-10 });
  let v: Float64Array = new Float64Array(2 * P * d);
  let [before, t] = [v, 1];
  return {
    async advance() {
      const next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
      const at = linearAlgebra.addScaled(v, (t - 1) / next, linearAlgebra.addScaled(v, -1, before));
      const gradient = pullBack(loss.gradient(predictions(at), y));
      const moved = project(linearAlgebra.addScaled(at, -step, gradient));
      for (let start = 0; start < moved.length; start += d) {
        const block = moved.subarray(start, start + d);
        const length = linearAlgebra.norm(block);
        const factor = length > step * beta ? 1 - (step * beta) / length : 0;
        for (let l = 0; l < d; l++) block[l]! *= factor;
      }
      [before, v, t] = [v, moved, next];
    },
    blocks: () => v,
  };
}

export const reluSolvers: Record<SolverName, (program: ReluProgram) => Promise<ReluSolver>> = {
  admm: (program) => admm(program),
  "admm, rho 1": (program) => admm(program, { rho: 1 }),
  "projected gradient": projectedGradient,
};
