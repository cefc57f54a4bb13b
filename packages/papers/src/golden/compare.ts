/** How far an actual number may be from the expected one: atol + rtol |expected|, or atol max(1, |expected|) if scaled. */
export type Tolerance = { atol: number; rtol: number; isScaled?: boolean };

/** The worst disagreement in one field: where, what, and how many numbers or words disagree. */
export type Difference = {
  field: string;
  /** Place within the field: "[3][1].gap". */
  at: string;
  expected: unknown;
  actual: unknown;
  /** |actual − expected|; NaN where one of them is not a finite number. */
  difference: number;
  allowed: number;
  count: number;
};

/** Compares one field of a case; undefined where all of it agrees. NaN agrees with NaN alone; lengths and keys must match. */
export function compareField(
  field: string,
  expected: unknown,
  actual: unknown,
  tolerance: Tolerance,
): Difference | undefined {
  let worst: (Difference & { severity: number }) | undefined;
  let count = 0;
  for (const mismatch of mismatches(expected, actual, tolerance, "")) {
    count++;
    const excess = Math.min(mismatch.difference / mismatch.allowed, Number.MAX_VALUE);
    const severity = Number.isNaN(mismatch.difference) ? Number.POSITIVE_INFINITY : excess;
    if (worst === undefined || severity > worst.severity) worst = { field, ...mismatch, severity, count };
  }
  if (worst === undefined) return undefined;
  const { severity: _, ...difference } = worst;
  return { ...difference, count };
}

type Mismatch = Omit<Difference, "field" | "count">;

function* mismatches(expected: unknown, actual: unknown, tolerance: Tolerance, at: string): Generator<Mismatch> {
  const unequal = (e: unknown = expected, a: unknown = actual): Mismatch => ({
    at,
    expected: e,
    actual: a,
    difference: Number.NaN,
    allowed: 0,
  });

  if (typeof expected === "number") {
    if (typeof actual !== "number") return yield unequal();
    if (Object.is(expected, actual) || expected === actual) return;
    const { atol, rtol, isScaled } = tolerance;
    const size = Math.abs(expected);
    const allowed = isScaled ? atol * Math.max(1, size) : atol + rtol * size;
    const difference = Math.abs(actual - expected);
    if (!Number.isFinite(difference)) return yield unequal();
    if (difference > allowed) yield { at, expected, actual, difference, allowed };
    return;
  }
  const [list, otherList] = [toList(expected), toList(actual)];
  if (list) {
    if (!otherList) return yield unequal("a list");
    if (list.length !== otherList.length) yield unequal(`${list.length} entries`, `${otherList.length} entries`);
    for (const [i, item] of list.slice(0, otherList.length).entries()) {
      yield* mismatches(item, otherList[i], tolerance, `${at}[${i}]`);
    }
    return;
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null || otherList) return yield unequal("an object");
    for (const [key, item] of Object.entries(expected)) {
      yield* mismatches(item, (actual as Record<string, unknown>)[key], tolerance, `${at}.${key}`);
    }
    return;
  }
  if (expected !== actual) yield unequal();
}

function toList(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return undefined;
}

/** "x: worst difference 3.1e-3 at [2][1]: expected 1, got 1.0031, allowed 1e-9 (4 disagree)". */
export function describeDifference({ field, at, expected, actual, difference, allowed, count }: Difference): string {
  const place = at === "" ? "" : ` at ${at}`;
  const others = count === 1 ? "" : ` (${count} disagree)`;
  const size = Number.isNaN(difference) ? "mismatch" : `worst difference ${difference.toExponential(2)}`;
  const bound = Number.isNaN(difference) ? "" : `, allowed ${allowed.toExponential(1)}`;
  return `${field}: ${size}${place}: expected ${show(expected)}, got ${show(actual)}${bound}${others}`;
}

const show = (value: unknown): string =>
  value === undefined
    ? "nothing"
    : typeof value === "number" || typeof value === "string"
      ? String(value)
      : (JSON.stringify(value)?.slice(0, 80) ?? typeof value);
