/*
 * Schedules: pure functions from the number of updates made before, 0, 1, 2, …, to a value (a learning rate, a decay …).
 * Where a schedule has an end, it keeps its last value from there on.
 */

export { cosineRestarts, oneCycle, warmupCosine } from "./schedules/cycles.ts";
export { constant, cosine, exponential, linear, polynomial, warmup } from "./schedules/decay.ts";
export { join, piecewiseConstant, piecewiseInterpolated } from "./schedules/piecewise.ts";
