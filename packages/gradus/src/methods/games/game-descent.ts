import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions } from "../../core/options.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { driftCoefficients, gradientOfTerms, hasTerms, productsIn, type TermWeights } from "./drift.ts";
import { type Count, type GameState, iterateGame, type Turn } from "./game-iteration.ts";
import {
  bothRates,
  checkIntegrator,
  type GameDescentOptions,
  type GameSettings,
  gameDescentOptions,
} from "./game-options.ts";
import { halves } from "./halves.ts";
import { type Parts, type Players, type TwoPlayerGame, twoPlayers } from "./players.ts";

/** A method for any game between two players. */
export type GameMethod = <P extends Record<string, Tree>, B = undefined>(
  problem: TwoPlayerGame<P, B>,
) => Iteration<GameState<P>, P>;

/**
 * Gradient descent of two players, with the drift that their finite steps cause cancelled, kept or strengthened.
 *
 *     φ ← φ − α ∇_φ L̂₁,   L̂₁ = L₁ + (a c_self + self) ½‖∇_φ L₁‖² + (b c_int + interaction) ∇_θ L₁ · sg(∇_θ L₂) + other ½‖∇_θ L₂‖²
 *     θ ← θ − λ ∇_θ L̂₂,   L̂₂ = L₂ + (a d_self + self) ½‖∇_θ L₂‖² + (b d_int + interaction) ∇_φ L₂ · sg(∇_φ L₁) + other ½‖∇_φ L₁‖²
 *
 * φ belongs to the first of the game's players, θ to the second; a is `selfDrift`, b `interactionDrift`, sg holds its argument
 * fixed, and the c and d are those of `driftCoefficients`. Simultaneous steps of zero-sum games carry a term that rewards a
 * large gradient of the opponent and may turn a stable game unstable: b = −1 cancels it, which is the default and has nothing
 * to tune. In alternating steps (each with a batch of its own) the second player sees the first's new part, and its interaction
 * term has the good sign: cancelling it may then harm. a = b = 0 are plain steps. With `integrator: "rk4"`, F being both
 * players' descent directions and s `stepSize`,
 *
 *     K = (k₁ + 2 k₂ + 2 k₃ + k₄)/6,  k₁ = F(z), k₂ = F(z + s/2 k₁), k₃ = F(z + s/2 k₂), k₄ = F(z + s k₃);  φ ← φ + α K_φ,  θ ← θ + λ K_θ
 *
 * which for α = λ = s is the classical method. It has no such drift, so `interactionDrift` is 0 with it.
 *
 * Reports each player's loss and gradient norm as they were before its last step, under the player's name with "Loss" and
 * "GradientNorm" after it, with `measureDrift` "DriftNorm"; the losses' sum stands in for the objective, which a game does not
 * have. Reconstructed: the convention "joint", see `driftCoefficients`.
 *
 * Cost per step: a gradient a player (two where an alternating or halved step needs the opponent's or another half's; four
 * with "rk4") and, with terms, one product of second derivatives with a vector a player, two if `other` is among them; memory:
 * that of second derivatives.
 *
 * @throws {OptionError} if an option is unknown or outside its range, if options exclude each other, if the game has not two
 * players, or a batch of odd size is to be halved; {CapabilityError} if the problem has no `initial` or no `playerLosses`.
 * @source M. Rosca, Y. Wu, B. Dherin, D. Barrett, Discretization Drift in Two-Player Games, 2021, arXiv 2105.13922, theorems 3.1
 * and 3.2, section 7; M. Rosca, 2023, arXiv 2310.14036; C. Qin et al., Training GANs by Solving ODEs, 2020, arXiv 2010.15040 (RK4).
 * @example
 * const { answer } = await minimize(bilinearGame({ damping: 0.1 }), gameDescent({ learningRates: 0.2 }), { steps: 250 });
 */
export function gameDescent(options: GameDescentOptions = {}): GameMethod {
  return gameMethod("game-descent", readOptions("game-descent", gameDescentOptions, options));
}

