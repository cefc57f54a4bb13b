import type { Conditions } from "./jacobian.ts";

/**
 * The power κ/2 of each condition's loss, and the factor between its derivative and that of the condition's own value.
 *
 *     a loss L:       R = L^(κ/2),                    ∂R = (κ/2) L^(κ/2 − 1) ∂L
 *     a residual r:   R = sign(r) (r²/2)^(κ/2),       ∂R = κ 2^(−κ/2) |r|^(κ − 1) ∂r
 *
 * Where the factor would be infinite the condition is left out: both are 0.
 */
export function powers(
  { values, isSigned }: Pick<Conditions, "values" | "isSigned">,
  kappa: number,
): { R: Float64Array; scale: Float64Array } {
  const unit = 2 ** (-kappa / 2);
  const power = (value: number) =>
    isSigned ? Math.sign(value) * unit * Math.abs(value) ** kappa : value ** (kappa / 2);
  const slope = (value: number) =>
    isSigned ? kappa * unit * Math.abs(value) ** (kappa - 1) : (kappa / 2) * value ** (kappa / 2 - 1);
  return {
    R: values.map(power),
    scale: values.map((value) => (value === 0 && slope(value) === Number.POSITIVE_INFINITY ? 0 : slope(value))),
  };
}
