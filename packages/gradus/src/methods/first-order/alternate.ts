import { numpy as np, random } from "@jax-js/jax";
import { OptionError, unknownName } from "../../core/errors.ts";
import { type Iteration, type Measurement, named } from "../../core/method.ts";
import { type HasBatches, type HasInitial, type HasPlayers, requireCapabilities } from "../../core/problem.ts";
import { compile, valueAndGradient } from "../../engine/compile.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { applyUpdates, packNumbers, unpackNumbers } from "../../transforms/transformation.ts";
import type { Optimizer } from "../descend.ts";

/** The state of a game: everybody's parameters, each player's loss before its last step, and the optimizers' states. */
export type AlternationState<P> = {
  step: number;
  seed: number;
  gradientCalls: number;
  params: P;
  losses: np.Array;
  inner: Tree[];
};

/** Players taking turns: a method for any game between players of these names. */
export type Alternation<K extends string> = <P extends Record<K, Tree>, B = undefined>(
  problem: HasInitial<P> & HasPlayers<P, B> & Partial<HasBatches<B>>,
) => Iteration<AlternationState<P>, P>;

/**
 * Alternating descent in a game: in each step every player, in the order in which they are given, makes one update of
 * its own optimizer on its own loss, with a batch of its own, and the next player sees the result.
 *
 *     for each player i in turn:   θ_i ← θ_i + u_i,   u_i = optimizer_i( ∂ℓ_i/∂θ_i (θ_1, …, θ_k; batch) )
 *
 * Reports each player's loss as it was before its last step, under the player's name with "Loss" after it; their sum
 * stands in for the objective, which a game does not have: it need not fall. Before the first step, the losses at the
 * start on the batches of the first step.
 *
 * Cost per step: one gradient a player (of its own loss by its own parameters); memory: the optimizers'.
 *
 * @throws {CapabilityError} if the problem has no `initial` or no `playerLosses`; {OptionError} if a player has no
 * optimizer or an optimizer no player.
 * @source I. Goodfellow et al., Generative Adversarial Nets, 2014, arXiv 1406.2661, algorithm 1 with k = 1 and any
 * optimizer.
 * @example
 * const player = () => adabelief({ learningRate: 2e-3, beta1: 0.5, epsilon: 1e-12 });
 * await minimize(ringOfGaussians(), alternate({ discriminator: player(), generator: player() }), { steps: 1500 });
 */
export function alternate<K extends string>(optimizers: Record<K, Optimizer>): Alternation<K> {
  const optimizerNames = new Set(Object.values<Optimizer>(optimizers).map(({ name }) => name));
  const name = `alternating ${[...optimizerNames].join(" and ")}`;
  const method = <P extends Record<K, Tree>, B>(problem: HasInitial<P> & HasPlayers<P, B> & Partial<HasBatches<B>>) => {
    requireCapabilities(name, problem, ["initial", "playerLosses"]);
    const players = Object.keys(problem.playerLosses);
    const unknown = Object.keys(optimizers).find((player) => !players.includes(player));
    if (unknown !== undefined) throw new OptionError(`alternate: ${unknownName("player", unknown, players)}`);
    const idle = players.find((player) => !Object.hasOwn(optimizers, player));
    if (idle !== undefined) throw new OptionError(`alternate: player '${idle}' has no optimizer`);
    return iterate(optimizers, problem);
  };
  return named(name, method);
}

function iterate<K extends string, P extends Record<K, Tree>, B>(
  optimizers: Record<K, Optimizer>,
  problem: HasInitial<P> & HasPlayers<P, B> & Partial<HasBatches<B>>,
): Iteration<AlternationState<P>, P> {
  const players = (Object.keys(optimizers) as K[]).map((player) => ({
    player,
    transformation: optimizers[player].transformation,
    // A batch travels through the compiled programs as a list, empty in a game without batches.
    loss: (own: P[K], all: P, batch: Tree[]) => problem.playerLosses[player](own, all, batch[0] as B),
  }));
  const stack = (losses: np.Array[]) => np.stack(losses.map((loss) => loss.astype(losses[0]!.dtype)));
  let gradientsPerRound = players.length;

  const evaluate = compile((params: P, batches: Tree[][]) => {
    const losses = players.map(({ player, loss }, i) => loss(tree.ref(params[player]), tree.ref(params), batches[i]!));
    tree.dispose(params);
    return stack(losses);
  });

  const playRound = compile((start: P, inner: Tree[], packed: np.Array[], batches: Tree[][]) => {
    gradientsPerRound = players.length;
    let params = start;
    const losses: np.Array[] = [];
    const nextInner = players.map(({ player, transformation, loss }, i) => {
      const own = params[player];
      const slope = valueAndGradient(loss);
      const [value, gradient] = slope(tree.ref(own), tree.ref(params), tree.ref(batches[i]!));
      const [updates, next] = transformation.update(gradient, inner[i]!, own, {
        numbers: unpackNumbers(packed[i]!, transformation.numbers?.(1)),
        value,
        gradientAt(at) {
          gradientsPerRound++;
          const [valueThere, gradientThere] = slope(at as P[K], tree.ref(params), tree.ref(batches[i]!));
          valueThere.dispose();
          return gradientThere;
        },
      });
      tree.dispose(batches[i]!);
      params = { ...params, [player]: applyUpdates(own, updates) };
      losses.push(value);
      return next;
    });
    return [params, nextInner, stack(losses)] as const;
  });

  let stream: { seed: number; batch(index: number): B } | undefined;
  /** The batches of a round, one a player. */
  const batchesOf = (seed: number, round: number): Tree[][] => {
    if (!problem.batches) return players.map(() => []);
    if (stream?.seed !== seed) stream = { seed, batch: problem.batches(seedFor(seed, "batches")) };
    const { batch } = stream;
    return players.map((_, i) => [batch(round * players.length + i) as Tree]);
  };

  return {
    init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const losses = evaluate(tree.ref(params), batchesOf(seed, 0));
      const inner = players.map(({ player, transformation }) => transformation.init(params[player]));
      return { step: 0, seed, gradientCalls: 0, params, losses, inner };
    },
    step({ step, seed, gradientCalls, params, losses, inner }) {
      losses.dispose();
      const packed = players.map(({ player, transformation }) =>
        packNumbers(transformation.numbers?.(step + 1), tree.dtypeOf(params[player])),
      );
      const [nextParams, nextInner, nextLosses] = playRound(params, inner, packed, batchesOf(seed, step));
      return {
        step: step + 1,
        seed,
        gradientCalls: gradientCalls + gradientsPerRound,
        params: nextParams,
        losses: nextLosses,
        inner: nextInner,
      };
    },
    async measure({ gradientCalls, losses }) {
      const values = [...(await losses.ref.data())];
      const measurement: Measurement = {
        objective: values.reduce((sum, value) => sum + value, 0),
        calls: { gradient: gradientCalls, loss: players.length },
      };
      for (const [i, { player }] of players.entries()) measurement[`${player}Loss`] = values[i]!;
      return measurement;
    },
    answer({ params, inner }) {
      const own = players.map(({ player, transformation }, i) => {
        const trained = tree.ref(params[player]);
        return [player, transformation.answer?.(trained, tree.ref(inner[i]!)) ?? trained] as const;
      });
      return { ...params, ...Object.fromEntries(own) } as P;
    },
    dispose() {
      evaluate.dispose();
      playRound.dispose();
    },
  };
}
