import {
  alignedMtl,
  cagrad,
  famo,
  graddrop,
  imtlG,
  linearScalarisation,
  mgda,
  multiTaskToy1,
  multiTaskToy2,
  nashMtl,
  pcgrad,
  samGs,
  type TaskMethod,
} from "gradus";
import type { Control, ControlValues } from "../../src/demo.ts";

/** A method that takes part. */
export type Contender = {
  label: string;
  /** Its name in the catalogue of methods, which gives its colour. */
  name: string;
  isIn?: boolean;
  controls?: Control[];
  method(values: ControlValues): TaskMethod;
};

/** The value of a control that is a number. */
export const number = (values: ControlValues, name: string) => values[name] as number;

const rate = (values: ControlValues) => ({ learningRate: number(values, "learningRate") });
const scaled = (values: ControlValues) => ({ ...rate(values), scaleByTasks: true });

const contenders: Record<string, Contender> = {
  "sam-gs": {
    label: "SAM-GS",
    name: "sam-gs",
    isIn: true,
    controls: [
      {
        kind: "slider",
        name: "sam-gs.threshold",
        label: "threshold γ",
        method: "sam-gs",
        low: 0,
        high: 1,
        scale: "linear",
        value: 0.1,
      },
      {
        kind: "slider",
        name: "sam-gs.beta2",
        label: "decay β₂",
        method: "sam-gs",
        low: 0,
        high: 0.9999,
        scale: "log of 1 − value",
        value: 0.99,
      },
    ],
    method: (values) =>
      samGs({
        ...scaled(values),
        threshold: number(values, "sam-gs.threshold"),
        beta2: number(values, "sam-gs.beta2"),
      }),
  },
  ls: {
    label: "Sum of losses",
    name: "linear-scalarisation",
    isIn: true,
    method: (values) => linearScalarisation(rate(values)),
  },
  pcgrad: { label: "PCGrad", name: "pcgrad", isIn: true, method: (values) => pcgrad(rate(values)) },
  cagrad: { label: "CAGrad", name: "cagrad", isIn: true, method: (values) => cagrad(scaled(values)) },
  nash: { label: "Nash-MTL", name: "nash-mtl", method: (values) => nashMtl(rate(values)) },
  aligned: { label: "Aligned-MTL", name: "aligned-mtl", method: (values) => alignedMtl(scaled(values)) },
  mgda: { label: "MGDA", name: "mgda", method: (values) => mgda(scaled(values)) },
  imtl: { label: "IMTL-G", name: "imtl-g", method: (values) => imtlG(rate(values)) },
  graddrop: { label: "GradDrop", name: "graddrop", method: (values) => graddrop(rate(values)) },
  // Far below both problems' losses, whatever the first is multiplied with.
  famo: { label: "FAMO", name: "famo", method: (values) => famo({ ...rate(values), minLosses: -600, decay: 1e-5 }) },
};

const start = { one: multiTaskToy1().starts[4]!, two: multiTaskToy2().starts[1]! };

/** The controls of the demo. */
export const controls: Control[] = [
  {
    kind: "choice",
    name: "problem",
    label: "Problem",
    options: [
      { value: "one", label: "one optimum", sets: { start: start.one, scale: 1 } },
      { value: "two", label: "two optima", sets: { start: start.two, scale: 1 } },
    ],
    value: "one",
  },
  { kind: "point", name: "start", label: "Start", panel: "plane", value: start.one },
  {
    kind: "slider",
    name: "scale",
    label: "factor of the first loss",
    low: 0.1,
    high: 10,
    scale: "log",
    value: 1,
  },
  { kind: "slider", name: "learningRate", label: "learning rate α", low: 1e-3, high: 0.1, scale: "log", value: 1e-2 },
  { kind: "slider", name: "steps", label: "Steps", low: 20, high: 5000, scale: "log", isWhole: true, value: 2000 },
  {
    kind: "several",
    name: "methods",
    label: "Methods",
    options: Object.entries(contenders).map(([value, { label, name }]) => ({ value, label, method: name })),
    value: Object.keys(contenders).filter((key) => contenders[key]!.isIn),
  },
  ...Object.entries(contenders).flatMap(([key, contender]) =>
    (contender.controls ?? []).map(
      (control): Control => ({ ...control, group: contender.label, when: { control: "methods", is: key } }),
    ),
  ),
];

/** The methods that are chosen. */
export const takingPart = (values: ControlValues): Contender[] =>
  Object.entries(contenders)
    .filter(([key]) => (values["methods"] as string[]).includes(key))
    .map(([, contender]) => contender);
