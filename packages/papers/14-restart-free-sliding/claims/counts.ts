import { lastRow, type Method, minimize, type RunOptions, type StopRule, type Trace, type TraceRow } from "gradus";
import type { TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, type Reading } from "../../src/statistic.ts";

/** What is counted: gradients of f, and subgradients of h or applications of K. */
export type Kind = "gradient" | "subgradient" | "operator";

/** A method to be counted: until which gap, at most how long, and at which steps it is looked at (each, unless told). */
export type Counted<Problem> = {
  method: Method<Problem, unknown, unknown>;
  limits: Pick<RunOptions, "calls" | "steps">;
  every?: number;
};

const nameOf = (kind: Kind, contender: string, tolerance: number) => `${kind}s of ${contender} to ${tolerance}`;

/** Calls of a kind that a contender had made when its gap was first within the tolerance; infinite if it never was. */
export const callsOf = (kind: Kind, contender: string, tolerance: number): Reading =>
  measured(nameOf(kind, contender, tolerance));

/** The lowest objective that long runs of these methods find. They are no part of the charts. */
export async function lowest<Problem>(
  problem: Problem,
  methods: Method<Problem, unknown, unknown>[],
  { calls, signal, every = 1 }: { calls: number; signal: AbortSignal; every?: number },
): Promise<{ value: number; apart: number }> {
  const found: number[] = [];
  for (const method of methods) {
    const { trace } = await minimize(problem, method, { calls: { operator: calls }, every, signal });
    found.push(Math.min(...trace.rows.map(({ objective }) => objective)));
  }
  return { value: Math.min(...found), apart: Math.max(...found) - Math.min(...found) };
}

/** The gap at the start, as Δ₀ of the set-ups. */
export async function gapAtStart<Problem>(
  problem: Problem,
  method: Method<Problem, unknown, unknown>,
  minimum: number,
): Promise<number> {
  const { trace } = await minimize(problem, method, { steps: 0 });
  return lastRow(trace).objective - minimum;
}

/** Runs a contender to the smallest tolerance and counts its calls to each. */
export async function countCalls<Problem>(
  context: TrialContext,
  { contender, setting }: { contender: string; setting: string },
  problem: Problem,
  { method, limits, every = 1 }: Counted<Problem>,
  { minimum, tolerances, kinds }: { minimum: number; tolerances: number[]; kinds: Kind[] },
): Promise<Measurements> {
  const isSeen = ({ step }: TraceRow) => step % every === 0;
  const smallest = Math.min(...tolerances);
  const reached: StopRule = () => (row) =>
    isSeen(row) && row.objective - minimum <= smallest ? `gap within ${smallest}` : undefined;
  const trace = await context.run({ contender, setting }, problem, method, { ...limits, every, stop: reached });
  return countsOf(trace.rows.filter(isSeen), contender, { minimum, tolerances, kinds });
}

function countsOf(
  rows: Trace["rows"],
  contender: string,
  { minimum, tolerances, kinds }: { minimum: number; tolerances: number[]; kinds: Kind[] },
): Measurements {
  const measurements: Measurements = {};
  for (const tolerance of tolerances) {
    const first = rows.find(({ objective }) => objective - minimum <= tolerance);
    for (const kind of kinds) {
      measurements[nameOf(kind, contender, tolerance)] = first ? (first.calls[kind] ?? 0) : Number.POSITIVE_INFINITY;
    }
  }
  return measurements;
}
