/** What a criterion admits, read back from its text: "≥ 0.8", "≤ 2", "in [0.9, 1.1]". */
export function admitted(required: string): { low: number; high: number } | undefined {
  const number = "([-−]?[0-9.]+(?:e[-+]?[0-9]+)?)";
  const read = (text: string | undefined) => Number(text?.replace("−", "-"));
  const oneSided = new RegExp(`^(≥|≤) ${number}$`).exec(required);
  if (oneSided?.[1] === "≥") return { low: read(oneSided[2]), high: Number.POSITIVE_INFINITY };
  if (oneSided) return { low: Number.NEGATIVE_INFINITY, high: read(oneSided[2]) };
  const between = new RegExp(`^in \\[${number}, ${number}\\]$`).exec(required);
  return between ? { low: read(between[1]), high: read(between[2]) } : undefined;
}
