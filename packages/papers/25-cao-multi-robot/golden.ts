import {
  adaptiveCoverage,
  caoTeam,
  fitPolynomial,
  holdTheLine,
  linearAlgebra,
  type Monomial,
  persistentCoverage,
  retainMonomials,
  type StepConditions,
  schedules,
  terrainSurveillance,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";

type Inputs = GoldenCase["inputs"];
type Team = readonly Float64Array[];

export function actual({ kind, inputs }: GoldenCase) {
  switch (kind) {
    case "alpha":
      return alpha(inputs);
    case "estimator":
      return estimator(inputs);
    case "retain":
      return retain(inputs);
    case "trajectory":
      return trajectory(inputs);
    case "adaptive_coverage":
      return coverage(inputs);
    case "surveillance3d":
      return surveillance(inputs);
    case "persistent_coverage":
      return persistent(inputs);
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

const vectors = (rows: number[][]): Float64Array[] => rows.map((row) => Float64Array.from(row));

function alpha({ dt, cmax, cmin, T }: Inputs) {
  const schedule = schedules.linear({ from: cmax * dt, to: cmin * dt, steps: T });
  return { alpha: Array.from({ length: T }, (_, k) => schedule(k)) };
}

function estimator({ X, h, features, candidates }: Inputs) {
  const { phi, theta, estimate } = fitPolynomial(X, h, features);
  const estimates: number[] = candidates.map(estimate);
  return { phi, theta, estimates, best: estimates.indexOf(Math.min(...estimates)) };
}

function retain({ features, theta, keep, totals, draws }: Inputs) {
  const rest: Monomial[][] = draws.map((list: Monomial[]) => [...list]);
  const plans = totals.map((total: number, o: number) => ({ total, keep: keep[o] }));
  return { features: retainMonomials(features, theta, plans, (order) => rest[order - 1]!.shift()!) };
}

/** The cost of a team, and the box and the distance that candidates are held against. */
function rulesOf({ objective, valid }: Inputs) {
  const { norm, addScaled, apply, dot, fromRows } = linearAlgebra;
  const line = objective.type === "coverage" && holdTheLine({ line: objective.points, idleWeight: objective.kw });
  const cost = (team: Team): number => {
    if (line) return (line.world.costs({ step: 0 }, [team]) as number[])[0]!;
    const x = Float64Array.from(team.flatMap((robot) => [...robot]));
    return dot(x, apply(fromRows(objective.A), x)) / 2 - dot(Float64Array.from(objective.b), x);
  };
  const isAllowed: StepConditions["isAllowed"] = (robot, candidate, team) =>
    valid === undefined ||
    (candidate.every((v) => v >= valid.lo && v <= valid.hi) &&
      team.every((other, i) => i === robot || norm(addScaled(candidate, -1, other)) >= (valid.dmin ?? 0)));
  return { cost, isAllowed };
}

/** The case's uniform numbers: one list for all in the order of use, or one for each step and robot. */
function uniformsOf({ stream, U }: Inputs): StepConditions["uniforms"] {
  const reader = (rows: number[][]) => {
    const numbers = rows.flat().values();
    return () => numbers.next().value ?? Number.NaN;
  };
  if (stream) {
    const next = reader(stream);
    return () => next;
  }
  return (step, id) => reader(U[step][id]);
}

function trajectory(inputs: Inputs) {
  const { x0, T, window, features, invalid, M, drop, order, centered } = inputs;
  const { cost, isAllowed } = rulesOf(inputs);
  const conditions = { isAllowed, uniforms: uniformsOf(inputs)! };
  const team = caoTeam({
    window,
    features,
    candidates: M,
    alpha: (step) => inputs.alpha[step],
    ...(invalid && { invalid }),
    ...(centered && { centered }),
    ...(order === "sequential" && { moves: "sequential" }),
  });
  let positions = vectors(x0);
  let state = team.init(positions);
  const result: Record<string, unknown[]> = { x: [positions], J: [], subcost: [], chosen: [], estimate: [] };
  for (let step = 0; step < T; step++) {
    for (const { robots } of [drop ?? []].flat().filter((other) => other.step === step)) {
      positions = positions.filter((_, i) => !robots.includes(state.accounts[i]!.id));
      state = team.leave(state, robots);
    }
    const J = cost(positions);
    const next = team.step(state, positions, J, team.counterfactuals(state, positions).map(cost), conditions);
    ({ state, positions } = next);
    result["x"]!.push(positions);
    result["J"]!.push(J);
    result["subcost"]!.push(state.accounts.map(({ shares }) => shares.at(-1)));
    result["chosen"]!.push(next.moves.map(({ chosen }) => chosen));
    result["estimate"]!.push(next.moves.map(({ estimate }) => estimate));
  }
  return result;
}

async function coverage({ positions, sl, sm, dt, sig, amin, g, peaks }: Inputs) {
  const options = { places: sl, functions: sm, dt, variance: sig, least: amin, gain: g, peaks };
  const { world } = adaptiveCoverage(options);
  let scene = world.open(0);
  const result = { J_hat: [] as number[], J_true: [] as number[], hat_a: [] as Float64Array[] };
  for (const team of positions.map(vectors)) {
    result.J_hat.push((await world.costs(scene, [team]))[0]!);
    result.J_true.push(world.figures!(scene, team)["trueCost"]!);
    scene = world.after(scene, team);
    result.hat_a.push(scene.weights);
  }
  return result;
}

async function surveillance({ positions, G, R, K, S, bumps }: Inputs) {
  const { world } = terrainSurveillance({ cells: G, range: R, unseen: K, samples: S, hills: bumps, waves: 0 });
  const teams: Float64Array[][] = positions.map(vectors);
  const seen = teams.map((team) => world.figures!({}, team)["seen"]!);
  return { J: await world.costs({}, teams), visible: seen.map((share) => Math.round(share * G * G)) };
}

async function persistent({ positions, G, decay, R, Zstar, gain, obstacles }: Inputs) {
  const { world } = persistentCoverage({ cells: G, decay, range: R, wanted: Zstar, gain, obstacles });
  let scene = world.open(0);
  const result = { J: [] as number[], err: [] as number[] };
  for (const team of positions.map(vectors)) {
    result.J.push((await world.costs(scene, [team]))[0]!);
    scene = world.after(scene, team);
    result.err.push(world.figures!(scene, team)["neglect"]!);
  }
  return result;
}
