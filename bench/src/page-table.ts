import type { Form, PageFigures } from "./page.ts";
import { spread } from "./statistics.ts";
import { type Column, table } from "./table.ts";

const columns: { heading: string; figure: keyof PageFigures; decimals: number }[] = [
  { heading: "performance", figure: "performance", decimals: 0 },
  { heading: "accessibility", figure: "accessibility", decimals: 0 },
  { heading: "first paint ms", figure: "firstPaint", decimals: 0 },
  { heading: "largest paint ms", figure: "largestPaint", decimals: 0 },
  { heading: "blocked ms", figure: "blocking", decimals: 0 },
  { heading: "shift", figure: "shift", decimals: 3 },
  { heading: "kB", figure: "kilobytes", decimals: 0 },
];

/** Medians over rounds, with the least and the most where they differ. */
export function pageTable(figures: Record<Form, PageFigures[]>): string {
  const headings = [
    { heading: "", align: "left" },
    ...columns.map(({ heading }): Column => ({ heading, align: "right" })),
  ] satisfies Column[];
  const rows = Object.entries(figures).map(([form, rounds]) => [
    form,
    ...columns.map(({ figure, decimals }) => {
      const values = spread(rounds.map((round) => round[figure]));
      const [median, least, most] = [values.median, values.least, values.most].map((value) => value.toFixed(decimals));
      return least === most ? `${median}` : `${median} [${least}, ${most}]`;
    }),
  ]);
  return table(headings, rows);
}
