import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { largest, type Reading, ratio } from "../../src/statistic.ts";
import { experimentOn, fullSize, gapOf, quickSize } from "./miniatures.ts";

const gap = (contender: string): Reading => gapOf("counterfactual", contender);

const better: Reading = (trial) => Math.min(gap("direct search")(trial), gap("random line search")(trial));

const criteria = [
  {
    measures: "gap, hybrid / the better of direct search and random line search",
    statistic: largest(ratio(gap("hybrid"), better)),
    holds: atMost(0.05),
  },
];

export const counterfactual = claim({
  id: "counterfactual",
  says: "With the same evaluations the hybrid outperforms direct search and random line searches.",
  source: "abstract",
  quick: experimentOn("counterfactual", "32 dimensions, 1980 evaluations", quickSize, 5, criteria),
  full: experimentOn("counterfactual", "100 dimensions, 256 hidden units, 20,000 evaluations", fullSize, 3, criteria),
  reading:
    "The baselines have no derivatives, the hybrid has. Charging two evaluations for each vector-Jacobian product changes " +
    "little, but attacks alone and L-BFGS, which use the same derivatives, do as well here or better.",
});
