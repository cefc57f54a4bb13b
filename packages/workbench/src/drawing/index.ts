/* Whatever loads the chart library: apart, since it is large. */

export { chartSpec, type Frame, frameOf } from "./chart.ts";
export { type Dots, dotsSpec } from "./dots.ts";
export { standaloneChart, standaloneSweep } from "./standalone.ts";
export { drawSvg } from "./svg.ts";
export { type DrawnSweep, drawSweep } from "./sweep.ts";
