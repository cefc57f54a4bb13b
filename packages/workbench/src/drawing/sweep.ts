import { chartOf, type SweepChart, type SweepPanel } from "../sweep/layout.ts";
import type { SweepResult } from "../sweep/result.ts";
import { drawSvg } from "./svg.ts";
import { curvesFrame, curvesSpec } from "./sweep-curves.ts";
import { mapFrame, mapSpec } from "./sweep-map.ts";

/** A panel that is drawn. */
export type Drawing = { title: string; svg: string };

/** All panels of a sweep's chart of one value, of one size. */
export type DrawnSweep = { chart: SweepChart; width: number; height: number; drawings: Drawing[] };

type Told = Pick<SweepResult, "plan" | "cells" | "view" | "source">;

/** Draws one value of a sweep; nothing where no axis has more than one value. */
export async function drawSweep(sweep: Told, value: string): Promise<DrawnSweep | undefined> {
  const chart = chartOf(sweep, value);
  if (chart === undefined) return undefined;
  const { width, height, specOf } = frameOf(chart, sweep);
  const drawings = chart.panels.map(async (panel) => ({
    title: panel.title,
    svg: await drawSvg(specOf(panel), descriptionOf(chart, panel)),
  }));
  return { chart, width, height, drawings: await Promise.all(drawings) };
}

function frameOf(chart: SweepChart, { source }: Told) {
  if (chart.kind === "map") {
    const frame = mapFrame(chart);
    return { ...frame, specOf: (panel: SweepPanel) => mapSpec(chart, panel, frame) };
  }
  const frame = curvesFrame(chart, source.kind === "named" ? source.methods[0]!.name : undefined);
  return { ...frame, specOf: (panel: SweepPanel) => curvesSpec(chart, panel, frame) };
}

/** "adam: objective against learningRate and width". */
function descriptionOf({ kind, value, x, y }: SweepChart, { title, lines }: SweepPanel): string {
  const where = title === "" ? "" : `${title}: `;
  if (kind === "map") return `${where}${value} against ${x} and ${y}`;
  return `${where}${value} against ${x}${lines.length > 1 ? ` of ${lines.map(({ name }) => name).join(", ")}` : ""}`;
}
