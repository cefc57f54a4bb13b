import { scaleByAdam } from "../../../transforms/adam.ts";
import { chain } from "../../../transforms/chain.ts";
import { scaleByLearningRate } from "../../../transforms/learning-rate.ts";
import { armijoDescent } from "./armijo-descent.ts";
import { exactLeastSquares } from "./exact-least-squares.ts";
import type { InnerMinimiser } from "./inner-minimiser.ts";
import { lbfgsDescent } from "./lbfgs-descent.ts";
import { transformedDescent } from "./transformed-descent.ts";

/** The minimisers by their names in commands; a learning rate belongs to those that have one. */
export const innerMinimisers: Readonly<Record<InnerName, (learningRate: number) => InnerMinimiser>> = {
  armijo: () => armijoDescent(),
  gradient: (learningRate) => transformedDescent("gradient", scaleByLearningRate(learningRate)),
  adam: (learningRate) => transformedDescent("adam", chain(scaleByAdam(), scaleByLearningRate(learningRate))),
  lbfgs: () => lbfgsDescent(),
  "least-squares": exactLeastSquares,
};

export const innerNames = ["armijo", "gradient", "adam", "lbfgs", "least-squares"] as const;
export type InnerName = (typeof innerNames)[number];
export const hasLearningRate = (name: InnerName): boolean => name === "gradient" || name === "adam";
