import type { Demo } from "../src/demo.ts";
import { descent } from "./demos/descent.ts";

export const demos: Demo[] = [descent];
