import type { Scale } from "@gradus/workbench";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { drawBands, drawEnds, drawThinLines } from "./curves-drawing.ts";
import { type Ink, inkOf } from "./ink.ts";
import { labelHeight } from "./labels.ts";
import type { PlotLine } from "./plot.ts";
import { type Tick, ticksOf } from "./ticks.ts";

/** All that is drawn at one time. */
export type Drawing = {
  lines: readonly PlotLine[];
  x: Scale;
  y: Scale;
  width: number;
  height: number;
  /** Room on the right for names at line ends, in pixels; 0 for none. */
  room: number;
};

/** Where the curves are within the canvas, in CSS pixels. */
export type PlotArea = { left: number; top: number; width: number; height: number };

/** A whole number: uPlot scales no other to the screen's density. */
const fontSize = 13;

/** Curves on a canvas by uPlot. What can be kept from one drawing to the next is kept. */
export class CurvesCanvas {
  readonly #host: HTMLElement;
  #ink: Ink;
  #plot: uPlot | undefined;
  #drawing: Drawing | undefined;
  #shape = "";

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#ink = inkOf(host);
  }

  /** Draws, and tells where the curves lie. */
  draw(drawing: Drawing): PlotArea {
    const { lines, x, y, width, height, room } = drawing;
    this.#drawing = drawing;
    const shape = JSON.stringify([lines.map(({ name, colour, dash }) => [name, colour, dash]), x.isLog, y.isLog, room]);
    const data = aligned(lines, x, y);
    if (this.#plot === undefined || shape !== this.#shape) {
      this.#plot?.destroy();
      this.#shape = shape;
      this.#plot = new uPlot(this.#options(drawing), data, this.#host);
    } else {
      if (this.#plot.width !== width || this.#plot.height !== height) this.#plot.setSize({ width, height });
      this.#plot.setData(data);
    }
    const { bbox } = this.#plot;
    const ratio = uPlot.pxRatio;
    return {
      left: bbox.left / ratio,
      top: bbox.top / ratio,
      width: bbox.width / ratio,
      height: bbox.height / ratio,
    };
  }

  /** The width of a text in pixels as labels are drawn. */
  measure(text: string): number {
    const context = document.createElement("canvas").getContext("2d")!;
    context.font = this.#font();
    return context.measureText(text).width;
  }

  /** Forgets colours and fonts that are no longer the page's. */
  forget(): void {
    this.#ink = inkOf(this.#host);
    this.#shape = "";
  }

  destroy(): void {
    this.#plot?.destroy();
  }

  #font(): string {
    return `${fontSize}px ${getComputedStyle(this.#host).fontFamily}`;
  }

  #options({ lines, x, y, width, height, room }: Drawing): uPlot.Options {
    const now = () => this.#drawing!;
    const brush = () => ({ ink: this.#ink, font: this.#font(), ...now() });
    const colour = (name: string) => () => this.#ink(`var(--${name})`);
    const axis = { font: this.#font(), stroke: colour("muted"), ticks: { stroke: colour("edge"), width: 1, size: 4 } };
    return {
      width,
      height,
      padding: [8, room || 14, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, distr: x.isLog ? 3 : 1, range: () => [now().x.low, now().x.high] },
        y: { distr: y.isLog ? 3 : 1, range: () => [now().y.low, now().y.high] },
      },
      axes: [
        {
          ...axis,
          ...ticks(() => ticksOf(now().x, Math.max(2, Math.floor(now().width / 96)))),
          size: 26,
          gap: 3,
          grid: { show: false },
          border: { show: true, stroke: colour("edge"), width: 1 },
        },
        {
          ...axis,
          ...ticks(() => ticksOf(now().y, Math.max(2, Math.floor(now().height / 42)))),
          size: 52,
          gap: 4,
          grid: { stroke: colour("rule"), width: 1 },
          ticks: { show: false },
        },
      ],
      series: [
        {},
        ...lines.map((line) => ({
          stroke: () => this.#ink(line.colour),
          width: 1.8,
          dash: [...line.dash],
          spanGaps: true,
          points: { show: false },
        })),
      ],
      hooks: {
        drawAxes: [(plot) => drawBands(plot, brush()), (plot) => drawThinLines(plot, brush())],
        draw: [(plot) => drawEnds(plot, { ...brush(), hasLabels: room > 0 })],
      },
    };
  }
}

/** Room that names need beside the plot. */
export const roomFor = (widths: readonly number[]): number => Math.ceil(labelHeight + 8 + Math.max(0, ...widths));

function ticks(shown: () => Tick[]): Partial<uPlot.Axis> {
  return {
    splits: () => shown().map(({ value }) => value),
    values: () => shown().map(({ label }) => label),
    // uPlot thins logarithmic ticks by rules of its own.
    filter: (_, splits) => splits,
  };
}

/** The lines over one common x, as uPlot takes them. What a logarithmic axis cannot show lies on its edge. */
function aligned(lines: readonly PlotLine[], x: Scale, y: Scale): uPlot.AlignedData {
  const tables = lines.map(({ points }): uPlot.AlignedData => {
    const shown = x.isLog ? points.filter((point) => point.x > 0) : points;
    return [shown.map((point) => point.x), shown.map((point) => (y.isLog ? Math.max(point.y, y.low) : point.y))];
  });
  return tables.length === 0 ? [[]] : uPlot.join(tables);
}
