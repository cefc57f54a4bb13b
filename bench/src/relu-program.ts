import {
  certify,
  convexProgram,
  enumeratePatterns2d,
  generator,
  type linearAlgebra,
  planarTeacher,
  projectionOn,
  type ReluProblem,
  recoverNetwork,
  sampleActivationPatterns,
  seedFor,
  thresholdedTeacher,
} from "gradus";

type Matrix = linearAlgebra.Matrix;

/** A convex program of training: the problem, and the patterns that it is over. */
export type ReluProgram = { label: string; problem: ReluProblem; patterns: Matrix };

export type ReluProgramSize =
  /** Points in the plane with all their patterns: the program is training itself. */
  | { kind: "plane"; samples: number }
  /** Labels of a teacher, with sampled patterns. */
  | { kind: "sampled"; samples: number; features: number; patterns: number };

/** The same from the same size, in whichever process. */
export function reluProgram(size: ReluProgramSize): ReluProgram {
  if (size.kind === "plane") {
    const problem = planarTeacher({ samples: size.samples });
    const patterns = enumeratePatterns2d(problem.reluTraining.X);
    return { label: `all ${patterns.rows} patterns, n = ${size.samples}, d = 2`, problem, patterns };
  }
  const { samples, features } = size;
  const problem = thresholdedTeacher({ samples, features, heldOut: 1 });
  const { X } = problem.reluTraining;
  const patterns = sampleActivationPatterns(X, size.patterns, generator(seedFor(0, "patterns")));
  return { label: `${patterns.rows} sampled patterns, n = ${samples}, d = ${X.columns}`, problem, patterns };
}

/** Projects each block on its cone {v : (2D − I) X v ≥ 0} by sweeps over the rows, started from the last multipliers. */
export function coneProjections({ problem, patterns }: ReluProgram, accuracy: { sweeps: number; tolerance: number }) {
  const { X } = problem.reluTraining;
  const [n, d, P] = [X.rows, X.columns, patterns.rows];
  const indices = Int32Array.from({ length: d }, (_, l) => l);
  const onCone = Array.from({ length: P }, (_, i) => {
    const rows = Array.from({ length: n }, (_, k) => {
      const sign = patterns.data[i * n + k] === 0 ? 1 : -1;
      return { indices, values: X.data.subarray(k * d, (k + 1) * d).map((x) => sign * x), bound: 0 };
    });
    return projectionOn({ kind: "polyhedron", rows }, accuracy);
  });
  const multipliers: (Float64Array | undefined)[] = new Array(2 * P).fill(undefined);
  return (blocks: Float64Array): Float64Array => {
    const result = new Float64Array(blocks.length);
    for (let j = 0; j < 2 * P; j++) {
      const projected = onCone[j % P]!(blocks.subarray(j * d, (j + 1) * d), multipliers[j]);
      multipliers[j] = projected.multipliers;
      result.set(projected.point, j * d);
    }
    return result;
  };
}

/** The optimum to compare with: an objective that is reached, and a lower bound of all. */
export type Optimum = { objective: number; bound: number };

/**
 * What all solutions are measured by: the objective at the nearest point that satisfies the constraints. Solvers leave
 * them violated a little, some more than others, and a point outside can be better than the optimum.
 */
export function measureOf(program: ReluProgram) {
  const { objective } = convexProgram(program.problem.reluTraining, program.patterns);
  const project = coneProjections(program, { sweeps: 5000, tolerance: 1e-11 });
  return (blocks: Float64Array): number => objective(project(blocks));
}

/** A lower bound of the program's optimum by duality, from blocks near its solution. */
export const boundOf = ({ problem: { reluTraining }, patterns }: ReluProgram, blocks: Float64Array): number =>
  certify(reluTraining, patterns, recoverNetwork(blocks, reluTraining.X.columns, 0), { sweeps: 20_000 }).lowerBound;
