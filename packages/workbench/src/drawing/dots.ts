import type { TopLevelSpec } from "vega-lite";
import { type Scale, scaleOf } from "../charts/scale.ts";
import { admitted } from "../reproduction/bound.ts";
import { decadeAxis } from "./lines.ts";

/** A figure to be drawn: one dot a trial, a tick where the figure itself is, and what is admitted as a shaded stretch. */
export type Dots = { value: number; values: number[]; required?: string };

const width = 210;
const height = 22;

/** Draws the trials' values along a line against the bound. */
export function dotsSpec({ value, values, required }: Dots): TopLevelSpec | undefined {
  const finite = [...values, value].filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const range = required === undefined ? undefined : admitted(required);
  const bounds = [range?.low, range?.high].filter((bound) => bound !== undefined && Number.isFinite(bound)) as number[];
  const scale = roomy(scaleOf([...finite, ...bounds]));
  const inside = (bound: number) => Math.min(scale.high, Math.max(scale.low, bound));
  const x = (field: string) => ({ field, type: "quantitative" });
  return {
    autosize: { type: "none" },
    padding: { left: 8, right: 8, top: 2, bottom: 20 },
    width,
    height,
    layer: [
      {
        data: { values: range ? [{ low: inside(range.low), high: inside(range.high) }] : [] },
        mark: { type: "rect", fill: "var(--admitted)" },
        encoding: { x: x("low"), x2: { field: "high" }, y: { value: 0 }, y2: { value: height } },
      },
      {
        data: { values: bounds.map((bound) => ({ bound })) },
        mark: { type: "rule", stroke: "var(--muted)", strokeWidth: 1.2 },
        encoding: { x: x("bound"), y: { value: 0 }, y2: { value: height } },
      },
      {
        data: { values: values.filter(Number.isFinite).map((dot) => ({ dot })) },
        mark: { type: "point", size: 36, filled: true, fill: "var(--ink)", fillOpacity: 0.42, clip: true },
        encoding: {
          x: {
            ...x("dot"),
            scale: {
              type: scale.isLog ? "log" : "linear",
              domain: [scale.low, scale.high],
              nice: false,
              clamp: true,
              ...(!scale.isLog && { zero: false }),
            },
            axis: { title: null, ...(scale.isLog ? decadeAxis(scale, 4) : { tickCount: 4 }) },
          },
          y: { value: height / 2 },
        },
      },
      {
        data: { values: Number.isFinite(value) ? [{ value }] : [] },
        mark: { type: "rule", stroke: "var(--ink)", strokeWidth: 2 },
        encoding: { x: x("value"), y: { value: 3 }, y2: { value: height - 3 } },
      },
    ],
  } as unknown as TopLevelSpec;
}

/** Some room beyond the outermost dot, so that a bound at the edge shows which side is meant. */
function roomy({ isLog, low, high }: Scale): Scale {
  if (isLog) return { isLog, low: low / (high / low) ** 0.08, high: high * (high / low) ** 0.08 };
  const room = 0.08 * (high - low);
  return { isLog, low: low - room, high: high + room };
}
