import { run } from "gradus";
import { type Demo, type DemoFigure, defineDemo, type Frame } from "../demo.ts";
import { smallDigitNetwork, smallDigitSetup, smallDigitTraining } from "../setups/digits.ts";
import { type Contenders, contenderControls, contendersAt } from "./contender.ts";
import { type Mechanism, mechanismPanels, mechanismPoints, type Points } from "./mechanism.ts";
import { type Observation, together } from "./together.ts";

export type DigitOptions = {
  says: string;
  contenders: Contenders;
  mechanism?: Mechanism;
};

const { steps } = smallDigitTraining;
/** Held-out digits are classified ten times in a training. */
const metricsEvery = steps / 10;
/** The loss on one batch tells little: shown is the mean over so many. */
const window = 10;

/** The set-up of the claims on digits, as an end of what a demo says. */
const setup = `${smallDigitSetup[0]!.toUpperCase()}${smallDigitSetup.slice(1)}.`;

/** A small network learns real digits: the loss and the accuracy on held-out digits while it is trained. */
export function digitTraining({ says, contenders, mechanism }: DigitOptions): Demo {
  return defineDemo({
    id: "digits",
    title: "Training on handwritten digits",
    says: `${says} ${setup}`,
    controls: [...contenderControls(contenders), { kind: "seed", name: "seed", label: "Seed", value: 0 }],

    scene(values) {
      const taking = contendersAt(contenders, values);
      const names = taking.map(({ label }) => label).join(", ");
      const lines = taking.map(({ label, method }) => ({ name: label, method }));
      return {
        steps,
        panels: [
          {
            id: "loss",
            kind: "curves",
            title: "Loss",
            description: `The training loss against the step, for ${names}.`,
            x: { title: "step" },
            y: { title: `cross-entropy on batches not yet trained on, mean of ${window}`, isLog: true },
            lines,
          },
          {
            id: "accuracy",
            kind: "curves",
            title: "Held-out digits",
            description: `The share of held-out digits that are classified correctly against the step, for ${names}.`,
            x: { title: "step" },
            y: { title: "share classified correctly" },
            lines,
          },
          ...mechanismPanels(mechanism, taking),
        ],
      };
    },

    async *play(values, signal) {
      const seed = values["seed"] as number;
      const problem = await smallDigitNetwork(seed);
      if (signal.aborted) return;
      const taking = contendersAt(contenders, values);
      const runs = taking.map(
        ({ key, optimizer }) => [key, run(problem, optimizer, { seed, steps, metricsEvery, every: steps })] as const,
      );
      const known = new Map(taking.map(({ key }) => [key, { losses: [] as number[], accuracy: Number.NaN }]));

      const frameOf = (step: number, observations: Record<string, Observation>): Frame => {
        const points = { loss: [] as Points, accuracy: [] as Points, mechanism: [] as Points };
        for (const { key, label } of taking) {
          const seen = observations[key];
          if (seen === undefined) continue;
          const { objective, extra } = seen.row;
          const who = known.get(key)!;
          who.losses = [...who.losses, objective].slice(-window);
          const ended = seen.ended?.status === "diverged" && { ended: "diverged" };
          points.loss.push({ line: label, x: step, y: mean(who.losses), ...ended });
          const accuracy = extra["testAccuracy"];
          if (accuracy !== undefined && !ended) {
            who.accuracy = accuracy;
            points.accuracy.push({ line: label, x: step, y: accuracy });
          }
          points.mechanism.push(...mechanismPoints(mechanism, key, step, extra));
        }
        const figures = taking.flatMap(({ key, label, method }): DemoFigure[] => [
          { of: label, method, label: "loss", value: mean(known.get(key)!.losses) },
          { of: label, method, label: "held-out accuracy", value: known.get(key)!.accuracy },
        ]);
        const told = taking.map(({ key, label }) => {
          const { losses, accuracy } = known.get(key)!;
          const share = Number.isNaN(accuracy) ? "" : `, ${(100 * accuracy).toFixed(1)} % of held-out digits right`;
          return `${label}: loss ${mean(losses).toPrecision(3)}${share}`;
        });
        return { step, points, figures, says: `Step ${step}. ${told.join("; ")}.` };
      };
      for await (const { step, runs: observations } of together(Object.fromEntries(runs), signal)) {
        yield frameOf(step, observations);
      }
    },
  });
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
