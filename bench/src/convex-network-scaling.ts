import { convexReluAdmm, generator, sampleActivationPatterns, seedFor, thresholdedTeacher } from "gradus";
import { measureScaling, type Scaled, type Scaling } from "./scaling.ts";

/* How the time of the alternating direction method grows with samples n, features d and patterns P. */

type Size = { n: number; d: number; P: number };

/** The method on a program of this size, and the state that it starts from. */
function atWork({ n, d, P }: Size) {
  const problem = thresholdedTeacher({ samples: n, features: d - 1, heldOut: 1 });
  const { X } = problem.reluTraining;
  const patterns = sampleActivationPatterns(X, P, generator(seedFor(0, "patterns")));
  if (patterns.rows !== P) throw new Error(`${n} samples with ${d} features gave ${patterns.rows} patterns of ${P}`);
  // A new iteration for each start: a factor is kept by the one that made it.
  return () => convexReluAdmm({ patterns, primalTolerance: 0, dualTolerance: 0 })(problem);
}

const iteration = (name: string, of: string, sizes: number[], sizeOf: (size: number) => Size): Scaled => ({
  name: `one iteration, ${name}`,
  of,
  sizes,
  async prepare(size) {
    const method = atWork(sizeOf(size))();
    let state = await method.init(0);
    return async () => {
      state = await method.step(state);
    };
  },
});

const factor = (name: string, of: string, sizes: number[], sizeOf: (size: number) => Size): Scaled => ({
  name: `program and factor, ${name}`,
  of,
  sizes,
  async prepare(size) {
    const make = atWork(sizeOf(size));
    return async () => void (await make().init(0));
  },
});

const perPattern = (P: number): Size => ({ n: 40, d: 10, P });
const perFeature = (d: number): Size => ({ n: 60, d, P: 20 });
const perSample = (n: number): Size => ({ n, d: 10, P: 10 });

/** One after the other; `quick` leaves out the largest sizes. */
export async function convexNetworkScaling(
  rounds: number,
  quick: boolean,
  onProgress: (text: string) => void,
): Promise<Scaling[]> {
  const cut = (sizes: number[]) => (quick ? sizes.slice(0, -1) : sizes);
  const list = [
    iteration("n = 40, d = 10", "P", cut([20, 40, 80, 160]), perPattern),
    factor("n = 40, d = 10", "P", cut([20, 40, 80, 160]), perPattern),
    iteration("n = 60, P = 20", "d", cut([8, 16, 32, 64]), perFeature),
    iteration("d = 10, P = 10", "n", cut([200, 400, 800, 1600, 3200]), perSample),
  ];
  const scalings: Scaling[] = [];
  for (const one of list) scalings.push(await measureScaling(one, rounds, onProgress));
  return scalings;
}
