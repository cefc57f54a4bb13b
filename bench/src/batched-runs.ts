import { type Comparison, compare, type Measured, type Rounds } from "./compare.ts";
import type { Peers } from "./contenders.ts";
import { batchedContenders, ownBatched } from "./contenders.ts";
import type { BatchedTask } from "./protocol.ts";
import { ratio, spread } from "./statistics.ts";
import { type Column, table, threeDigits } from "./table.ts";

/* Many runs at a time: students of one teacher from many starts, in one program and one by one, ours and PyTorch's. */

export type BatchedSize = { label: string } & Omit<BatchedTask, "mode" | "threads">;

const sizes: BatchedSize[] = [
  { label: "64 students 20-4-1, 50 samples", runs: 64, inputs: 20, hidden: 4, samples: 50 },
  { label: "64 students 50-5-1, 500 samples", runs: 64, inputs: 50, hidden: 5, samples: 500 },
];

export type BatchedComparison = Comparison & { label: string; runs: number };

export async function compareBatchedRuns(peers: Peers, rounds: Rounds): Promise<BatchedComparison[]> {
  const comparisons: BatchedComparison[] = [];
  for (const { label, ...size } of sizes) {
    comparisons.push({ label, runs: size.runs, ...(await compare(batchedContenders(size, peers), rounds)) });
  }
  return comparisons;
}

const right = (heading: string): Column => ({ heading, align: "right" });

/** A step of all runs: milliseconds, and in those of ours in one program. */
export function batchedTable({ measured }: BatchedComparison): string {
  const own = measured.find(({ name }) => name === ownBatched)!;
  const rows = measured.map(({ name, seconds, firstStepSeconds }) => {
    const { median, least, most } = spread(seconds.map((s) => 1e3 * s));
    const times = ratio(seconds, own.seconds);
    return [
      name,
      threeDigits(median),
      `${threeDigits(least)} – ${threeDigits(most)}`,
      `${threeDigits(times.median)} (${threeDigits(times.least)} – ${threeDigits(times.most)})`,
      threeDigits(firstStepSeconds),
    ];
  });
  const headings = ["ms a step of all", "least – most", `× ${ownBatched}`, "first step, s"];
  return table([{ heading: "", align: "left" }, ...headings.map(right)], rows);
}

/** How far weights are apart that should be the same. */
export function batchedAgreement(measured: Measured[]): string {
  const first = measured[0]!.sample;
  const apart = measured.flatMap(({ sample }) => sample.map((value, i) => Math.abs(value - first[i]!)));
  return `First weights after three steps: at most ${Math.max(...apart).toExponential(0)} apart.`;
}
