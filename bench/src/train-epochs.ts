import { batchesIn, type EpochData } from "./epoch-data.ts";
import type { Prepared, Timed } from "./protocol.ts";

/** Times a loop, epoch by epoch. The loop yields the loss at every step. */
export function trainEpochs(losses: AsyncGenerator<number> | Generator<number>, data: EpochData) {
  const steps = batchesIn(data);
  const pull = async (count: number): Promise<number> => {
    let loss = Number.NaN;
    for (let i = 0; i < count; i++) loss = (await losses.next()).value;
    return loss;
  };
  return {
    /** The first epoch; how long the first step of it took. */
    async first(): Promise<Pick<Prepared, "firstStepSeconds" | "sample">> {
      const start = performance.now();
      await pull(1);
      const firstStepSeconds = (performance.now() - start) / 1000;
      return { firstStepSeconds, sample: [await pull(steps - 1)] };
    },
    /** Another epoch. */
    async next(): Promise<Timed> {
      const start = performance.now();
      const loss = await pull(steps);
      return { seconds: (performance.now() - start) / 1000, loss };
    },
  };
}
