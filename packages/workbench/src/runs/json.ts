/** Reads JSON that `traceToJson` wrote: numbers that JSON lacks stand in it as words. */
export const parseResult = (text: string): unknown => JSON.parse(text, revive);

const revive = (_: string, value: unknown): unknown =>
  value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : value;
