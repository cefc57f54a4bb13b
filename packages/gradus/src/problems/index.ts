export { type DiffgradFunction, diffgradF1, diffgradF2, diffgradF3 } from "./diffgrad-functions.ts";
export { type Quadratic, quadratic } from "./quadratic.ts";
