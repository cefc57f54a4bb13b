/*
 * What reads results but computes none: traces, counts and errors, without the engine. Pages import it as
 * `gradus/results` where the engine is to be loaded later, or not at all.
 */
export { GradusError, unknownName } from "./errors.ts";
export { type OracleCalls, totalCalls } from "./method.ts";
export { lastRow, type Status, type Trace, type TraceRow, traceToJson } from "./trace.ts";
