import { adaSketchNewton, ellipticControl, generator, type linearAlgebra, type Sketch, sketchAndProject } from "gradus";
import { measureScaling, type Scaled, type Scaling } from "./scaling.ts";

/*
 * How the time of the sketched Newton method grows with the number N = n + m of unknowns of its system: of one inner step
 * with each sketch, and of all that surrounds the inner steps.
 */

type Matrix = linearAlgebra.Matrix;

/** A symmetric matrix of normal numbers: what is in it does not matter for time. */
function symmetric(N: number): Matrix {
  const random = generator(N);
  const data = new Float64Array(N * N);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j <= i; j++) {
      data[i * N + j] = random.normal();
      data[j * N + i] = data[i * N + j]!;
    }
  }
  return { rows: N, columns: N, data };
}

const sketches: Record<string, (N: number) => Sketch> = {
  Kaczmarz(N) {
    const random = generator(0);
    return { kind: "rows", next: () => random.integer(N) };
  },
  Gaussian(N) {
    const random = generator(0);
    return { kind: "gaussian", next: () => random.normals(N) };
  },
  "blocks of four"(N) {
    const random = generator(0);
    return { kind: "blocks", next: () => Array.from(random.permutation(N).subarray(0, 4)) };
  },
};

/** So many inner steps are taken at once: after each batch the residual is computed anew, which is not of the step. */
const batch = 200;

const innerStep = (name: string, sizes: number[]): Scaled => ({
  name: `${batch} inner steps, ${name}`,
  of: "N",
  sizes,
  async prepare(N) {
    const system = sketchAndProject(symmetric(N), generator(1).normals(N), sketches[name]!(N));
    return () => void system.advance(batch);
  },
});

/** One outer step with a direct solve: gradients, n Hessian-vector products, eigenvalues, K, line search. */
const outerStep = (sizes: number[]): Scaled => ({
  name: "an outer step with a direct solve",
  of: "N",
  sizes,
  async prepare(N) {
    const method = adaSketchNewton({ sketch: "exact", tolerance: 0 })(ellipticControl({ points: Math.sqrt(N / 3) }));
    const start = await method.init(0);
    return async () => void (await method.step(start));
  },
});

/** One after the other; `quick` leaves out the largest sizes. */
export async function constrainedScaling(
  rounds: number,
  quick: boolean,
  onProgress: (text: string) => void,
): Promise<Scaling[]> {
  const cut = (sizes: number[]) => (quick ? sizes.slice(0, -1) : sizes);
  const inner = cut([60, 120, 240, 480, 960]);
  const list = [
    ...Object.keys(sketches).map((name) => innerStep(name, inner)),
    outerStep(cut([27, 48, 108, 192, 300])),
  ];
  const scalings: Scaling[] = [];
  for (const one of list) scalings.push(await measureScaling(one, rounds, onProgress));
  return scalings;
}
