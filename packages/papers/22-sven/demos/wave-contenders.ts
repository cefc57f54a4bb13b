import { adam, levenbergMarquardt, type Method, type Network, type Supervised, sgd, sven } from "gradus";
import type { Control, ControlValues } from "../../src/demo.ts";

/** A method that learns the wave, with what of it can be changed. */
export type Contender = {
  label: string;
  /** Its name in the catalogue of methods, which gives its colour. */
  name: string;
  isIn: boolean;
  controls: Control[];
  method(values: ControlValues): Method<Supervised<Network>, unknown, Network>;
};

/** The value of a control that is a number. */
export const number = (values: ControlValues, name: string) => values[name] as number;

const rate = (method: string, name: string, symbol: string, value: number, high: number): Control => ({
  kind: "slider",
  name,
  label: `learning rate ${symbol}`,
  method,
  low: 1e-3,
  high,
  scale: "log",
  value,
});

const contenders: Record<string, Contender> = {
  sven: {
    label: "Sven",
    name: "sven",
    isIn: true,
    controls: [
      rate("sven", "sven.learningRate", "η", 0.1, 1),
      {
        kind: "slider",
        name: "sven.rank",
        label: "singular values kept, k",
        method: "sven",
        low: 1,
        high: 64,
        scale: "log",
        isWhole: true,
        value: 16,
      },
      {
        kind: "slider",
        name: "sven.rtol",
        label: "relative cut-off rtol",
        method: "sven",
        low: 1e-6,
        high: 0.5,
        scale: "log",
        value: 1e-3,
      },
      {
        kind: "choice",
        name: "sven.kappa",
        label: "power κ",
        method: "sven",
        options: [
          { value: "2", label: "2: the loss itself", sets: { "sven.learningRate": 0.1 } },
          { value: "1", label: "1: its root, Gauss-Newton", sets: { "sven.learningRate": 0.05 } },
        ],
        value: "2",
      },
    ],
    method: (values) =>
      sven({
        learningRate: number(values, "sven.learningRate"),
        rank: number(values, "sven.rank"),
        rtol: number(values, "sven.rtol"),
        kappa: Number(values["sven.kappa"]),
      }),
  },
  adam: {
    label: "Adam",
    name: "adam",
    isIn: true,
    controls: [rate("adam", "adam.learningRate", "α", 1e-2, 0.3)],
    method: (values) => adam({ learningRate: number(values, "adam.learningRate") }),
  },
  sgd: {
    label: "SGD",
    name: "sgd",
    isIn: true,
    controls: [rate("sgd", "sgd.learningRate", "α", 0.3, 3)],
    method: (values) => sgd({ learningRate: number(values, "sgd.learningRate") }),
  },
  marquardt: {
    label: "Levenberg-Marquardt",
    name: "levenberg-marquardt",
    isIn: false,
    controls: [],
    method: () => levenbergMarquardt(),
  },
};

/** The controls of the demo. */
export const controls: Control[] = [
  {
    kind: "several",
    name: "methods",
    label: "Methods",
    options: Object.entries(contenders).map(([value, { label, name }]) => ({ value, label, method: name })),
    value: Object.keys(contenders).filter((key) => contenders[key]!.isIn),
  },
  {
    kind: "slider",
    name: "batch",
    label: "Samples a batch",
    low: 4,
    high: 128,
    scale: "log",
    isWhole: true,
    value: 32,
  },
  { kind: "slider", name: "steps", label: "Steps", low: 20, high: 1000, scale: "log", isWhole: true, value: 320 },
  { kind: "seed", name: "seed", label: "Data and start", value: 1 },
  ...Object.entries(contenders).flatMap(([key, contender]) =>
    contender.controls.map(
      (control): Control => ({ ...control, group: contender.label, when: { control: "methods", is: key } }),
    ),
  ),
];

/** The methods that are chosen. */
export const takingPart = (values: ControlValues): Contender[] =>
  Object.entries(contenders)
    .filter(([key]) => (values["methods"] as string[]).includes(key))
    .map(([, contender]) => contender);
