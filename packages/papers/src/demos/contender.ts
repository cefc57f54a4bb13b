import type { Optimizer } from "gradus";
import type { Control, ControlValues, Option, SliderRange } from "../demo.ts";
import type { Observer, PointState } from "./observed.ts";

/** A hyperparameter that can be moved. */
export type Hyperparameter = SliderRange & { label: string; value: number };

/** An optimizer in a demo, with what of it can be changed. */
export type Contender<Name extends string = string> = {
  label: string;
  /** Its name in the catalogue of methods, which gives its colour. */
  method: string;
  hyperparameters: Record<Name, Hyperparameter>;
  /** Whether it takes part until told otherwise. Default true. */
  isIn?: boolean;
  optimizer(settings: Record<NoInfer<Name>, number>): Optimizer;
  /** Reads from its state, which it borrows, what the demo shows of it. */
  observe?(state: PointState, settings: Record<NoInfer<Name>, number>): ReturnType<Observer>;
};

/** A contender, with the names of its hyperparameters inferred. */
export const contender = <Name extends string>(parts: Contender<Name>): Contender => parts as unknown as Contender;

export type Contenders = Record<string, Contender>;

/** The control that says who takes part. */
const participants = "methods";

const controlName = (key: string, hyperparameter: string) => `${key}.${hyperparameter}`;

/** The controls of contenders: who takes part, and the hyperparameters of each. */
export function contenderControls(contenders: Contenders): Control[] {
  const entries = Object.entries(contenders);
  const options: Option[] = entries.map(([value, { label, method }]) => ({ value, label, method }));
  const value = entries.filter(([, { isIn = true }]) => isIn).map(([key]) => key);
  return [
    { kind: "several", name: participants, label: "Methods", options, value },
    ...entries.flatMap(([key, { label, method, hyperparameters }]) =>
      Object.entries(hyperparameters).map(
        ([name, slider]): Control => ({
          ...slider,
          kind: "slider",
          name: controlName(key, name),
          group: label,
          method,
          when: { control: participants, is: key },
        }),
      ),
    ),
  ];
}

/** The contenders that take part, each with its optimizer at these values. */
export function contendersAt(contenders: Contenders, values: ControlValues) {
  const chosen = values[participants] as string[];
  return Object.entries(contenders)
    .filter(([key]) => chosen.includes(key))
    .map(([key, contender]) => {
      const names = Object.keys(contender.hyperparameters);
      const settings = Object.fromEntries(names.map((name) => [name, values[controlName(key, name)] as number]));
      const { label, method } = contender;
      const observers: Observer[] = contender.observe ? [(state) => contender.observe!(state, settings)] : [];
      return { key, label, method, optimizer: contender.optimizer(settings), observers };
    });
}

/** Values of hyperparameters by contender, as values of controls: `{ adam: { learningRate: 0.1 } }`. */
export const settings = (of: Record<string, Record<string, number>>): ControlValues =>
  Object.fromEntries(
    Object.entries(of).flatMap(([key, values]) =>
      Object.entries(values).map(([name, value]) => [controlName(key, name), value]),
    ),
  );

/** A learning rate's slider. */
export const learningRate = (value: number, { low = 1e-4, high = 1, symbol = "α" } = {}): Hyperparameter => ({
  label: `learning rate ${symbol}`,
  low,
  high,
  scale: "log",
  value,
});

/** A decay rate's slider, from 0 to 0.9999. */
export const decay = (label: string, value: number, high = 0.9999): Hyperparameter => ({
  label,
  low: 0,
  high,
  scale: "log of 1 − value",
  value,
});
