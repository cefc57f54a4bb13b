export { type Compiled, compile, valueAndGradient } from "./compile.ts";
export { type Generator, generator, seedFor } from "./random.ts";
export type { NumberTree, Tree } from "./tree.ts";
export * as trees from "./tree.ts";
