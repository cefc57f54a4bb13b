import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { type HasBatches, type HasInitial, type HasPlayers, requireCapabilities } from "../../core/problem.ts";
import { valueAndGradient } from "../../engine/compile.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";

/** A game between two players, deterministic or on batches. */
export type TwoPlayerGame<P extends Record<string, Tree>, B = undefined> = HasInitial<P> &
  HasPlayers<P, B> &
  Partial<HasBatches<B>>;

/** Everybody's parameters, by player. */
export type Parts = Record<string, Tree>;

/** Two players' losses as functions of both parts, the first player first. Traceable. */
export type Players = {
  names: readonly [string, string];
  /** L_i of all parts. Consumes both arguments; a batch travels as a list, empty in a game without batches. */
  lossOf(player: number, all: Parts, batch: Tree[]): np.Array;
  /** L_i and its gradient with respect to the player's own part. Borrows both arguments. */
  slopeOf(player: number, all: Parts, batch: Tree[]): [np.Array, Tree];
};

/**
 * The two players of a game, in the order of its losses.
 * @throws {CapabilityError} if the problem has no `initial` or no `playerLosses`; {OptionError} if it has not two players.
 */
export function twoPlayers(owner: string, problem: object): Players {
  requireCapabilities(owner, problem, ["initial", "playerLosses"]);
  const losses = (problem as HasPlayers<Parts, unknown>).playerLosses;
  const names = Object.keys(losses);
  if (names.length !== 2) {
    throw new OptionError(`${owner}: a game of two players is needed, got ${names.length} (${names.join(", ")})`);
  }
  const ownSlopes = names.map((name) =>
    valueAndGradient((own: Tree, all: Parts, batch: Tree[]) => losses[name]!(own, all, batch[0])),
  );
  return {
    names: names as [string, string],
    lossOf: (player, all, batch) => losses[names[player]!]!(tree.ref(all[names[player]!]!), all, batch[0]),
    slopeOf: (player, all, batch) =>
      ownSlopes[player]!(tree.ref(all[names[player]!]!), tree.ref(all), tree.ref(batch) as Tree[]),
  };
}
