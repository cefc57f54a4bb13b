import type { Demo } from "../src/demo.ts";

export const demos: Demo[] = [];
