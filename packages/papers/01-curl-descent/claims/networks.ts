import { type LinearStudent, linearNetworkStability, type SignEntries } from "gradus";

/** How many input neurons (before the hidden layer) and hidden ones (before the readout) are flipped. */
export type Flipped = { hidden?: number; readout?: number };

/** Signs of so many neurons, the first of them flipped. */
const signs = (neurons: number, flipped = 0): number[] =>
  Array.from({ length: neurons }, (_, i) => (i < flipped ? -1 : 1));

/** The signs of both layers' updates, for a network of the teacher's size. */
export function signsOf({ teacher }: LinearStudent, { hidden, readout }: Flipped): { W1: number[]; W2: number[] } {
  return { W1: signs(teacher.W1[0]!.length, hidden), W2: signs(teacher.W1.length, readout) } satisfies {
    [layer: string]: SignEntries;
  };
}

/** The largest eigenvalue of J at the teacher: above 0 it is unstable. */
export function lambdaAtTeacher(problem: LinearStudent, flipped: Flipped): number {
  const { W1: d1, W2: d2 } = signsOf(problem, flipped);
  return linearNetworkStability({ ...problem.teacher, d1, d2 }).eigenvalues.at(-1)!;
}
