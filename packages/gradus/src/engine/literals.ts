import { type DType, Array as JaxArray, numpy as np } from "@jax-js/jax";

/*
 * A number written inside a traced function (`x.mul(0.1)`) becomes a weakly typed float32 scalar, and `jit` reads it
 * back through `dataSync()` when it inlines it into the program. In a float64 program that read rounds 0.1 to
 * 0.10000000149, an error of 1e-8 that `x.mean()` makes too (it multiplies by 1/n). The scalar still holds the exact
 * number, so reading it as float64 repairs every such literal. Arrays that hold data are not weakly typed and are read
 * as before.
 */
type EvalRules = { cast(arrays: np.Array[], options: { dtype: DType }): [np.Array] };
const rules = (JaxArray as unknown as { _implRules(): EvalRules })._implRules();
const readAsStored = JaxArray.prototype.dataSync;

JaxArray.prototype.dataSync = function (this: np.Array & { weakType: boolean }) {
  const isLiteral = this.weakType && this.ndim === 0 && this.dtype === np.float32;
  const hasFloat64 = this.device === "wasm" || this.device === "cpu";
  if (!isLiteral || !hasFloat64) return readAsStored.call(this);
  // The rule is called directly because `astype` would itself be traced here.
  const [exact] = rules.cast([this], { dtype: np.float64 });
  return readAsStored.call(exact);
};
