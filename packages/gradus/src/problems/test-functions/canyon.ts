import { numpy as np } from "@jax-js/jax";
import { nonnegative, readOptions, type z } from "../../core/options.ts";
import { coordinates, planeOptions, type TestFunction, testFunction } from "./definition.ts";

export const canyonOptions = planeOptions.extend({
  /** c₀ ≥ 0, height of the waves. Default 1.1625 (official code); 0.25 in its less noisy variant. */
  waves: nonnegative().default(1.1625),
});

export type CanyonOptions = z.input<typeof canyonOptions>;

/**
 * The canyon of the consensus paper's figures: a curved gorge under waves, with a wall across it; minimum 0 at the origin,
 * start (8, 8), the far end of the gorge.
 *
 *     v = b − (a − 1)(a − 4)²/8 − 2,   w = −a − 1.6 b
 *     E = 25 (1 − exp(−1.4 v² exp(−0.002 a⁴))) + 0.4 a² + 0.2 b² + c₀ (2 − cos(¾πa) − cos(¾πb))
 *         + 4 exp(1 − 2v⁴) max((1 − exp(−9w²)) sign(w), 0)
 *
 * Gradient descent along it stops in a local minimum.
 * @source K. Riedl et al., arXiv 2306.09778, official code (GrandCanyon3noisy).
 */
export function canyon(options: CanyonOptions = {}): TestFunction {
  const { waves, dtype, start } = readOptions("canyon", canyonOptions, options);
  return testFunction(
    "canyon",
    {
      domain: { lower: [-2, -2], upper: [10, 10] },
      start: [8, 8],
      minimum: { value: 0, at: [[0, 0]] },
      value([a = 0, b = 0]) {
        const v = b - ((2 / 16) * (a - 1) * (a - 4) ** 2 + 2);
        const w = -a - 1.6 * b;
        const gorge = 25 * (1 - Math.exp(-1.4 * v * v * Math.exp(-0.002 * a ** 4)));
        const ripples = waves * (2 - Math.cos(0.75 * Math.PI * a) - Math.cos(0.75 * Math.PI * b));
        const wall = 4 * Math.exp(1 - 2 * v ** 4) * Math.max((1 - Math.exp(-9 * w * w)) * Math.sign(w), 0);
        return gorge + 0.4 * a * a + 0.2 * b * b + ripples + wall;
      },
      loss(point) {
        const [a, b] = coordinates(point) as [np.Array, np.Array];
        const a2 = np.square(a.ref);
        const v = b.ref.sub(
          a.ref
            .sub(1)
            .mul(np.square(a.ref.sub(4)))
            .mul(2 / 16)
            .add(2),
        );
        const v2 = np.square(v);
        const w = a.ref.mul(-1).sub(b.ref.mul(1.6));
        const width = np.exp(np.square(a2.ref).mul(-0.002));
        const gorge = np.exp(v2.ref.mul(-1.4).mul(width)).mul(-25).add(25);
        const bowl = a2.mul(0.4).add(np.square(b.ref).mul(0.2));
        const ripples = np
          .cos(a.mul(0.75 * Math.PI))
          .add(np.cos(b.mul(0.75 * Math.PI)))
          .mul(-1)
          .add(2)
          .mul(waves);
        const height = np.exp(np.square(v2).mul(-2).add(1)).mul(4);
        const isBehind = w.ref.greater(0);
        const step = np.exp(np.square(w).mul(-9)).mul(-1).add(1);
        const wall = height.mul(np.where(isBehind, step, 0));
        return gorge.add(bowl).add(ripples).add(wall);
      },
    },
    dtype,
    start,
  );
}
