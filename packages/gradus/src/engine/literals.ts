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
  return simplify.call(new Jaxpr(this.inBinders, withExactNumbers(this.eqns).map(withTypedLiterals), this.outs));
};

/*
 * A function of a literal alone is traced like any other, in float32: `x.div(6)` multiplies by a float32 1/6, also in a
 * float64 program. Where a float64 result is made with such a number it is replaced by the exact one.
 */
const functionsOfNumbers: Record<string, (number: number) => number> = {
  reciprocal: (number) => 1 / number,
  neg: (number) => -number,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
};

function withExactNumbers(eqns: readonly Equation[]): Equation[] {
  const exact = new Map<Atom, { literal: Atom; value: number }>();
  const numberOf = (atom: Atom) =>
    "value" in atom && atom.aval.weakType ? { literal: atom, value: Number(atom.value) } : exact.get(atom);

  return eqns.map((eqn) => {
    const result = eqn.outBinders[0]!;
    const only = eqn.inputs.length === 1 ? numberOf(eqn.inputs[0]!) : undefined;
    if (only !== undefined && Object.hasOwn(functionsOfNumbers, eqn.primitive)) {
      exact.set(result, { ...only, value: functionsOfNumbers[eqn.primitive]!(only.value) });
      return eqn;
    }
    if (result.aval.dtype !== "float64" || !eqn.inputs.some((atom) => exact.has(atom))) return eqn;
    const inputs = eqn.inputs.map((atom) => {
      const known = exact.get(atom);
      return known === undefined ? atom : literalOf(known.literal, { ...result.aval, shape: [] }, known.value);
    });
    return equationLike(eqn, eqn.primitive, inputs, eqn.params);
  });
}

const literalOf = (like: Atom, aval: object, value: unknown): Atom =>
  new (like.constructor as new (...parts: unknown[]) => Atom)(aval, value);

const equationLike = (eqn: Equation, primitive: string, inputs: Atom[], params: object): Equation =>
  new (eqn.constructor as new (...parts: unknown[]) => Equation)(primitive, inputs, params, eqn.outBinders);

function withTypedLiterals(eqn: Equation): Equation {
  const result = eqn.outBinders[0]!.aval;
  const isTyped = (atom: Atom) => atom.aval.dtype === result.dtype;
  if (!Object.hasOwn(identities, eqn.primitive) || eqn.inputs.every(isTyped)) return eqn;
  const inputs = eqn.inputs.map((atom) => {
    if (isTyped(atom) || !("value" in atom)) return atom;
    return literalOf(atom, { ...result, shape: [] }, atom.value);
  });
  const rest = inputs.filter((atom) => !("value" in atom && atom.value === identities[eqn.primitive]));
  const [only] = rest;
  return rest.length === 1 && !isTyped(only!)
    ? equationLike(eqn, "cast", [only!], { dtype: result.dtype })
    : equationLike(eqn, eqn.primitive, inputs, eqn.params);
}
