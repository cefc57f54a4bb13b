import { Jaxpr } from "@jax-js/jax";

/*
 * `concatenate` and `pad` of compiled programs shift their parts by the places from which these are read. A part that is
 * made of a literal alone (`np.stack([x.sum(), np.ones([])])`) is read from nowhere: it is not shifted but added to every
 * entry. The larger of it and itself is the same number, and no longer a view of a literal, so that it gets a place.
 */

type Equation = Jaxpr["eqns"][number];
type Atom = Equation["inputs"][number];
type Variable = Equation["outBinders"][number];

const views = ["transpose", "broadcast", "reshape", "flip", "shrink", "pad"];
const shifting = ["concatenate", "pad"];

const simplify = Jaxpr.prototype.simplify;

Jaxpr.prototype.simplify = function () {
  const { inBinders, eqns, outs } = simplify.call(this);
  return new Jaxpr(inBinders, withPlaces(eqns), outs);
};

function withPlaces(eqns: readonly Equation[]): Equation[] {
  const placeless = new Set<Atom>();
  const placed: Equation[] = [];
  for (const eqn of eqns) {
    let { inputs } = eqn;
    if (shifting.includes(eqn.primitive)) {
      inputs = inputs.map((atom) => {
        if (!placeless.has(atom) || atom.aval.dtype === "bool") return atom;
        const copy = new (atom.constructor as new (aval: object) => Variable)(atom.aval);
        placed.push(equation(eqn, "max", [atom, atom], {}, [copy]));
        return copy;
      });
    }
    const isChanged = inputs.some((atom, i) => atom !== eqn.inputs[i]);
    placed.push(isChanged ? equation(eqn, eqn.primitive, inputs, eqn.params, eqn.outBinders) : eqn);
    const isPlaceless = inputs.every((atom) => "value" in atom || placeless.has(atom));
    if (views.includes(eqn.primitive) && isPlaceless) for (const out of eqn.outBinders) placeless.add(out);
  }
  return placed;
}

const equation = (like: Equation, ...parts: unknown[]): Equation =>
  new (like.constructor as new (...parts: unknown[]) => Equation)(...parts);
