import type { BilevelProblem, HasClients } from "../../core/bilevel.ts";
import { type Iteration, type Method, named } from "../../core/method.ts";
import { count, positive, readOptions, z } from "../../core/options.ts";
import { requireCapabilities } from "../../core/problem.ts";
import { addScaled } from "../../engine/linear-algebra/vector.ts";
import { type BilevelAnswer, startOf, toAnswer } from "./levels.ts";

export const fedavgOptions = z.object({
  /** Step of the clients. Default 0.5 [reconstructed: LV-HBA's baseline]. */
  rate: positive().default(0.5),
  /** Steps of each client between two averages. Default 1. */
  localSteps: count().default(1),
});

export type FedavgOptions = z.input<typeof fedavgOptions>;

/** The state of a run: x as it started, the averaged y, and messages sent. */
export type FedavgState = {
  step: number;
  x: Float64Array;
  y: Float64Array;
  calls: { gradient: number; message: number };
};

export type FederatedProblem = BilevelProblem & HasClients;

export type Fedavg = Method<FederatedProblem, FedavgState, BilevelAnswer>;

/**
 * Federated averaging without an upper level: x stays where it starts, and y is trained on the clients' own losses.
 *
 *     y_i ← y;  `localSteps` times:  y_i ← y_i − rate ∇f_i(y_i);   y ← Σ n_i y_i / Σ n_i
 *
 * n_i is the number of a client's samples, y has m entries. With one local step it is gradient descent on the mean loss.
 *
 * Cost per step (a round): `localSteps` gradients and two messages of m numbers for each client. On the host in float64.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `clients`.
 * @source B. McMahan, E. Moore, D. Ramage, S. Hampson, B. Agüera y Arcas, 2016, arXiv 1602.05629, algorithm 1, all clients
 * taking part with all their samples.
 * @example
 * const { trace } = await minimize(federatedImbalance(), fedavg({ rate: 0.5 }), { steps: 400 });
 */
export function fedavg(options: FedavgOptions = {}): Fedavg {
  const { rate, localSteps } = readOptions("fedavg", fedavgOptions, options);

  return named("fedavg", (problem: FederatedProblem): Iteration<FedavgState, BilevelAnswer> => {
    requireCapabilities("fedavg", problem, ["initial", "bilevel", "clients"]);
    const { upper: F, lower: f } = problem.bilevel;
    const { clients } = problem;
    const total = clients.reduce((sum, { samples }) => sum + samples, 0);

    return {
      async init(seed) {
        const { x, y } = await startOf("fedavg", problem, seed);
        return { step: 0, x, y, calls: { gradient: 0, message: 0 } };
      },
      async step({ step, x, y, calls }) {
        let mean: Float64Array = new Float64Array(y.length);
        for (const client of clients) {
          let own = y;
          for (let i = 0; i < localSteps; i++) own = addScaled(own, -rate, await client.gradient(own));
          mean = addScaled(mean, client.samples / total, own);
        }
        return {
          step: step + 1,
          x,
          y: mean,
          calls: {
            gradient: calls.gradient + localSteps * clients.length,
            message: calls.message + 2 * clients.length,
          },
        };
      },
      measure: async ({ x, y, calls }) => ({
        objective: await F.value(x, y),
        calls: { ...calls },
        lower: await f.value(x, y),
      }),
      answer: ({ x, y }) => toAnswer({ x, y }),
    };
  });
}
