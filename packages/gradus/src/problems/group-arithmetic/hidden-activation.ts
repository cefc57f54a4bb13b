import { nn, numpy as np } from "@jax-js/jax";
import { z } from "../../core/options.ts";

const names = ["sqr", "relu", "silu", "tanh", "linear"] as const;

/** σ of hidden nodes: "sqr" is x², and `{ linear: a, square: b }` is a x + b x². */
export type HiddenActivation = (typeof names)[number] | { linear: number; square: number };

const message = `must be ${names.map((name) => `'${name}'`).join(", ")} or { linear: a, square: b }`;
const coefficients = z.object({ linear: z.number(message), square: z.number(message) });

export const hiddenActivation = () => z.union([z.enum(names), coefficients], { error: message });

/** The same function for the engine (traceable; consumes its argument) and on the host, with its slope. */
export type ActivationForms = {
  traced(x: np.Array): np.Array;
  value(x: number): number;
  slope(x: number): number;
};

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

const named: Record<(typeof names)[number], ActivationForms> = {
  sqr: { traced: np.square, value: (x) => x * x, slope: (x) => 2 * x },
  // Its slope at 0 is 0, that of PyTorch, not the engine's own ½.
  relu: {
    traced: (x) => np.where(x.ref.greater(0), x, 0),
    value: (x) => Math.max(x, 0),
    slope: (x) => Number(x > 0),
  },
  silu: {
    traced: nn.silu,
    value: (x) => x * logistic(x),
    slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))),
  },
  tanh: { traced: np.tanh, value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  linear: { traced: (x) => x, value: (x) => x, slope: () => 1 },
};

export function activationForms(activation: HiddenActivation): ActivationForms {
  if (typeof activation === "string") return named[activation];
  const { linear: a, square: b } = activation;
  return {
    traced: (x) => np.square(x.ref).mul(b).add(x.mul(a)),
    value: (x) => a * x + b * x * x,
    slope: (x) => a + 2 * b * x,
  };
}
