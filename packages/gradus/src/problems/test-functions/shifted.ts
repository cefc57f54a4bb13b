import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { nonnegative, readOptions, z } from "../../core/options.ts";
import { toArray } from "../precision.ts";
import { ackley } from "./any-dimension.ts";
import { cube, everywhere, type TestFunction, testFunction, testFunctionOptions } from "./definition.ts";

export const shiftedOptions = testFunctionOptions.extend({
  /** s, where the minimum lies. Default the origin. */
  shift: z.array(z.number("must be numbers"), "must be a list of numbers").optional(),
});

export const shiftedRastriginOptions = shiftedOptions.extend({
  /** a ≥ 0, height of the waves. Default 2.5 (the consensus papers' official code); 10 is Rastrigin's own. */
  amplitude: nonnegative().default(2.5),
});

export type ShiftedOptions = z.input<typeof shiftedOptions>;
export type ShiftedRastriginOptions = z.input<typeof shiftedRastriginOptions>;

function placeOf(name: string, { dimension, shift }: { dimension?: number | undefined; shift?: number[] | undefined }) {
  const n = dimension ?? shift?.length ?? 2;
  if (shift && shift.length !== n) throw new OptionError(`${name}: shift must have ${n} entries, got ${shift.length}`);
  return shift ?? everywhere(n, 0);
}

/**
 * Rastrigin with waves of any height, about any point: Σ v_i² + a Σ (1 − cos 2πv_i) with v = x − s, minimum 0 at s.
 *
 * @throws {OptionError} if the shift's length is not the dimension.
 * @source As in the official code of the papers on consensus-based optimization (a = 2.5).
 */
export function shiftedRastrigin(options: ShiftedRastriginOptions = {}): TestFunction {
  const name = "shifted Rastrigin";
  const { amplitude, dtype, start, ...place } = readOptions(name, shiftedRastriginOptions, options);
  const shift = placeOf(name, place);
  const n = shift.length;
  return testFunction(
    `${name} in ${n} dimensions`,
    {
      domain: cube(n, -5.12, 5.12),
      minimum: { value: 0, at: [shift] },
      value: (x) =>
        x.reduce((sum, xi, i) => {
          const v = xi - shift[i]!;
          return sum + v * v + amplitude * (1 - Math.cos(2 * Math.PI * v));
        }, 0),
      loss(x) {
        const v = x.sub(toArray(shift, [n], dtype));
        const waves = np
          .cos(v.ref.mul(2 * Math.PI))
          .mul(-1)
          .add(1)
          .mul(amplitude);
        return np.square(v).add(waves).sum();
      },
    },
    dtype,
    start,
  );
}

/**
 * Ackley about any point: −20 exp(−0.2 √(mean v²)) − exp(mean cos 2πv) + 20 + e with v = x − s, minimum 0 at s.
 *
 * @throws {OptionError} if the shift's length is not the dimension.
 * @source D. H. Ackley, A connectionist machine for genetic hillclimbing, 1987.
 */
export function shiftedAckley(options: ShiftedOptions = {}): TestFunction {
  const name = "shifted Ackley";
  const { dtype, start, ...place } = readOptions(name, shiftedOptions, options);
  const shift = placeOf(name, place);
  const centred = ackley({ dimension: shift.length, dtype });
  return testFunction(
    `${name} in ${shift.length} dimensions`,
    {
      domain: centred.domain,
      minimum: { value: 0, at: [shift] },
      value: (x) => (centred.evaluate([x.map((xi, i) => xi - shift[i]!)]) as number[])[0]!,
      loss: (x) => centred.loss(x.sub(toArray(shift, [shift.length], dtype)), undefined),
    },
    dtype,
    start,
  );
}
