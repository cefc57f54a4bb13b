import type { BlackBoxCase, BlackBoxComparison } from "./black-boxes.ts";
import type { Comparison, Measured } from "./compare.ts";
import { ownConsensus } from "./contenders.ts";
import type { ConsensusTask } from "./protocol.ts";
import { ratio, spread } from "./statistics.ts";
import { threeDigits } from "./table.ts";

/* Tables in Markdown, to be pasted into docs/benchmarks.md. */

const markdown = (headings: string[], rows: string[][]): string =>
  [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const whole = (value: number) => Math.round(value).toLocaleString("en");
const median = (values: number[]) => spread(values).median;

/** Median evaluations and milliseconds of the seeds that reached the target, and how many of them did. */
function cell(one: BlackBoxCase, name: string): string {
  const outcomes = one.runs[name];
  if (!outcomes) return "";
  const good = outcomes.filter(({ reached }) => reached);
  if (good.length === 0) return `– (${spread(outcomes.map(({ best }) => best)).median.toPrecision(2)})`;
  const share = good.length < outcomes.length ? ` (${good.length} of ${outcomes.length})` : "";
  const milliseconds = threeDigits(1000 * median(good.map(({ seconds }) => seconds)));
  return `${whole(median(good.map(({ evaluations }) => evaluations)))} · ${milliseconds}${share}`;
}

/** All runs in one number of dimensions: a row a method, a column a function. */
export function blackBoxTable(cases: readonly BlackBoxCase[]): string {
  const { dimension, budget, runs } = cases[0]!;
  const names = [...new Set(cases.flatMap((one) => Object.keys(one.runs)))];
  const seeds = Object.values(runs)[0]!.length;
  const heading = `${dimension} dimensions, ${seeds} seeds, at most ${whole(budget)} evaluations`;
  const rows = names.map((name) => [name, ...cases.map((one) => cell(one, name))]);
  return markdown([heading, ...cases.map((one) => one.function)], rows);
}

/** Peers, and which of ours they are held against. */
const pairs = [
  ["SciPy Nelder-Mead", "nelder-mead"],
  ["SciPy Nelder-Mead, adaptive", "nelder-mead, adaptive"],
  ["fmin nelderMead", "nelder-mead"],
  ["SciPy differential_evolution", "differential-evolution"],
  ["SciPy dual_annealing", "simulated-annealing"],
  ["SciPy dual_annealing", "cma-es"],
  ["ml-direct", "cma-es"],
] as const;

/** What a peer takes over what ours takes: medians over all functions and seeds where both reached the target. */
export function ratioTable({ cases }: BlackBoxComparison): string {
  const dimensions = [...new Set(cases.map(({ dimension }) => dimension))];
  const rows = pairs.map(([peer, own]) => [
    `${peer} / ${own}`,
    ...dimensions.map((dimension) => {
      const both = cases
        .filter((one) => one.dimension === dimension && one.runs[peer] && one.runs[own])
        .flatMap(({ runs }) => runs[peer]!.map((theirs, seed) => ({ theirs, ours: runs[own]![seed]! })))
        .filter(({ theirs, ours }) => theirs.reached && ours.reached);
      if (both.length === 0) return "–";
      const evaluations = both.map(({ theirs, ours }) => theirs.evaluations / ours.evaluations);
      const seconds = both.map(({ theirs, ours }) => theirs.seconds / ours.seconds);
      return `${threeDigits(median(evaluations))} · ${threeDigits(median(seconds))} (${both.length})`;
    }),
  ]);
  return markdown(["peer / ours", ...dimensions.map((dimension) => `${dimension} dimensions`)], rows);
}

/** Microseconds for an evaluation with all that surrounds it, whether the target was reached or not. */
export function costTable({ cases }: BlackBoxComparison): string {
  const dimensions = [...new Set(cases.map(({ dimension }) => dimension))];
  const names = [...new Set(cases.flatMap(({ runs }) => Object.keys(runs)))];
  const rows = names.map((name) => [
    name,
    ...dimensions.map((dimension) => {
      const those = cases.flatMap((one) => (one.dimension === dimension ? (one.runs[name] ?? []) : []));
      const each = those.map(({ seconds, evaluations }) => (1e6 * seconds) / evaluations);
      return each.length === 0 ? "" : threeDigits(median(each));
    }),
  ]);
  return markdown(["µs an evaluation", ...dimensions.map((dimension) => `${dimension} dimensions`)], rows);
}

export type ConsensusComparison = Comparison & { task: ConsensusTask };

/** Particle-steps a second, and how many times as many as ours round by round. */
export function consensusTable(comparisons: readonly ConsensusComparison[]): string {
  const names = comparisons[0]!.measured.map(({ name }) => name);
  const rows = comparisons.map(({ task, measured }) => {
    const own = measured.find(({ name }) => name === ownConsensus)!;
    const inMillions = ({ seconds }: Measured) => threeDigits((1e-6 * task.particles) / median(seconds));
    const against = (one: Measured) => {
      const speed = ratio(own.seconds, one.seconds);
      const [middle, least, most] = [speed.median, speed.least, speed.most].map(threeDigits);
      return one === own ? "" : `: ${middle} (${least}–${most}) times ours`;
    };
    const label = `${whole(task.particles)} × ${task.dimension}, ${task.noise}`;
    return [
      label,
      ...names.map((name) => {
        const one = measured.find((other) => other.name === name)!;
        return `${inMillions(one)}${against(one)}`;
      }),
    ];
  });
  return markdown(["particles × dimensions", ...names], rows);
}

/** How far the clouds are spread after the same number of steps: what shows that all take the same steps. */
export function spreadLines(comparisons: readonly ConsensusComparison[]): string[] {
  return comparisons.map(({ task, measured }) => {
    const means = measured.map(({ name, sample }) => {
      const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
      return `${name} ${threeDigits(mean)}`;
    });
    return `Mean distance from the consensus after ${task.sampleSteps} steps, ${task.particles} × ${task.dimension}: ${means.join(", ")}.`;
  });
}
