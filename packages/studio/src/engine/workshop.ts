import { createWorkshop } from "./bench.ts";
import { spawn } from "./spawn.ts";

export type { Bench, Workshop } from "./bench.ts";
export { EngineError } from "./failure.ts";

/** Where pages have things computed. Nothing is loaded before the first job. */
export const workshop = createWorkshop({ spawn, capacity: Math.max(2, navigator.hardwareConcurrency ?? 2) });
