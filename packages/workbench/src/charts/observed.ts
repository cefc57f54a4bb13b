import type { LabelledTrace } from "@gradus/papers";

/** The runs as if a number that was observed along them were their objective: charts then draw it. */
export function observedTraces<T extends LabelledTrace>(traces: readonly T[], quantity: string): T[] {
  return traces.flatMap((labelled) => {
    const rows = labelled.trace.rows
      .filter(({ extra }) => Number.isFinite(extra[quantity]))
      .map((row) => ({ ...row, objective: row.extra[quantity]! }));
    return rows.length === 0 ? [] : [{ ...labelled, trace: { ...labelled.trace, rows } }];
  });
}

/** "edge ratio" for `edgeRatio`. */
export const quantityTitle = (name: string): string =>
  name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
