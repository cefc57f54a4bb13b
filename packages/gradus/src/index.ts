import "./engine/constant-parts.ts";
import "./engine/literals.ts";
import "./engine/float64-functions.ts";

export * from "./analysis/index.ts";
export * from "./core/index.ts";
export * from "./engine/index.ts";
export * from "./methods/index.ts";
export * from "./problems/index.ts";
export * from "./transforms/index.ts";
