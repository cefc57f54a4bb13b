import type { numpy as np } from "@jax-js/jax";
import type { Environment, HasEnvironment } from "../../core/environment.ts";
import { count, readOptions, z } from "../../core/options.ts";
import type { HasInitial, HasName, HasPredictions } from "../../core/problem.ts";
import { type Network, perceptron } from "../networks.ts";
import { precision } from "../precision.ts";

export const catchGameOptions = z.object({
  /** Rows of the board, the paddle's among them; an episode takes one step less. Default 8. */
  rows: z.int("must be a whole number ≥ 2").min(2, "must be a whole number ≥ 2").default(8),
  /** Columns of the board. Default 5. */
  columns: count().default(5),
  /** Neurons of the network's hidden layers. Default [32, 32]. */
  hidden: z.array(count(), "must be whole numbers ≥ 1").default([32, 32]),
  /** Precision of the network. Default float32. */
  dtype: precision().default("float32"),
});

export type CatchGameOptions = z.input<typeof catchGameOptions>;

/** Where the ball is, and the paddle's column in the last row. */
export type CatchScene = { row: number; column: number; paddle: number };

/** An environment with a network that tells a number for each action, from a row of observations each. */
export type ActingProblem<Scene extends object> = HasName &
  HasInitial<Network> &
  Pick<HasPredictions<Network, unknown>, "predict"> &
  HasEnvironment<Scene>;

/**
 * Catch: a ball falls by a row a step from a random column of the first row, a paddle in the last row moves left, stays or moves
 * right (actions 0, 1, 2); when the ball is in the last row the episode ends with reward 1 where the paddle is, else −1.
 *
 * An observation is the board, row after row, with 1 where the ball is and where the paddle is, else 0. The paddle begins in the
 * middle. The network is a perceptron with relu, weights uniform in ±√(6/(fan-in + fan-out)), zero biases, one output an action.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source V. Mnih et al., Recurrent Models of Visual Attention, 2014, arXiv 1406.6247, section 4.2 (the game); weights: X. Glorot,
 * Y. Bengio, 2010, eq. (16).
 * @example
 * const { environment } = catchGame({ rows: 8, columns: 5 });
 */
export function catchGame(options: CatchGameOptions = {}): ActingProblem<CatchScene> {
  const { rows, columns, hidden, dtype } = readOptions("catchGame", catchGameOptions, options);
  const last = rows - 1;
  const environment: Environment<CatchScene> = {
    observationSize: rows * columns,
    actions: 3,
    reset: (random) => ({ row: 0, column: random.integer(columns), paddle: columns >> 1 }),
    step({ row, column, paddle }, action) {
      const scene = { row: row + 1, column, paddle: Math.min(columns - 1, Math.max(0, paddle + action - 1)) };
      const isOver = scene.row === last;
      return { scene, isOver, reward: isOver ? (scene.paddle === column ? 1 : -1) : 0 };
    },
    observe({ row, column, paddle }) {
      const board = new Float64Array(rows * columns);
      board[row * columns + column] = 1;
      board[last * columns + paddle] = 1;
      return board;
    },
  };
  const sizes = [environment.observationSize, ...hidden, environment.actions];
  const { initial, predict } = perceptron(sizes, "relu", dtype as np.DType, "xavier");
  return { name: "catch", initial, predict, environment };
}
