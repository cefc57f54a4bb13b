import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { countOf, type Reading, ratioOfMedians } from "../../src/statistic.ts";
import { experimentOn, fullSize, gapOf, quickSize } from "./miniatures.ts";

const gap = (contender: string): Reading => gapOf("recovery", contender);

const criteriaOf = (trials: number) => [
  {
    measures: "gap, hybrid / attacks only",
    statistic: ratioOfMedians(gap("hybrid"), gap("attacks only")),
    holds: atMost(0.01),
  },
  {
    measures: "gap, hybrid / random line search",
    statistic: ratioOfMedians(gap("hybrid"), gap("random line search")),
    holds: atMost(0.001),
  },
  {
    measures: `of ${trials} instances, those in which the hybrid ends no higher than direct search`,
    statistic: countOf((trial) => gap("hybrid")(trial) <= gap("direct search")(trial)),
    holds: atLeast(Math.ceil((3 / 5) * trials)),
  },
];

export const recovery = claim({
  id: "recovery",
  says: "Direct search makes attacks reliable: the hybrid gets far beyond where attacks alone stall, and no worse than direct search.",
  source: "abstract",
  quick: experimentOn("recovery", "50 images, 3060 evaluations", quickSize, 5, criteriaOf(5)),
  full: experimentOn("recovery", "100 images, 256 hidden units, 20,000 evaluations", fullSize, 3, criteriaOf(3)),
  reading:
    "Gaps below 1e-6 are of values that differ in nothing a picture would show. Single instances are lost where attacks " +
    "lead to a bad pattern first.",
});
