import { curlDescent, scalarStudent, type Trace } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { cases, type Experiment, finalObjective } from "../../src/experiment.ts";
import { largest, type Measurements, measured, smallest } from "../../src/statistic.ts";

type SaddleSetup = { starts: [number, number][]; learningRate: number; steps: number };

const labelOf = ([a, b]: [number, number]) => `from (${a}, ${b})`.replaceAll("-", "−");

/** The first row at or below 1e-8, or none. */
const arrival = ({ rows }: Trace): number => rows.findIndex(({ objective }) => objective <= 1e-8);

/** How a path over the hill went: up to its arrival, since rounding raises a loss of 1e-30 too. */
function pathOf(trace: Trace): Measurements {
  const at = arrival(trace);
  const losses = trace.rows.slice(0, at < 0 ? undefined : at + 1).map(({ objective }) => objective);
  return {
    "steps of curl descent to 1e-8": at < 0 ? Number.POSITIVE_INFINITY : at,
    "steps that climb": losses.filter((loss, i) => i > 0 && loss > losses[i - 1]!).length,
    "highest loss / first": Math.max(...losses) / losses[0]!,
  };
}

/** Paths from beside the saddle; `signs` are those under curl descent's name. */
export const saddleEscape = ({ starts, learningRate, steps }: SaddleSetup, signs = [1, -1]): Experiment => ({
  setup:
    `½ (w₁ w₂ − 1)² from starts on the path into the saddle at the origin, step size ${learningRate}, ${steps} steps: gradient ` +
    "descent, and curl descent with the sign of w₂'s updates flipped. Deterministic.",
  trials: cases(...starts.map(labelOf)),
  async trial({ name, run }) {
    const problem = scalarStudent({ start: starts.find((start) => labelOf(start) === name)! });
    const of = (contender: string, signs: number[]) =>
      run({ contender, setting: name }, problem, curlDescent({ signs, learningRate }), { steps });
    const descent = await of("gradient descent", [1, 1]);
    return { "final loss of gradient descent": finalObjective(descent), ...pathOf(await of("curl descent", signs)) };
  },
  criteria: [
    {
      measures: "final loss of gradient descent, at the saddle",
      statistic: smallest(measured("final loss of gradient descent")),
      holds: atLeast(0.49),
    },
    {
      measures: "steps of curl descent to a loss of 1e-8",
      statistic: largest(measured("steps of curl descent to 1e-8")),
      holds: atMost(learningRate === 0.05 ? 600 : steps),
    },
    {
      measures: "highest loss on curl descent's path / the first",
      statistic: smallest(measured("highest loss / first")),
      holds: atLeast(1.05),
    },
  ],
  remarks: [{ measures: "steps on that path which climb", statistic: largest(measured("steps that climb")) }],
});

export const saddle = claim({
  id: "saddle",
  says: "A flipped rule escapes a saddle that gradient descent runs into, by climbing the loss for a while.",
  source: "abstract; the origin as a centre",
  quick: saddleEscape({ starts: [[0.9, -0.9]], learningRate: 0.05, steps: 5000 }),
  full: saddleEscape({
    starts: [
      [0.8, -0.8],
      [0.9, -0.9],
      [1, -1],
      [1.2, -1.2],
    ],
    learningRate: 0.01,
    steps: 50000,
  }),
  reading:
    "The start lies exactly on the line that leads into the saddle, which no random start does; nearby ones pass it slowly. " +
    "From (0.9, −0.9) the flow itself would circle for ever, since w₁² + w₂² < 2: steps of finite length let the circle grow.",
});
