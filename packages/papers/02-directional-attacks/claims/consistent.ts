import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { figure, median, type Reading, type Statistic } from "../../src/statistic.ts";
import { fullSize, gapOf, gapsOn, type Miniature, type MiniatureSize, quickSize } from "./miniatures.ts";

const kinds: Miniature[] = ["recovery", "counterfactual"];

/** The larger of the two medians; the spread is of the larger gap of each trial. */
function worstMedian(contender: string): Statistic {
  const gaps: Reading[] = kinds.map((miniature) => gapOf(miniature, contender));
  return figure(
    "larger median",
    (trials) => Math.max(...gaps.map((gap) => median(gap).value(trials))),
    (trial) => Math.max(...gaps.map((gap) => gap(trial))),
  );
}

const experiment = (setup: string, size: MiniatureSize, trials: number): Experiment => ({
  setup: `Both miniatures, ${setup}; an instance of each a seed. Contenders, radii and gaps as in the claims on each.`,
  trials: seeds(...Array.from({ length: trials }, (_, i) => i + 1)),
  trial: async (context) => ({
    ...(await gapsOn(context, "recovery", size)),
    ...(await gapsOn(context, "counterfactual", size)),
  }),
  criteria: [
    { measures: "gap of hybrid, worse of two problems", statistic: worstMedian("hybrid"), holds: atMost(1e-3) },
    { measures: "gap of direct search, worse of two", statistic: worstMedian("direct search"), holds: atLeast(1e-2) },
    {
      measures: "gap of random line search, worse of two",
      statistic: worstMedian("random line search"),
      holds: atLeast(1e-2),
    },
  ],
  remarks: ["hybrid with PGD", "attacks only", "mesh-adaptive search", "L-BFGS"].map((contender) => ({
    measures: `gap of ${contender}, worse of two problems`,
    statistic: worstMedian(contender),
  })),
});

export const consistent = claim({
  id: "consistent",
  says: "The hybrid consistently outperforms derivative-free baselines: it is good on both problems, and they are not.",
  source: "abstract",
  quick: experiment("50 images and 32 dimensions, 60 (n + 1) evaluations", quickSize, 5),
  full: experiment("100 images and 100 dimensions, 256 hidden units, 20,000 evaluations", fullSize, 3),
  reading:
    "It is said of derivative-free baselines. Methods that use the network's derivatives are good on both problems too: " +
    "see the figures of L-BFGS.",
});
