import { numpy as np } from "@jax-js/jax";
import { compile, type DiffgradFunction, diffgradF1, diffgradF2, diffgradF3 } from "gradus";
import type { Pair } from "../demo.ts";
import type { Ground } from "./ground.ts";

type Slope = {
  label: string;
  problem(options: { start: number[] }): DiffgradFunction;
  /** The part of its graph that is shown. */
  x: Pair;
  y: Pair;
};

/** A function of one variable, drawn as its graph: what stands at x is drawn at (x, f(x)). */
function slope({ label, problem, x, y }: Slope): Ground {
  const { loss, minimum } = problem({ start: [0] });
  const graph = async (places: number[]): Promise<Pair[]> => {
    const f = compile((at: np.Array) => loss(at, undefined));
    try {
      const points: Pair[] = [];
      for (const at of places) points.push([at, (await f(np.array([at], { dtype: np.float64 })).data())[0]!]);
      return points;
    } finally {
      f.dispose();
    }
  };
  const shown = Array.from({ length: 401 }, (_, i) => x[0] + ((x[1] - x[0]) * i) / 400);
  const lowest: Pair = [minimum.at![0]![0]!, minimum.value];
  return {
    label,
    problem: ([at]) => problem({ start: [at] }),
    start: [-1, 0],
    pointAt: ([at]) => [at],
    placeOf: ([at = 0], value) => [at, value],
    valueAt: async ([at = 0]) => (await graph([at]))[0]![1],
    within: 0.01,
    panel: async () => ({
      kind: "plane",
      x: { title: "x", low: x[0], high: x[1] },
      y: { title: "F(x)", low: y[0], high: y[1] },
      marks: [
        { name: "function", kind: "line", at: await graph(shown) },
        { name: "minimum", kind: "points", shape: "star", at: [lowest], label: "minimum" },
      ],
    }),
  };
}

/** The three functions on which the paper on diffGrad shows its method. */
export const slopes = {
  F1: slope({ label: "F1: a local minimum beyond the kink", problem: diffgradF1, x: [-1.15, 0.75], y: [-0.05, 0.6] }),
  F2: slope({ label: "F2: a trap at 0", problem: diffgradF2, x: [-1.05, 0.6], y: [-0.3, 5] }),
  F3: slope({ label: "F3: a cusp at the minimum", problem: diffgradF3, x: [-1.1, 0.7], y: [-0.06, 1.1] }),
} satisfies Record<string, Ground>;
