import { type ChainsState, directionEstimates, disposeState, linearAlgebra } from "gradus";
import { type Demo, defineDemo, type Frame, type Pair } from "../../src/demo.ts";
import { atWork, controls, methodOf, number } from "./hidden-direction.ts";

const { cosine, dot, norm, toRows } = linearAlgebra;
const frames = 200;

const lines = { last: "last iterates", first: "mean iterate", second: "top eigenvector" };
/** Colours that tell the lines apart: those of methods of the same names in the tables. */
const colours = { last: "online-spherical-sgd", second: "partial-trace" };

/** The overlap of the last iterates and of the averages, as the chains walk around the equator. */
export const lastAndAverage: Demo = defineDemo({
  id: "last-and-average",
  title: "The average knows what no iterate does",
  says:
    "Each dot is a chain, by its height above the equator of the hidden direction. They stay near the equator, and their " +
    "average climbs to the pole: the mean iterate for odd k, the top eigenvector of the mean outer product for even k, where " +
    "the mean iterate says nothing. Take ε or η up and the chains leave by themselves; down, and the average takes longer.",
  controls,

  scene(values) {
    const method = methodOf(values);
    return {
      steps: number(values, "steps"),
      panels: [
        {
          id: "overlap",
          kind: "curves",
          title: "Overlap with the hidden direction",
          description:
            "The overlap with the hidden direction of the last iterates, of the mean iterate and of the top eigenvector.",
          x: { title: "step" },
          y: { title: "|x · θ*| / ‖x‖", low: 0, high: 1 },
          lines: [
            { name: lines.last, method: colours.last },
            { name: lines.first, method },
            { name: lines.second, method: colours.second },
          ],
        },
        {
          id: "sphere",
          kind: "plane",
          title: "The sphere, seen from the side",
          description:
            "The chains and the averages on the sphere: upwards along the hidden direction, sideways what is left of them.",
          x: { title: "across, along a fixed direction", low: -1.1, high: 1.1 },
          y: { title: "along θ*", low: -1.1, high: 1.1 },
          isEqualAspect: true,
          marks: [
            { name: "sphere", kind: "line", at: circle(), isClosed: true },
            { name: "pole", kind: "points", shape: "star", at: [[0, 1]], label: "θ*" },
          ],
        },
      ],
    };
  },

  async *play(values, signal) {
    const { iteration, planted, informationExponent } = atWork(values);
    const steps = number(values, "steps");
    const every = Math.max(1, Math.ceil(steps / frames));
    let state: ChainsState | undefined;
    try {
      state = await iteration.init(number(values, "seed"));
      for (let step = 0; step <= steps; step++) {
        if (step > 0) {
          const current: ChainsState = state;
          state = undefined;
          state = await iteration.step(current);
        }
        if (step % every !== 0 && step !== steps) continue;
        yield frameOf(state, planted, informationExponent, methodOf(values));
        if (signal.aborted) return;
      }
    } finally {
      if (state !== undefined) disposeState(state);
      iteration.dispose?.();
    }
  },
});

function frameOf({ step, theta, sums }: ChainsState, planted: Float64Array, k: number, method: string): Frame {
  const chains = toRows(theta);
  const last = chains.reduce((sum, row) => sum + Math.abs(dot(row, planted)), 0) / chains.length;
  const averages = sums.count > 0 ? directionEstimates(sums) : undefined;
  const first = averages && Math.abs(cosine(averages.first, planted));
  const second = averages?.second && Math.abs(cosine(averages.second.vector, planted));
  const estimate = k % 2 === 1 ? averages?.first : averages?.second?.vector;
  const across = acrossOf(planted);
  const place = (x: Float64Array): Pair => [dot(x, across), dot(x, planted)];
  const figures = [
    { label: lines.last, value: last, method: colours.last },
    { label: lines.first, value: first ?? Number.NaN, method },
    { label: lines.second, value: second ?? Number.NaN, method: colours.second },
  ];
  return {
    step,
    points: { overlap: figures.map(({ label, value }) => ({ line: label, x: step, y: value })) },
    marks: {
      sphere: [
        { name: "chains", method: colours.last, kind: "points", at: chains.map(place) },
        ...(estimate
          ? [
              {
                name: "the average's direction",
                method,
                kind: "arrows" as const,
                from: [[0, 0] as Pair],
                to: [place(estimate)],
              },
            ]
          : []),
      ],
    },
    figures,
    says:
      `Step ${step}: the last iterates overlap with the hidden direction by ${last.toFixed(2)}` +
      (averages ? `, the mean iterate by ${first!.toFixed(2)}, the top eigenvector by ${second!.toFixed(2)}.` : "."),
  };
}

/** A unit vector at a right angle to the hidden direction. */
function acrossOf(planted: Float64Array): Float64Array {
  // The axis that the direction has least of is far from being parallel to it.
  let axis = 0;
  for (const [i, value] of planted.entries()) if (Math.abs(value) < Math.abs(planted[axis]!)) axis = i;
  const rest = planted.map((value, i) => (i === axis ? 1 : 0) - planted[axis]! * value);
  const length = norm(rest);
  return rest.map((value) => value / length);
}

const circle = (): Pair[] =>
  Array.from({ length: 120 }, (_, i): Pair => [Math.cos((i * Math.PI) / 60), Math.sin((i * Math.PI) / 60)]);
