export { startEngine } from "gradus";
export { handlers } from "./handlers.ts";
