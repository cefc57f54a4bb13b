import { numpy as np, random } from "@jax-js/jax";
import type { Iteration, Measurement } from "../../core/method.ts";
import { compile } from "../../engine/compile.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { cachedStream } from "../batch-stream.ts";
import type { Parts, Players, TwoPlayerGame } from "./players.ts";

/** The state of a game: everybody's parameters, and each player's losses and norms before its last step. */
export type GameState<P> = {
  step: number;
  seed: number;
  gradientCalls: number;
  productCalls: number;
  params: P;
  report: np.Array;
};

/** What is told of a player that moved: scalars. */
type MoveReport = { player: number; loss: np.Array; gradientNorm: np.Array; driftNorm?: np.Array };

/** Counts calls of a kind, one unless told otherwise. */
export type Count = (kind: "gradient" | "product", calls?: number) => void;

/**
 * A step of one player or both: the parameters after it, and what is told of who moved. Traceable; borrows parameters and
 * batch. `count` is told of each gradient and of products of second derivatives.
 */
export type Turn = (all: Parts, batch: Tree[], count: Count) => { next: Parts; reports: MoveReport[] };

/** Turns one after the other, each with a batch of its own, as one compiled program a step. */
export function iterateGame<P extends Record<string, Tree>, B>(
  problem: TwoPlayerGame<P, B>,
  { names, slopeOf }: Players,
  turns: readonly Turn[],
  { measuresDrift }: { measuresDrift: boolean },
): Iteration<GameState<P>, P> {
  const perStep = { gradient: 0, product: 0 };

  /** The players' losses, then their gradients' norms, then their drifts'. */
  const stack = (reports: MoveReport[]) => {
    const sorted = reports.toSorted((a, b) => a.player - b.player);
    const columns = [
      ...sorted.map(({ loss }) => loss),
      ...sorted.map(({ gradientNorm }) => gradientNorm),
      ...(measuresDrift ? sorted.map(({ driftNorm, loss }) => driftNorm ?? np.zeros([], { dtype: loss.dtype })) : []),
    ];
    const { dtype } = columns[0]!;
    return np.stack(columns.map((scalar) => scalar.astype(dtype)));
  };

  const evaluate = compile((all: Parts, batch: Tree[]) => {
    const reports = names.map((_, player) => {
      const [loss, gradient] = slopeOf(player, all, batch);
      return { player, loss, gradientNorm: tree.norm(gradient) };
    });
    tree.dispose([all, batch]);
    return stack(reports);
  });

  const advance = compile((start: Parts, batches: Tree[][]) => {
    Object.assign(perStep, { gradient: 0, product: 0 });
    let all = start;
    const reports = turns.flatMap((turn, i) => {
      const told = turn(all, batches[i]!, (kind, calls = 1) => {
        perStep[kind] += calls;
      });
      tree.dispose([all, batches[i]!]);
      all = told.next;
      return told.reports;
    });
    return [all, stack(reports)] as const;
  });

  const stream = cachedStream(problem);
  const batchesOf = (seed: number, step: number) => turns.map((_, i) => stream.batch(seed, step * turns.length + i));

  return {
    init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const report = evaluate(tree.ref(params), stream.batch(seed, 0));
      return { step: 0, seed, gradientCalls: 0, productCalls: 0, params, report };
    },
    step({ step, seed, gradientCalls, productCalls, params, report }) {
      report.dispose();
      const [next, nextReport] = advance(params, batchesOf(seed, step));
      return {
        step: step + 1,
        seed,
        gradientCalls: gradientCalls + perStep.gradient,
        productCalls: productCalls + perStep.product,
        params: next as P,
        report: nextReport,
      };
    },
    async measure({ gradientCalls, productCalls, report }) {
      const values = [...(await report.ref.data())];
      const measurement: Measurement = {
        objective: values[0]! + values[1]!,
        calls: { gradient: gradientCalls, ...(productCalls > 0 && { hessianVectorProduct: productCalls }) },
      };
      for (const [kind, what] of ["Loss", "GradientNorm", "DriftNorm"].entries()) {
        for (const [player, name] of names.entries()) {
          const value = values[2 * kind + player];
          if (value !== undefined) measurement[`${name}${what}`] = value;
        }
      }
      return measurement;
    },
    answer: ({ params }) => tree.ref(params),
    dispose() {
      stream.dispose();
      evaluate.dispose();
      advance.dispose();
    },
  };
}
