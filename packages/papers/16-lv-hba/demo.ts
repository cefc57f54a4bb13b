import { cleaning } from "./demos/cleaning.ts";

export const demos = [cleaning];
