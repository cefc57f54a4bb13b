import type { Paper } from "./paper.ts";

/** All papers that can be run, by number. */
export const papers: Paper[] = [];
