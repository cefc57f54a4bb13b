import type { z } from "zod";
import { flag, nonnegative, positiveOrSchedule } from "../../core/options.ts";
import { scaleByAdam } from "../../transforms/adam.ts";
import { chain } from "../../transforms/chain.ts";
import { clipByGlobalNorm } from "../../transforms/clip.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import type { Aggregator } from "./aggregator.ts";
import { descendTasks } from "./descend-tasks.ts";

/** What the official code's clipping, that of PyTorch, adds to the length. */
const clipEpsilon = 1e-6;

/** Options of Adam behind an aggregator whose direction the official code of SAM-GS does not clip. */
export const adamOptions = {
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (the paper's toys). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Length to which the shared part of the direction is cut; 0 for none. Default 0 (official code). */
  clip: nonnegative().default(0),
  /** Multiply the direction by the number of tasks before it is cut. Default false. */
  scaleByTasks: flag().default(false),
};

/** The same for those that it clips. */
export const clippedAdamOptions = {
  ...adamOptions,
  /** Length to which the shared part of the direction is cut; 0 for none. Default 1 (official code). */
  clip: nonnegative().default(1),
};

type AdamSettings = { [K in keyof typeof adamOptions]: z.output<(typeof adamOptions)[K]> };

/** An aggregator in front of Adam (β = 0.9, 0.999, ε = 1e-8). */
export function withAdam(aggregator: Aggregator, { learningRate, clip, scaleByTasks }: AdamSettings) {
  return descendTasks(aggregator.name, aggregator, chain(scaleByAdam(), scaleByLearningRate(learningRate)), {
    scaleByTasks,
    ...(clip > 0 && { beforehand: clipByGlobalNorm(clip, { epsilon: clipEpsilon }) }),
  });
}
