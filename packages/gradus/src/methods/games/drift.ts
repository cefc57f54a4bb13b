import { grad, jvp, type numpy as np } from "@jax-js/jax";
import { compile } from "../../engine/compile.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { type Parts, type Players, type TwoPlayerGame, twoPlayers } from "./players.ts";

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express trees.
type Any = any;

/** When players move: together, or the second after it has seen the first's step. */
export type Order = "simultaneous" | "alternating";

/** Whose time the drift is told in: each player's own, as in the paper, or that of the field which both follow together. */
export type Convention = "paper" | "joint";

/** Numbers by which a player's own term and the interaction are multiplied. */
export type DriftWeights = { self: number; interaction: number };

/**
 * What steps of two players add to the losses whose gradient flow they follow, to first order in the rates.
 *
 *     L̃₁ = L₁ + c_self ½‖∇_φ L₁‖² + c_int ∇_θ L₁ · sg(∇_θ L₂),   c_self = α/2,  c_int = α/2
 *     L̃₂ = L₂ + d_self ½‖∇_θ L₂‖² + d_int ∇_φ L₂ · sg(∇_φ L₁),   d_self = λ/2,  d_int = λ/2, alternating λ/2 − α
 *
 * φ belongs to the first player (loss L₁, rate α), θ to the second (L₂, λ); sg holds its argument fixed. With unequal rates
 * these hold for each player at its own time. In the joint convention, which composes over steps, they change places in the
 * interaction: c_int = λ/2, d_int = α/2, alternating −α/2. Reconstructed: the joint convention; the order of the error of
 * one step is 3 with it and 2 without, for λ = 3 α.
 *
 * @returns the coefficients of the first player and of the second.
 * @source M. Rosca, Y. Wu, B. Dherin, D. Barrett, Discretization Drift in Two-Player Games, 2021, arXiv 2105.13922,
 * theorems 3.1 and 3.2 with one update a player (m = k = 1).
 * @example
 * const [first, second] = driftCoefficients([0.1, 0.1], "alternating");
 */
export function driftCoefficients(
  [alpha, lambda]: readonly [number, number],
  order: Order,
  convention: Convention = "paper",
): [DriftWeights, DriftWeights] {
  const isJoint = convention === "joint";
  const between = isJoint ? alpha / 2 : lambda / 2;
  return [
    { self: alpha / 2, interaction: isJoint ? lambda / 2 : alpha / 2 },
    { self: lambda / 2, interaction: order === "alternating" ? between - alpha : between },
  ];
}

/** Weights of all terms that can be added to a player's loss. */
export type TermWeights = DriftWeights & { other: number };

/** How many products of second derivatives with vectors the terms of these weights take. */
export const productsIn = ({ self, interaction, other }: TermWeights): number =>
  Number(self !== 0 || interaction !== 0) + Number(other !== 0);

/** Whether any weight is not 0. */
export const hasTerms = (weights: TermWeights): boolean => Object.values(weights).some((weight) => weight !== 0);

/**
 * The gradient of a player's terms with respect to its own part, in one product of second derivatives with vectors:
 *
 *     ∇_own ( D L_own [w_self g_own, w_int g_other] + D L_other [0, w_other g_other] ),   the g held fixed
 *
 * D L [u, v] is the derivative along u in the own part and v in the other's. Differentiated is reverse over forward, since
 * the engine loses a buffer the other way round. Traceable; consumes the gradients, borrows the rest.
 */
export function gradientOfTerms(
  { names, lossOf }: Players,
  player: number,
  { self, interaction, other }: TermWeights,
  gradients: { own: Tree; other: Tree },
  all: Parts,
  batch: Tree[],
): Tree {
  const [ownName, otherName] = [names[player]!, names[1 - player]!];
  const along = (of: number, ownWeight: number, otherWeight: number) => ({
    of,
    own: tree.scale(tree.ref(gradients.own), ownWeight),
    other: tree.scale(tree.ref(gradients.other), otherWeight),
  });
  const directions = [
    ...(self !== 0 || interaction !== 0 ? [along(player, self, interaction)] : []),
    ...(other !== 0 ? [along(1 - player, 0, other)] : []),
  ];
  tree.dispose([gradients.own, gradients.other]);
  const slope = (own: Tree): np.Array =>
    directions
      .map((direction) => {
        const at = { ...tree.ref(all), [ownName]: tree.ref(own) };
        const towards = { [ownName]: tree.ref(direction.own), [otherName]: tree.ref(direction.other) };
        const loss = (parts: Parts) => lossOf(direction.of, parts, tree.ref(batch) as Tree[]);
        // The derivative's tree must have the parts in the order of the parameters'.
        const ordered = Object.fromEntries(Object.keys(at).map((name) => [name, towards[name]!]));
        const [value, change] = (jvp as Any)(loss, [at], [ordered]) as [np.Array, np.Array];
        value.dispose();
        return change;
      })
      .reduce((sum, change) => sum.add(change));
  const gradient = (grad as Any)(slope)(tree.ref(all[ownName]!)) as Tree;
  for (const direction of directions) tree.dispose([direction.own, direction.other]);
  return gradient;
}

/** The gradients of a player's terms with respect to its own part, each without its coefficient. */
export type DriftTerms = { self: Tree; interaction: Tree; other: Tree };

/**
 * The terms of which drift, its cancellation and the baselines are made, at some parameters: for each player the gradients,
 * with respect to the own part, of ½‖∇_own L_own‖² (self), ∇_other L_own · sg(∇_other L_other) (interaction) and
 * ½‖∇_other L_other‖² (other).
 *
 * Cost: two gradients and six products; compiled anew at each call. Borrows the parameters; the caller owns the terms.
 *
 * @throws {CapabilityError} if the problem is no game; {OptionError} if it has not two players.
 * @source M. Rosca, Y. Wu, B. Dherin, D. Barrett, 2021, arXiv 2105.13922, section 3.
 * @example
 * const game = bilinearGame({ damping: 0.1 });
 * const [first, second] = driftTerms(game, game.initial(random.key(0)));
 */
export function driftTerms<P extends Record<string, Tree>, B = undefined>(
  problem: TwoPlayerGame<P, B>,
  params: P,
  seed = 0,
): [DriftTerms, DriftTerms] {
  const players = twoPlayers("driftTerms", problem);
  const nothing = { self: 0, interaction: 0, other: 0 };
  const program = compile((all: Parts, batch: Tree[]) => {
    const slopes = [0, 1].map((player) => {
      const [value, gradient] = players.slopeOf(player, all, batch);
      value.dispose();
      return gradient;
    });
    const terms = [0, 1].map((player) => {
      const of = (name: keyof TermWeights) => {
        const gradients = { own: tree.ref(slopes[player]!), other: tree.ref(slopes[1 - player]!) };
        return gradientOfTerms(players, player, { ...nothing, [name]: 1 }, gradients, all, batch);
      };
      return { self: of("self"), interaction: of("interaction"), other: of("other") };
    });
    tree.dispose([slopes, all, batch]);
    return terms;
  });
  const batch = problem.batches ? [problem.batches(seed)(0) as Tree] : [];
  const terms = program(tree.ref(params), batch) as unknown as [DriftTerms, DriftTerms];
  program.dispose();
  return terms;
}
