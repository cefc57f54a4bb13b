import "./engine/literals.ts";

export * from "./core/index.ts";
export * from "./engine/index.ts";
export * from "./methods/index.ts";
export * from "./problems/index.ts";
export * from "./transforms/index.ts";
