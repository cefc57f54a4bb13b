import {
  annealedLangevin,
  canyon,
  consensus,
  consensusHopping,
  himmelblau,
  type Search,
  shiftedAckley,
  shiftedRastrigin,
  styblinskiTang,
  type TestFunction,
} from "gradus";
import type { Control, ControlValues, Pair } from "../../src/demo.ts";

/** What the cloud moves on: a function, the part of the plane that is shown, and where it begins. */
export type Ground = {
  label: string;
  problem(options: { start: number[] }): TestFunction;
  x: Pair;
  y: Pair;
  start: Pair;
};

const grounds: Record<string, Ground> = {
  canyon: { label: "Canyon", problem: canyon, x: [-2, 10], y: [-2, 10], start: [8, 8] },
  rastrigin: { label: "Rastrigin, a = 2.5", problem: shiftedRastrigin, x: [-4, 5], y: [-4, 5], start: [3.5, 3.5] },
  ackley: { label: "Ackley", problem: shiftedAckley, x: [-5, 6], y: [-5, 6], start: [4, 4.5] },
  himmelblau: { label: "Himmelblau", problem: himmelblau, x: [-6, 6], y: [-6, 6], start: [0, -1] },
  "styblinski-tang": { label: "Styblinski-Tang", problem: styblinskiTang, x: [-5, 5], y: [-5, 5], start: [3, 3] },
};

export const number = (values: ControlValues, name: string) => values[name] as number;
export const groundOf = (values: ControlValues): Ground => grounds[values["landscape"] as string]!;

/** One that takes part. */
export type Mover = {
  label: string;
  /** Its name in the catalogue of methods, which gives its colour. */
  name: string;
  controls: Control[];
  // biome-ignore lint/suspicious/noExplicitAny: what each remembers is its own.
  method(values: ControlValues): Search<any>;
  /** Steps that it makes for each frame. */
  stepsAFrame: number;
  /** Evaluations of a step are shown as a cloud. */
  isCloud: boolean;
};

const slider = (
  method: string,
  name: string,
  label: string,
  value: number,
  [low, high]: Pair,
  scale: "linear" | "log" = "log",
  isWhole = false,
): Control => ({ kind: "slider", name, label, method, low, high, scale, value, ...(isWhole && { isWhole }) });

const movers: Record<string, Mover> = {
  cbo: {
    label: "Consensus",
    name: "consensus",
    isCloud: true,
    stepsAFrame: 1,
    controls: [
      slider("consensus", "cbo.alpha", "inverse temperature α", 100, [0.1, 1e5]),
      slider("consensus", "cbo.sigma", "noise σ", 1.6, [0, 6], "linear"),
      slider("consensus", "cbo.dt", "step Δt", 0.01, [0.001, 1]),
      {
        kind: "choice",
        name: "cbo.noise",
        label: "noise",
        method: "consensus",
        options: [
          { value: "isotropic", label: "isotropic: ‖v‖ ξ" },
          { value: "anisotropic", label: "anisotropic: v ∘ ξ" },
        ],
        value: "isotropic",
      },
    ],
    method: (values) =>
      consensus({
        particles: number(values, "particles"),
        alpha: number(values, "cbo.alpha"),
        sigma: number(values, "cbo.sigma"),
        dt: number(values, "cbo.dt"),
        noise: values["cbo.noise"] as "isotropic" | "anisotropic",
        initialization: "normal",
        answer: "consensus",
      }),
  },
  hopping: {
    label: "Consensus hopping",
    name: "consensus-hopping",
    isCloud: true,
    stepsAFrame: 1,
    controls: [
      slider("consensus-hopping", "hopping.alpha", "inverse temperature α", 100, [0.1, 1e5]),
      slider("consensus-hopping", "hopping.s", "deviation s", 0.7, [0.02, 3]),
    ],
    method: (values) =>
      consensusHopping({
        particles: number(values, "particles"),
        alpha: number(values, "hopping.alpha"),
        s: number(values, "hopping.s"),
        answer: "consensus",
      }),
  },
  descent: {
    label: "Gradient descent",
    name: "annealed-langevin",
    isCloud: false,
    stepsAFrame: 40,
    controls: [
      slider("annealed-langevin", "descent.dt", "step Δt (40 of them a frame)", 0.001, [1e-5, 0.02]),
      slider("annealed-langevin", "descent.sigma", "noise σ, annealed (Langevin)", 0, [0, 20], "linear"),
    ],
    method: (values) =>
      annealedLangevin({ dt: number(values, "descent.dt"), sigma: number(values, "descent.sigma"), answer: "last" }),
  },
};

/** Those that are chosen, with their keys. */
export const takingPart = (values: ControlValues): [string, Mover][] =>
  Object.entries(movers).filter(([key]) => (values["methods"] as string[]).includes(key));

export const controls: Control[] = [
  {
    kind: "choice",
    name: "landscape",
    label: "Function",
    options: Object.entries(grounds).map(([value, { label, start }]) => ({ value, label, sets: { start } })),
    value: "canyon",
  },
  { kind: "point", name: "start", label: "Start", panel: "plane", value: [8, 8] },
  {
    kind: "several",
    name: "methods",
    label: "Methods",
    options: Object.entries(movers).map(([value, { label, name }]) => ({ value, label, method: name })),
    value: Object.keys(movers),
  },
  {
    kind: "slider",
    name: "particles",
    label: "Particles N",
    low: 1,
    high: 1000,
    scale: "log",
    isWhole: true,
    value: 200,
  },
  { kind: "slider", name: "steps", label: "Steps", low: 20, high: 1000, scale: "log", isWhole: true, value: 250 },
  { kind: "seed", name: "seed", label: "Randomness", value: 1 },
  ...Object.entries(movers).flatMap(([key, mover]) =>
    mover.controls.map(
      (control): Control => ({ ...control, group: mover.label, when: { control: "methods", is: key } }),
    ),
  ),
];
