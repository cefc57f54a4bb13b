import {
  chambollePock,
  fista,
  type Iteration,
  mAgs,
  mSgs,
  proxSgd,
  rfAsgs,
  rfSgs,
  smoothedApg,
  type TvDeblurring,
} from "gradus";
import type { Control, ControlValues } from "../../src/demo.ts";

/** A method that deblurs, and what it calls cheap. */
export type Contender = {
  label: string;
  /** Its name in the catalogue of methods, which gives its colour. */
  name: string;
  isIn: boolean;
  method(values: ControlValues): (problem: TvDeblurring) => Iteration<unknown, unknown>;
};

/** The value of a control that is a number. */
export const number = (values: ControlValues, name: string) => values[name] as number;

const accuracyOf = (values: ControlValues) => ({ accuracy: number(values, "accuracy") });

const contenders: Record<string, Contender> = {
  asgs: {
    label: "RF-ASGS",
    name: "rf-asgs",
    isIn: true,
    method: (values) => {
      const centreWeight = number(values, "rf-asgs.centreWeight");
      return (problem) => rfAsgs({ centreWeight })(problem) as Iteration<unknown, unknown>;
    },
  },
  ags: { label: "M-AGS", name: "m-ags", isIn: true, method: () => mAgs() as never },
  apg: {
    label: "smoothed APG",
    name: "smoothed-apg",
    isIn: true,
    method: (values) => smoothedApg(accuracyOf(values)) as never,
  },
  fista: {
    label: "FISTA, smoothed",
    name: "fista",
    isIn: false,
    method: (values) => fista(accuracyOf(values)) as never,
  },
  pock: { label: "Chambolle-Pock", name: "chambolle-pock", isIn: true, method: () => chambollePock() as never },
  sgs: { label: "RF-SGS", name: "rf-sgs", isIn: false, method: () => rfSgs() as never },
  msgs: { label: "M-SGS", name: "m-sgs", isIn: false, method: () => mSgs() as never },
  sgd: { label: "proximal subgradients", name: "prox-sgd", isIn: false, method: () => proxSgd() as never },
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
    name: "price",
    label: "A gradient of f costs as much as this many applications of K",
    low: 1,
    high: 1000,
    scale: "log",
    isWhole: true,
    value: 100,
  },
  { kind: "slider", name: "blur", label: "Blur, in samples", low: 0, high: 5, scale: "linear", value: 2 },
  { kind: "slider", name: "noise", label: "Noise", low: 0, high: 0.5, scale: "linear", value: 0.1 },
  { kind: "slider", name: "lambda", label: "Weight of the variation λ", low: 0.01, high: 2, scale: "log", value: 0.5 },
  { kind: "slider", name: "mu", label: "Strong convexity μ", low: 0.01, high: 1, scale: "log", value: 0.1 },
  { kind: "seed", name: "seed", label: "Signal and noise", value: 0 },
  {
    kind: "slider",
    name: "rf-asgs.centreWeight",
    label: "weight of the centre, β/(Lγ)",
    group: "RF-ASGS",
    method: "rf-asgs",
    when: { control: "methods", is: "asgs" },
    low: 0.02,
    high: 5,
    scale: "log",
    value: 1,
  },
  {
    kind: "slider",
    name: "accuracy",
    label: "accuracy ε that h is smoothed for (smoothed APG, FISTA)",
    low: 1e-4,
    high: 1,
    scale: "log",
    value: 1e-2,
  },
];

/** The methods that are chosen. */
export const takingPart = (values: ControlValues): Contender[] =>
  Object.entries(contenders)
    .filter(([key]) => (values["methods"] as string[]).includes(key))
    .map(([, contender]) => contender);
