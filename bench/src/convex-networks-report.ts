import type { ReluComparison } from "./convex-networks.ts";
import { spread } from "./statistics.ts";
import { type Column, table, threeDigits } from "./table.ts";

const columns: Column[] = [
  { heading: "", align: "left" },
  ...["iterations", "seconds", "least – most", "gap of the solution"].map(
    (heading): Column => ({ heading, align: "right" }),
  ),
];

/** A line a contender and gap: seconds from nothing but data, and the gap that its solution has. */
export const convexNetworksTable = ({ solved, comparison }: ReluComparison): string =>
  table(
    columns,
    solved.map(({ name, iterations, gap }) => {
      const measured = comparison.measured.find((one) => one.name === name);
      if (!measured) return [name, "not reached", "", "", ""];
      const { median, least, most } = spread(measured.seconds);
      return [
        name,
        iterations === undefined ? "" : String(iterations),
        threeDigits(median),
        `${threeDigits(least)} – ${threeDigits(most)}`,
        gap === undefined ? "" : gap.toExponential(1),
      ];
    }),
  );

/** What the gaps are measured from. */
export const optimumLine = ({ optimum, certified }: ReluComparison): string =>
  `Optimum ${optimum.toPrecision(7)}, by duality right to ${Math.max(certified, 0).toExponential(0)} of it.`;
