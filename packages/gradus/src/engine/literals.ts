import { type DType, Array as JaxArray, Jaxpr, numpy as np } from "@jax-js/jax";

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

/*
 * Simplification replaces `1 · b` and `0 + b` by b, whatever the types. In the gradient of `x.sum().mul(0.5)` a float64 1
 * meets the weakly typed 0.5: what is left is a float32 number where the program says float64, and a sum over it writes
 * float32 numbers into half of a float64 buffer, whose other half is whatever was in memory. So each literal takes the
 * type of the result first, and an operand of another type that would be all that is left is cast.
 */
type Equation = Jaxpr["eqns"][number];
type Atom = Equation["inputs"][number];
const identities: Record<string, number> = { mul: 1, add: 0 };
const simplify = Jaxpr.prototype.simplify;

Jaxpr.prototype.simplify = function () {
  return simplify.call(new Jaxpr(this.inBinders, this.eqns.map(withTypedLiterals), this.outs));
};

function withTypedLiterals(eqn: Equation): Equation {
  const result = eqn.outBinders[0]!.aval;
  const isTyped = (atom: Atom) => atom.aval.dtype === result.dtype;
  if (!Object.hasOwn(identities, eqn.primitive) || eqn.inputs.every(isTyped)) return eqn;
  const equation = (primitive: string, inputs: Atom[], params: object) =>
    new (eqn.constructor as new (...parts: unknown[]) => Equation)(primitive, inputs, params, eqn.outBinders);

  const inputs = eqn.inputs.map((atom) => {
    if (isTyped(atom) || !("value" in atom)) return atom;
    return new (atom.constructor as new (...parts: unknown[]) => Atom)({ ...result, shape: [] }, atom.value);
  });
  const rest = inputs.filter((atom) => !("value" in atom && atom.value === identities[eqn.primitive]));
  const [only] = rest;
  return rest.length === 1 && !isTyped(only!)
    ? equation("cast", [only!], { dtype: result.dtype })
    : equation(eqn.primitive, inputs, eqn.params);
}