/** The method of these settings under a name of its own. */
export function gameMethod(name: string, settings: GameSettings): GameMethod {
  const rates = bothRates(settings.learningRates);
  const coefficients = driftCoefficients(rates, settings.order, settings.convention);
  const { integrator, selfDrift, self, interaction, other } = settings;
  const interactionDrift = settings.interactionDrift ?? (integrator === "rk4" ? 0 : -1);
  const weights = coefficients.map((c) => ({
    self: selfDrift * c.self + self,
    interaction: interactionDrift * c.interaction + interaction,
    other,
  })) as [TermWeights, TermWeights];
  checkIntegrator(name, settings, [selfDrift, interactionDrift, self, interaction, other]);
  const drift = settings.measureDrift ? coefficients.map((c) => ({ ...c, other: 0 })) : undefined;

  return named(name, <P extends Record<string, Tree>, B>(problem: TwoPlayerGame<P, B>) => {
    const players = twoPlayers(name, problem);
    const turn =
      settings.integrator === "rk4"
        ? rungeKutta(players, rates, settings.stepSize ?? rates[0])
        : settings.order === "simultaneous"
          ? eulerTurn([0, 1])
          : undefined;
    const turns = turn ? [turn] : [eulerTurn([0]), eulerTurn([1])];
    return iterateGame(problem, players, turns, { measuresDrift: settings.measureDrift });

    /** One step of some of the players, from the same parameters. */
    function eulerTurn(moving: number[]): Turn {
      return (all, batch, count) => {
        const slopes = slopesOf(players, count);
        const needsOther = drift !== undefined || moving.some((player) => hasTerms(weights[player]!));
        const here = slopes(all, batch, needsOther ? [0, 1] : moving);
        const isHalved = settings.estimate === "unbiased" && batch.length > 0;
        const [first, second] = isHalved && needsOther ? halves(name, batch) : [batch, batch];
        const frozen = isHalved && needsOther ? slopes(all, second, [0, 1]) : here;
        const pair = (of: typeof here, player: number) => ({
          own: tree.ref(of.gradients[player]!),
          other: tree.ref(of.gradients[1 - player]!),
        });
        const reports = moving.map((player) => ({
          player,
          loss: here.losses[player]!.ref,
          gradientNorm: tree.norm(tree.ref(here.gradients[player]!)),
          ...(drift && {
            driftNorm: tree.norm(gradientOfTerms(players, player, drift[player]!, pair(here, player), all, batch)),
          }),
        }));
        const next = { ...tree.ref(all) };
        for (const player of moving) {
          count("product", productsIn(weights[player]!) + (drift ? 1 : 0));
          const own = players.names[player]!;
          const gradient = tree.ref(here.gradients[player]!);
          const total = hasTerms(weights[player]!)
            ? tree.add(gradient, gradientOfTerms(players, player, weights[player]!, pair(frozen, player), all, first))
            : gradient;
          next[own] = tree.subtract(next[own]!, tree.scale(total, rates[player]!));
        }
        if (frozen !== here) tree.dispose([frozen.losses, frozen.gradients, first, second]);
        tree.dispose([here.losses, here.gradients]);
        return { next, reports };
      };
    }
  });
}

/** Losses and gradients of some players at the same parameters. Borrows parameters and batch. */
const slopesOf =
  (players: Players, count: Count) =>
  (
    all: Parts,
    batch: Tree[],
    of: readonly number[],
  ): { losses: Record<number, np.Array>; gradients: Record<number, Tree> } => {
    const losses: Record<number, np.Array> = {};
    const gradients: Record<number, Tree> = {};
    for (const player of of) {
      count("gradient");
      [losses[player], gradients[player]] = players.slopeOf(player, all, batch);
    }
    return { losses, gradients };
  };

/** A step of Runge and Kutta's along both players' descent directions, each with its own rate at the end. */
function rungeKutta(players: Players, rates: [number, number], s: number): Turn {
  return (all, batch, count) => {
    const slopes = slopesOf(players, count);
    const moved = (from: Parts, along: Record<number, Tree>, by: (player: number) => number): Parts => {
      const next = { ...tree.ref(from) };
      for (const player of [0, 1]) {
        const own = players.names[player]!;
        next[own] = tree.subtract(next[own]!, tree.scale(tree.ref(along[player]!), by(player)));
      }
      return next;
    };
    const here = slopes(all, batch, [0, 1]);
    const stages = [here.gradients];
    for (const share of [s / 2, s / 2, s]) {
      const there = moved(all, stages.at(-1)!, () => share);
      const { losses, gradients } = slopes(there, batch, [0, 1]);
      tree.dispose([losses, there]);
      stages.push(gradients);
    }
    const reports = [0, 1].map((player) => ({
      player,
      loss: here.losses[player]!,
      gradientNorm: tree.norm(tree.ref(here.gradients[player]!)),
    }));
    const shares = [1 / 6, 1 / 3, 1 / 3, 1 / 6];
    const mean = stages.map((stage, i) => tree.scale(stage, shares[i]!)).reduce((sum, stage) => tree.add(sum, stage));
    const next = moved(all, mean, (player) => rates[player]!);
    tree.dispose(mean);
    return { next, reports };
  };
}
