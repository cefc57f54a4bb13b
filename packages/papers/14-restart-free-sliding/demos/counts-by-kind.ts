import { disposeState, type Iteration, lastRow, minimize, type OracleCalls, rfAsgs, tvDeblurring } from "gradus";
import { type ControlValues, type Demo, defineDemo, type Frame, type Mark, type Pair } from "../../src/demo.ts";
import { type Contender, controls, number, takingPart } from "./sliding-contenders.ts";

const frames = 60;
/** Of all frames together, in applications of K; a method that pays for gradients only makes the fewest steps. */
const totalCost = 40_000;
/** Below this the reference is no better than what it is compared with. */
const leastGap = 1e-5;

const problemOf = (values: ControlValues) =>
  tvDeblurring({
    blur: number(values, "blur"),
    noise: number(values, "noise"),
    lambda: number(values, "lambda"),
    mu: number(values, "mu"),
    instance: number(values, "seed"),
  });

const curve = (y: Float64Array): Pair[] => Array.from(y, (value, i) => [i + 1, value]);

/** Costs at which frames are shown: closer together at first, where most happens. */
const costAt = (frame: number): number => totalCost * (frame / frames) ** 2;

/** A method at work, and what it has asked for. */
type Runner = {
  contender: Contender;
  iteration: Iteration<unknown, unknown>;
  state: unknown;
  calls: OracleCalls;
  objective: number;
  /** Why it makes no more steps; empty while it does. */
  ended: string;
  isLost: boolean;
};

const cheapCalls = ({ operator = 0, subgradient = 0 }: OracleCalls) => operator + subgradient;
const costOf = ({ calls }: Runner, price: number) => price * (calls.gradient ?? 0) + cheapCalls(calls);

/**
 * Methods deblur a signal, each with the same money: how far they are by gradients of f, by applications of K, and by what
 * both cost together, at a price that can be changed.
 */
export const countsByKind: Demo = defineDemo({
  id: "counts-by-kind",
  title: "What a gradient costs",
  says:
    "Each method may spend the same: a gradient of f has its price in applications of K. Sliding takes few gradients and makes " +
    "many cheap steps between them: let gradients be dear and it wins; at a price of 1 Chambolle-Pock does. Take away " +
    "weight from RF-ASGS's centre, and below a tenth or so it comes apart.",
  controls,

  scene(values) {
    const { signal, observed } = problemOf(values);
    const taking = takingPart(values);
    const names = taking.map(({ label }) => label).join(", ");
    const lines = taking.map(({ label, name }) => ({ name: label, method: name }));
    const levels = [...signal, ...observed];
    const gaps = (id: string, title: string, what: string) =>
      ({
        id,
        kind: "curves",
        title,
        description: `The gap to the minimum against ${what}, for ${names}.`,
        x: { title: what, isLog: true },
        y: { title: "gap", isLog: true },
        lines,
      }) as const;
    return {
      steps: frames,
      panels: [
        {
          id: "signal",
          kind: "plane",
          title: "The signal",
          description: `A signal with jumps, its blurred and noisy observation, and what ${names} make of it.`,
          x: { title: "place", low: 1, high: signal.length },
          y: { title: "level", low: Math.min(...levels) - 0.2, high: Math.max(...levels) + 0.2 },
          marks: [
            { name: "signal", kind: "line", at: curve(signal), isDashed: true, label: "signal" },
            { name: "observed", kind: "points", at: curve(observed), shape: "dot" },
          ],
        },
        gaps("gradients", "By gradients of f", "gradients of f"),
        gaps("cheap", "By cheap calls", "applications of K, or subgradients"),
        gaps("cost", "By cost", "cost in applications of K"),
      ],
    };
  },

  async *play(values, signal) {
    const problem = problemOf(values);
    const price = number(values, "price");
    const minimum = await lowest(problem);
    if (signal.aborted) return;
    const runners: Runner[] = [];
    try {
      for (const contender of takingPart(values)) {
        const iteration = contender.method(values)(problem);
        const state = await iteration.init(number(values, "seed"));
        runners.push({ contender, iteration, state, ...(await seen(iteration, state)), ended: "", isLost: false });
      }
      for (let frame = 0; frame <= frames; frame++) {
        for (const runner of runners) {
          while (runner.ended === "" && costOf(runner, price) < costAt(frame) && !signal.aborted) await advance(runner);
        }
        yield await frameOf(frame, runners, { minimum, price });
        if (signal.aborted || runners.every(({ ended }) => ended !== "")) return;
      }
    } finally {
      for (const { iteration, state } of runners) {
        disposeState(state);
        iteration.dispose?.();
      }
    }
  },
});

/** The lowest objective of a long run. */
async function lowest(problem: ReturnType<typeof problemOf>): Promise<number> {
  const { trace, answer } = await minimize(problem, rfAsgs(), { calls: { operator: 30_000 }, every: 1e6 });
  disposeState(answer);
  return lastRow(trace).objective;
}

async function seen(iteration: Iteration<unknown, unknown>, state: unknown) {
  const { objective, calls } = await iteration.measure(state);
  return { objective, calls };
}

async function advance(runner: Runner): Promise<void> {
  const { iteration, state } = runner;
  runner.ended = iteration.finished?.(state) ?? "";
  if (runner.ended !== "") return;
  const next = await iteration.step(state);
  const now = await seen(iteration, next);
  // What cannot be drawn counts as lost; the state before it is kept.
  runner.isLost = !(Math.abs(now.objective) < 1e12);
  if (runner.isLost) runner.ended = "diverged";
  runner.calls = now.calls;
  runner.objective = now.objective;
  if (!runner.isLost) runner.state = next;
}

async function frameOf(
  frame: number,
  runners: Runner[],
  { minimum, price }: { minimum: number; price: number },
): Promise<Frame> {
  const marks: Mark[] = [];
  for (const { contender, iteration, state, isLost } of runners) {
    if (isLost) continue;
    const answer = iteration.answer(state) as { data(): Promise<ArrayLike<number>> };
    const at = curve(Float64Array.from(await answer.data()));
    marks.push({ name: contender.label, method: contender.name, kind: "line", at });
  }
  // A lost one is drawn where it was last, and says so.
  const gapOf = ({ objective, isLost }: Runner) =>
    isLost ? Number.POSITIVE_INFINITY : Math.max(objective - minimum, leastGap);
  const points = (x: (runner: Runner) => number) =>
    runners.map((runner) => ({
      line: runner.contender.label,
      x: x(runner),
      y: gapOf(runner),
      ...(runner.isLost && { ended: runner.ended }),
    }));
  return {
    step: frame,
    marks: { signal: marks },
    points: {
      gradients: points(({ calls }) => calls.gradient ?? 0),
      cheap: points(({ calls }) => cheapCalls(calls)),
      cost: points((runner) => costOf(runner, price)),
    },
    figures: runners.flatMap((runner) => {
      const { label: of, name: method } = runner.contender;
      return [
        { of, method, label: "gap", value: gapOf(runner) },
        { of, method, label: "gradients of f", value: runner.calls.gradient ?? 0 },
        { of, method, label: "cheap calls", value: cheapCalls(runner.calls) },
      ];
    }),
    says: `Cost ${Math.round(costAt(frame))}. ${runners
      .map(
        (runner) =>
          `${runner.contender.label} is ${gapOf(runner).toExponential(1).replaceAll("-", "−")} above the minimum`,
      )
      .join("; ")}.`,
  };
}
