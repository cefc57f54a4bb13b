export { type Quadratic, quadratic } from "./quadratic.ts";
