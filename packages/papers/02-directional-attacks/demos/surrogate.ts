import { numpy as np } from "@jax-js/jax";
import { counterfactualMiniature, type PenalisedNetwork } from "gradus";
import type { Field, Pair } from "../../src/demo.ts";

/** Where the surrogate is shown: the ring in which codes should lie, and a little more. */
export const shown: Pair = [-3.2, 3.2];

/** The counterfactual miniature with two variables, from a start of one's own, that notes where it is evaluated. */
export function surrogate(instance: number, start: Pair) {
  const problem = counterfactualMiniature({ instance, dimension: 2 });
  let asked: Pair[] = [];
  const note = ([a = 0, b = 0]: Float64Array) => asked.push([a, b]);
  const noted: PenalisedNetwork = {
    ...problem,
    initial(key) {
      key.dispose();
      return np.array(start, { dtype: np.float64 });
    },
    network: {
      ...problem.network,
      outputs(x) {
        note(x);
        return problem.network.outputs(x);
      },
    },
    evaluate(points) {
      points.forEach(note);
      return problem.evaluate(points);
    },
  };
  return {
    problem: noted,
    /** The points that were asked for since the last time. */
    takeAsked(): Pair[] {
      const points = asked;
      asked = [];
      return points;
    },
  };
}

/** The objective over the part that is shown. */
export async function fieldOf(instance: number, columns = 97): Promise<Field> {
  const { evaluate } = counterfactualMiniature({ instance, dimension: 2 });
  const at = (i: number) => shown[0] + ((shown[1] - shown[0]) * i) / (columns - 1);
  const points = Array.from({ length: columns * columns }, (_, i) =>
    Float64Array.of(at(i % columns), at(Math.floor(i / columns))),
  );
  const values = Float64Array.from(await evaluate(points));
  return { columns, rows: columns, values, draw: "contours", title: "−F", isLog: true };
}
