import type { LabelledTrace } from "@gradus/papers";
import type { TraceRow } from "gradus/results";

/** Rows that a trace keeps on its way to results and charts; checkpoints hold all. */
const rowsKept = 2000;

/** Every so many rows of a long trace, with the first and the last; of those with looks as many again. */
export function thin<T extends LabelledTrace>(labelled: T, hasLook: (row: TraceRow) => boolean = () => false): T {
  const { rows } = labelled.trace;
  if (rows.length <= rowsKept) return labelled;
  const looks = new Set(everySoMany(rows.filter(hasLook)));
  const plain = new Set(everySoMany(rows));
  const kept = rows.filter((row) => plain.has(row) || looks.has(row));
  return { ...labelled, trace: { ...labelled.trace, rows: kept } };
}

function everySoMany(rows: readonly TraceRow[]): TraceRow[] {
  const stride = Math.max(1, Math.ceil((rows.length - 1) / (rowsKept - 1)));
  return rows.filter((_, i) => i % stride === 0 || i === rows.length - 1);
}
