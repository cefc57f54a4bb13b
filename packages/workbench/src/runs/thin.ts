import type { LabelledTrace } from "@gradus/papers";

/** Rows that a trace keeps on its way to results and charts; checkpoints hold all. */
const rowsKept = 2000;

/** Every so many rows of a long trace, with the first and the last. */
export function thin<T extends LabelledTrace>(labelled: T): T {
  const { rows } = labelled.trace;
  if (rows.length <= rowsKept) return labelled;
  const stride = Math.ceil((rows.length - 1) / (rowsKept - 1));
  const kept = rows.filter((_, i) => i % stride === 0 || i === rows.length - 1);
  return { ...labelled, trace: { ...labelled.trace, rows: kept } };
}
