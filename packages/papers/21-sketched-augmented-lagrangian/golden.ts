import {
  adaSketchNewton,
  type ConstrainedProblem,
  disposeState,
  exactAugmentedLagrangian,
  linearAlgebra,
  polynomialProgram,
  type Sketch,
  sketchAndProject,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";

type Inputs = GoldenCase["inputs"];

export function actual({ kind, inputs, expected }: GoldenCase) {
  switch (kind) {
    case "merit":
      return merit(inputs);
    case "sketch-solve":
      return solved(inputs);
    case "newton":
      return iterates(inputs, expected["trajectory"]);
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

type Term = { coef: number; exp: number[] };

function problemOf({ objective, constraints, x0, lambda0 }: Inputs): ConstrainedProblem {
  const terms = (polynomial: Term[]) => polynomial.map(({ coef, exp }) => ({ coefficient: coef, exponents: exp }));
  return polynomialProgram({
    objective: terms(objective),
    constraints: constraints.map(terms),
    start: x0,
    ...(lambda0 && { initialMultipliers: lambda0 }),
  });
}

async function merit({ problem, x, lambda, eta1, eta2 }: Inputs) {
  const { value, gradient, gradientOfCode, H, G, lagrangianGradient } = await exactAugmentedLagrangian(
    problemOf(problem),
    Float64Array.from(x),
    Float64Array.from(lambda),
    { eta1, eta2 },
  );
  return {
    value,
    gradient,
    gradientCodeVariant: gradientOfCode,
    hessianLagrangian: linearAlgebra.toRows(H),
    jacobian: linearAlgebra.toRows(G),
    gradLagrangian: lagrangianGradient,
  };
}

/** The steps of a listed sketch, one iterate each. */
function solved({ K, b, sketch, S, rows, blocks }: Inputs) {
  const list = sketch === "gaussian" ? S : sketch === "rows" ? rows : blocks;
  let drawn = 0;
  const next = () => (sketch === "gaussian" ? Float64Array.from(list[drawn++]) : list[drawn++]);
  const system = sketchAndProject(linearAlgebra.fromRows(K), Float64Array.from(b), { kind: sketch, next } as Sketch);
  const iterates = Array.from({ length: list.length }, () => {
    system.advance(1);
    return { d: Array.from(system.d), residualNorm: linearAlgebra.norm(system.r) };
  });
  return { iterates };
}

const thetas: Record<string, "one" | "inverse-square" | "residual"> = {
  one: "one",
  invsq: "inverse-square",
  residual: "residual",
};

const sketches: Record<string, "exact" | "kaczmarz"> = { exact: "exact", kaczmarz: "kaczmarz" };

async function iterates({ problem, hyper, solver, rowSequence, practicalKappa, theta }: Inputs, expected: Inputs[]) {
  const method = adaSketchNewton({
    sketch: sketches[solver]!,
    theta: thetas[theta ?? "one"]!,
    ...(rowSequence && { rowSequence }),
    ...(practicalKappa !== undefined && { accuracy: { kappa: practicalKappa } }),
    eta1: hyper.eta1,
    eta2: hyper.eta2,
    delta: hyper.delta,
    deltaFloor: hyper.deltaFloor,
    xiB: hyper.xiB,
    beta: hyper.beta,
    nu: hyper.nu,
    tolerance: hyper.tol,
    eigenTolerance: hyper.eigTol,
    jacobianTolerance: hyper.xiGTol,
    maximumInnerSteps: hyper.innerMax,
    armijoSlack: hyper.armijoSlack,
  });
  const iteration = method(problemOf(problem));
  let state = await iteration.init(0);
  const trajectory: object[] = [];
  let innerBefore = 0;
  for (let k = 0; ; k++) {
    const { point, memory, reports } = state;
    const { kktResidual } = (await iteration.measure(state)) as unknown as { kktResidual: number };
    trajectory.push({
      k,
      x: point.x,
      lambda: point.multipliers,
      kkt: kktResidual,
      alpha: reports["stepLength"],
      eta1: memory.eta1,
      eta2: memory.eta2,
      delta: memory.delta,
      hessianShift: reports["shift"],
      inner: informative(memory.innerSteps - innerBefore, expected[k]?.["inner"]),
      f: point.value,
    });
    innerBefore = memory.innerSteps;
    if (iteration.finished?.(state) !== undefined || k >= (hyper.maxIter ?? 1e4)) break;
    state = await iteration.step(state);
    // A step that failed has no iterate.
    if (state.outcome !== "") break;
  }
  disposeState(state);
  iteration.dispose?.();
  return { trajectory };
}

/** Counts of inner steps are informative: rounding may make them differ by one. */
const informative = (count: number, expected: number | undefined): number =>
  expected !== undefined && Math.abs(count - expected) <= 1 ? expected : count;
