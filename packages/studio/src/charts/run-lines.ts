import type { LabelledTrace } from "@gradus/papers";
import {
  type Axis,
  axes,
  type Curve,
  colourValue,
  counted,
  dashes,
  formatNumber,
  lineOf,
  type MethodStyle,
  objectiveScale,
  type Panel,
  type Point,
  panelsOf,
  runScale,
  type Scale,
  stylesOf,
  thin,
} from "@gradus/workbench";
import { type PlotAxis, type PlotLine, pointText, relaid } from "./plot.ts";

/** A run to draw: finished, or under way with rows that still grow. */
export type RunTrace = LabelledTrace & { isUnderWay?: boolean };

/** How runs are to be drawn; what is not given follows from their values. */
export type RunView = {
  axis: Axis;
  isLogX?: boolean | undefined;
  isLogY?: boolean | undefined;
  /** The axis reaches at least so far. */
  until?: number | undefined;
  /** What the rows' objective is called. Default "objective". */
  quantity?: string | undefined;
};

/** Where a contender's line ends. */
export type End = {
  contender: string;
  method: string;
  x: number;
  text: string;
  value: number;
  status: string;
  runs: number;
};

/** The scales as they are drawn, and whether the objective could stand on a logarithmic one. */
export type Laid = { isLogX: boolean; isLogY: boolean; canLogY: boolean };

/** All that a chart of runs shows of one setting. */
export type RunDrawing = {
  lines: PlotLine[];
  x: PlotAxis & Scale;
  y: PlotAxis & Scale;
  ends: End[];
  laid: Laid;
  sentence: string;
};

/** A run under way as a trace: what pages know of it before it ends. */
export const traceUnderWay = (run: {
  contender: string;
  setting?: string;
  trial: string;
  method?: string;
  rows: LabelledTrace["trace"]["rows"];
}): RunTrace => {
  const { contender, setting, trial, method = contender, rows } = run;
  const trace = { problem: "", method, seed: 0, status: "budget" as const, reason: "", rows };
  return { contender, trial, ...(setting !== undefined && { setting }), trace, isUnderWay: true };
};

/** The settings of some runs, in the order in which they first appear. */
export const settingsOf = (traces: readonly RunTrace[]): string[] => [
  ...new Set(traces.map(({ setting = "" }) => setting)),
];

/** Styles of all contenders, for charts that stand together. */
export const runStyles = (traces: readonly RunTrace[]): Map<string, MethodStyle> =>
  // A run under way may not know its method's name; a finished one does.
  stylesOf(
    contendersOf(traces).map((contender) => {
      const own = traces.filter((trace) => trace.contender === contender);
      return { contender, method: (own.find(({ isUnderWay }) => !isUnderWay) ?? own[0]!).trace.method };
    }),
  );

const contendersOf = (traces: readonly RunTrace[]): string[] => [...new Set(traces.map(({ contender }) => contender))];

/** Draws runs, and remembers the lines of finished ones from one drawing to the next. */
export class RunLines {
  readonly #known = new Map<string, { rows: unknown[]; points: Point[] }>();

