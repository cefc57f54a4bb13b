import { OptionError } from "../../core/errors.ts";
import { count, positive, readOptions, z } from "../../core/options.ts";
import type { HasLoss } from "../../core/problem.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { apply, applyTransposed, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { type Asked, type LocalDerivatives, localDerivatives } from "./local-derivatives.ts";
import { stabilityCoefficient } from "./stability.ts";

export const flowKinds = ["gradient", "implicit", "third-order", "principal", "principal-third"] as const;

/** A flow that gradient descent follows, more closely from kind to kind. */
export type FlowKind = (typeof flowKinds)[number];

const kindOption = () => z.enum(flowKinds, `must be one of ${flowKinds.join(", ")}`);

const flowOptions = z.object({
  /** Which flow. Default "principal". */
  kind: kindOption().default("principal"),
  /** h > 0, the learning rate of the gradient descent that is followed. */
  learningRate: positive(),
});

/** Parameters of the shapes that the loss is asked at, where these are not one float64 vector. Borrowed. */
type Like<P extends Tree> = { like?: P };

export type FlowOptions<P extends Tree> = z.input<typeof flowOptions> & Like<P>;

/** An ordinary differential equation, on the host: points are vectors, parameters leaf after leaf. */
export type Flow = {
  kind: FlowKind;
  /** θ′ at a point, which it borrows. */
  field(x: Float64Array): Promise<Float64Array>;
  /**
   * Where the flow is after some time, by the classical method of Runge and Kutta in so many steps (default 64).
   * @throws {RangeError} if the field is not finite on the way.
   */
  advance(x: Float64Array, time: number, options?: { substeps?: number }): Promise<Float64Array>;
  /** Frees the compiled program. */
  dispose(): void;
};

/** What a flow is made of: derivatives that it asks for, and its field from them. */
type Recipe = { asked: readonly Asked[]; field(derivatives: LocalDerivatives, h: number): Float64Array };

const recipes: Record<FlowKind, Recipe> = {
  gradient: { asked: [], field: ({ gradient }) => scaled(gradient, -1) },
  implicit: {
    asked: ["image"],
    field: ({ gradient, image }, h) => scaled(addScaled(gradient, h / 2, image), -1),
  },
  "third-order": {
    asked: ["image", "secondImage", "third"],
    field: ({ gradient, image, secondImage, third }, h) =>
      gradient.map((g, i) => -(g + (h / 2) * image[i]! + h ** 2 * (secondImage[i]! / 3 + third[i]! / 12))),
  },
  principal: { asked: ["hessian"], field: ({ gradient, hessian }, h) => principalField(gradient, hessian, h) },
  "principal-third": {
    asked: ["hessian", "third"],
    field: ({ gradient, hessian, third }, h) => addScaled(principalField(gradient, hessian, h), -(h ** 2) / 12, third),
  },
};

/** Σ_i sc_i ⟨g, u_i⟩ u_i. @throws {RangeError} if a coefficient is not real. */
function principalField(gradient: Float64Array, hessian: Matrix, h: number): Float64Array {
  const { values, vectors } = symmetricEigen(hessian);
  const largest = values.at(-1)!;
  if (h * largest >= 1) {
    throw new RangeError(
      `flow: the principal flow is complex where h λ_max ≥ 1, got h λ_max = ${(h * largest).toPrecision(4)}; of a quadratic, principalFlowOfQuadratic gives it`,
    );
  }
  const along = applyTransposed(vectors, gradient);
  return apply(
    vectors,
    along.map((value, i) => stabilityCoefficient(values[i]!, h).real * value),
  );
}

