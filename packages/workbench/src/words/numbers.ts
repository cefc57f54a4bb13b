/** A measured number in four significant digits: "0.9712", "12,345", "1.234e−5", "diverged" where it is not finite. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return withMinus(value.toLocaleString("en"));
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e6) {
    const text = value.toLocaleString("en", { minimumSignificantDigits: 4, maximumSignificantDigits: 4 });
    return withMinus(text);
  }
  return withMinus(value.toExponential(3).replace("e+", "e"));
}

type Spread = { value: number; low: number; high: number; kind?: string };

/** Whether low and high say more than the value: not where all look the same, nor for a count of trials. */
export const hasSpread = ({ value, low, high, kind }: Spread): boolean =>
  kind !== "count" && new Set([value, low, high].map(formatNumber)).size > 1;

/** "0.97 [0.91, 1.04]"; a number alone where there is no spread. */
export function formatSpread(figure: Spread): string {
  const { value, low, high } = figure;
  if (!hasSpread(figure)) return formatNumber(value);
  return `${formatNumber(value)} [${formatNumber(low)}, ${formatNumber(high)}]`;
}

/** "0.8 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.0995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "1 trial", "3 trials". */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;

/** "12,000". What has no groups needs no language's rules, which a browser takes long to load. */
const grouped = (count: number): string => (count < 1000 ? String(count) : count.toLocaleString("en"));

/** Hyphens of numbers as minus signs. */
export const withMinus = (text: string): string => text.replaceAll("-", "−");
