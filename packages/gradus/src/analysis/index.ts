export { withOverlap } from "./overlap.ts";