/**
 * A flow that gradient descent θ ← θ − h g follows, n steps in time n h. With g = ∇E, H = ∇²E = Σ_i λ_i u_i u_iᵀ:
 *
 *     gradient          θ′ = −g                                                   one step off by O(h²)
 *     implicit          θ′ = −(g + (h/2) H g) = −∇(E + (h/4) ‖g‖²)                              O(h³)
 *     third-order       θ′ = −(g + (h/2) H g + h² (H² g/3 + (D³E)[g, g]/12))                    O(h⁴)
 *     principal         θ′ = Σ_i log(1 − h λ_i)/(h λ_i) ⟨g, u_i⟩ u_i                            O(h³), exact on quadratics
 *     principal-third   the same − (h²/12) (D³E)[g, g]                                          O(h⁴)
 *
 * The principal flow keeps of the whole backward-error series the terms −h^p H^p g/(p + 1). It is computed where it is
 * real, h λ_max < 1. See `principalFlowOfQuadratic` for the others on quadratics. The loss must have no batches.
 *
 * Cost of a field: one gradient; "implicit" one product with the Hessian more, "third-order" two and a third derivative,
 * which is about three; the principal flows n products and 9 n³ operations.
 *
 * @throws {OptionError} if an option is unknown or outside its range; {RangeError} from a field where the flow is complex.
 * @source M. Rosca, On discretisation drift and smoothness regularisation in neural network training, 2023,
 * arXiv 2310.14036; M. Rosca et al., 2023, arXiv 2302.01952; "implicit": D. G. T. Barrett, B. Dherin, Implicit Gradient
 * Regularization, 2020, arXiv 2009.11162.
 * @example
 * const principal = flow(rosenbrock(), { kind: "principal", learningRate: 1e-3 });
 * const after = await principal.advance(Float64Array.of(-1, 1), 10 * 1e-3);
 */
export function flow<P extends Tree>(problem: HasLoss<P>, { like, ...options }: FlowOptions<P>): Flow {
  const { kind, learningRate } = readOptions("flow", flowOptions, options);
  const family = flows(problem, { kinds: [kind], ...(like !== undefined && { like }) });
  return { ...family.of({ kind, learningRate }), dispose: family.dispose };
}

/** Flows of one problem, for any learning rate, from one compiled program. */
export type Flows = {
  /** @throws {OptionError} if the kind is not among those that were asked for, or the learning rate is not > 0. */
  of(options: { kind: FlowKind; learningRate: number }): Omit<Flow, "dispose">;
  /** Frees the compiled program. */
  dispose(): void;
};

const flowsOptions = z.object({
  /** Which flows. Default: all. */
  kinds: z.array(kindOption()).default([...flowKinds]),
});

/**
 * Several flows (`flow`) of one problem that share a program, which computes at each point whatever one of them asks for:
 * less to compile, more to compute.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source as `flow`: M. Rosca, 2023, arXiv 2310.14036.
 * @example
 * const all = flows(rosenbrock(), { kinds: ["gradient", "implicit"] });
 * const field = await all.of({ kind: "implicit", learningRate: 1e-3 }).field(Float64Array.of(-1, 1));
 */
export function flows<P extends Tree>(
  problem: HasLoss<P>,
  { like, ...options }: z.input<typeof flowsOptions> & Like<P> = {},
): Flows {
  const { kinds } = readOptions("flows", flowsOptions, options);
  const asked = new Set(kinds.flatMap((kind) => recipes[kind].asked));
  const derivatives = localDerivatives(problem, [...asked], like);
  return {
    of(options) {
      const { kind, learningRate } = readOptions("flows.of", flowOptions, options);
      if (!kinds.includes(kind)) throw new OptionError(`flows: kind must be one of ${kinds.join(", ")}, got '${kind}'`);
      const field = async (x: Float64Array) => recipes[kind].field(await derivatives.at(x), learningRate);
      return { kind, field, advance: (x, time, steps) => advance(kind, field, x, time, steps) };
    },
    dispose: derivatives.dispose,
  };
}

const advanceOptions = z.object({ substeps: count().default(64) });

async function advance(
  kind: FlowKind,
  field: Flow["field"],
  x: Float64Array,
  time: number,
  options: z.input<typeof advanceOptions> = {},
): Promise<Float64Array> {
  const { substeps } = readOptions("flow.advance", advanceOptions, options);
  if (!Number.isFinite(time)) throw new OptionError(`flow.advance: time must be a finite number, got ${time}`);
  const h = time / substeps;
  let at = x;
  for (let i = 0; i < substeps; i++) {
    at = await rungeKutta(field, at, h);
    if (!at.every(Number.isFinite)) {
      throw new RangeError(`flow: the ${kind} flow is not finite after time ${((i + 1) * h).toPrecision(4)}`);
    }
  }
  return at;
}

/** One step of the classical method of fourth order. */
async function rungeKutta(field: Flow["field"], x: Float64Array, h: number): Promise<Float64Array> {
  const k1 = await field(x);
  const k2 = await field(addScaled(x, h / 2, k1));
  const k3 = await field(addScaled(x, h / 2, k2));
  const k4 = await field(addScaled(x, h, k3));
  return x.map((value, i) => value + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
}
