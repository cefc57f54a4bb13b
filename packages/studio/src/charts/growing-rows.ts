import type { TraceRow } from "gradus";

/** Rows that are kept of a run under way: as many as a chart can show. */
const mostKept = 2000;

/**
 * The rows of a run under way, evenly thinned as they become many: a fast run makes thousands in a second. The first
 * and the latest are always there.
 */
export class GrowingRows {
  #kept: TraceRow[] = [];
  #latest: TraceRow | undefined;
  #stride = 1;
  #count = 0;

  add(rows: readonly TraceRow[]): void {
    for (const row of rows) {
      if (this.#count % this.#stride === 0) this.#kept.push(row);
      this.#count++;
      this.#latest = row;
      if (this.#kept.length < mostKept) continue;
      this.#stride *= 2;
      this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    }
  }

  get latest(): TraceRow | undefined {
    return this.#latest;
  }

  /** A list of their own, so that what it is given to can tell that something was added. */
  get rows(): TraceRow[] {
    const rows = [...this.#kept];
    if (this.#latest !== undefined && rows.at(-1) !== this.#latest) rows.push(this.#latest);
    return rows;
  }
}
