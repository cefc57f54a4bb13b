export { type Compiled, compile, valueAndGradient } from "./compile.ts";
export * as linearAlgebra from "./linear-algebra/index.ts";
export { type Generator, generator, seedFor } from "./random.ts";
export { type Device, type StartedEngine, startEngine } from "./start.ts";
export type { NumberTree, Tree } from "./tree.ts";
export * as trees from "./tree.ts";