  draw(traces: readonly RunTrace[], view: RunView, styles = runStyles(traces)): RunDrawing {
    const { axis, until, quantity = "objective" } = view;
    const light = traces.map((run) => (run.isUnderWay ? thin(run) : run));
    const panel = panelsOf(light)[0] ?? { setting: "", curves: [] };
    const finished = panelsOf(light.filter(({ isUnderWay }) => !isUnderWay))[0]?.curves ?? [];
    const underWay = panelsOf(light.filter(({ isUnderWay }) => isUnderWay))[0]?.curves ?? [];
    const values = objectives(panel);
    const natural = { x: runScale(panel, axis), y: objectiveScale(panel) };
    const x = until === undefined ? natural.x : { ...natural.x, high: Math.max(natural.x.high, until) };
    const xs = panel.curves.flatMap(({ runs }) => runs.flatMap(({ rows }) => rows.map(axes[axis].of)));
    const scales = {
      x: relaid(x, xs, view.isLogX ?? x.isLog),
      y: relaid(natural.y, values, view.isLogY ?? natural.y.isLog),
    };
    const { isLog } = scales.x;

    const lines = panel.curves.map((curve): PlotLine => {
      const whole = finished.find(({ contender }) => contender === curve.contender);
      const partial = underWay.find(({ contender }) => contender === curve.contender);
      const { colour, dash } = styles.get(curve.contender)!;
      const points = whole ? this.#line(whole, axis, isLog) : lineOf(curve, axis, isLog);
      const hasDiverged = whole?.runs.some(({ status }) => status === "diverged");
      return {
        name: curve.contender,
        colour: colourValue(colour),
        dash: dashes[dash]!,
        points,
        thin: whole && partial ? partial.runs.map((run) => lineOf({ ...partial, runs: [run] }, axis, isLog)) : [],
        ...(hasDiverged && { ended: "diverged" }),
      };
    });
    const ends = endsOf(panel.curves, finished, lines);
    const title = axes[axis].title;
    return {
      lines,
      x: { title, ...scales.x },
      y: { title: quantity, ...scales.y },
      ends,
      laid: {
        isLogX: scales.x.isLog,
        isLogY: scales.y.isLog,
        canLogY: values.length === 0 || values.some((value) => value > 0),
      },
      sentence: sentenceOf(panel.setting, title, ends, quantity),
    };
  }

  /** The line of finished runs: they do not change, so it is computed once. */
  #line(curve: Curve, axis: Axis, isLog: boolean): Point[] {
    const key = JSON.stringify([curve.contender, axis, isLog]);
    const rows = curve.runs.map((run) => run.rows);
    const known = this.#known.get(key);
    if (known && known.rows.length === rows.length && known.rows.every((own, i) => own === rows[i]))
      return known.points;
    const points = lineOf(curve, axis, isLog);
    this.#known.set(key, { rows, points });
    return points;
  }
}

const objectives = ({ curves }: Panel): number[] =>
  curves.flatMap(({ runs }) => runs.flatMap(({ rows }) => rows.map((row) => row.objective)));

function endsOf(curves: readonly Curve[], finished: readonly Curve[], lines: readonly PlotLine[]): End[] {
  const ends = curves.flatMap(({ contender, method }, i): End[] => {
    const end = lines[i]!.points.at(-1);
    if (end === undefined) return [];
    const runs = finished.find((curve) => curve.contender === contender)?.runs ?? [];
    const statuses = [...new Set(runs.map(({ status }) => status))];
    const status = statuses.length === 0 ? "under way" : statuses.map((one) => statusWords[one]).join(", ");
    return [{ contender, method, x: end.x, value: end.y, text: pointText(end), status, runs: runs.length }];
  });
  const isLost = ({ status }: End) => status.includes("diverged");
  return ends.sort((a, b) => Number(isLost(a)) - Number(isLost(b)) || a.value - b.value);
}

const statusWords = {
  budget: "ran to its budget",
  stopped: "stopped",
  finished: "finished",
  diverged: "diverged",
  aborted: "interrupted",
} as const;

/** "Objective against steps. adam is lowest, 0.0312 at 500; then sgd, 0.31; lion diverged." */
function sentenceOf(setting: string, title: string, ends: readonly End[], quantity: string): string {
  const opening = `${setting ? `${setting}: ` : ""}${quantity} against ${title}, ${counted(ends.length, "contender")}.`;
  const sound = ends.filter(({ status }) => !status.includes("diverged"));
  const lost = ends.filter(({ status }) => status.includes("diverged"));
  const [first, ...rest] = sound;
  const told = [
    first && `${first.contender} is lowest, ${first.text} at ${formatNumber(first.x)} ${title}`,
    ...rest.map(({ contender, text }) => `then ${contender}, ${text}`),
    ...lost.map(({ contender }) => `${contender} diverged`),
  ].filter((part) => part !== undefined);
  return told.length === 0 ? `${opening} Nothing drawn yet.` : `${opening} ${told.join("; ")}.`;
}
