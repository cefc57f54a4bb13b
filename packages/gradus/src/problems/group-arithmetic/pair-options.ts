import { OptionError } from "../../core/errors.ts";
import { type FiniteGroup, groupNamed } from "../../core/finite-group.ts";
import { count, z } from "../../core/options.ts";
import { type PairSamples, splitPairs } from "./pair-samples.ts";

const share = "must be in (0, 1]";
const isGroup = (value: unknown) =>
  typeof value === "string" || (typeof value === "object" && value !== null && "table" in value);

/** Which group, and which of its pairs. */
export const pairOptions = (fraction: number) => ({
  /** "23" for sums modulo 23, "4x7" for products, "S4", "D5"; or a group, as `groupFromTable` makes one. Default "23" (official code: "127"). */
  group: z.custom<string | FiniteGroup>(isGroup, "must be a group or its name").default("23"),
  /** The share of all M² pairs to train on, rounded down. The official code's is 0.3. */
  trainFraction: z.number(share).gt(0, share).lte(1, share).default(fraction),
  /** n: pairs to train on, in place of a share. */
  trainSamples: count().optional(),
  /** Seed of the split into training and held-out pairs. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

type Asked = { group: string | FiniteGroup; trainFraction: number; trainSamples?: number | undefined; seed: number };

/** @throws {OptionError} if there is no such group, or it has not as many pairs as are asked for. */
export function pairsAsked(
  owner: string,
  { group: asked, trainFraction, trainSamples, seed }: Asked,
): { group: FiniteGroup; train: PairSamples; test: PairSamples } {
  const group = typeof asked === "string" ? groupNamed(asked) : asked;
  const pairs = group.order ** 2;
  const samples = trainSamples ?? Math.max(1, Math.floor(trainFraction * pairs));
  if (samples > pairs) throw new OptionError(`${owner}: trainSamples may be ${pairs} at most, got ${samples}`);
  return { group, ...splitPairs(group, samples, seed) };
}
