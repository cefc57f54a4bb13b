import type { Demo } from "../src/demo.ts";
import { stepsOnSurrogate } from "./demos/steps-on-surrogate.ts";

export const demos: Demo[] = [stepsOnSurrogate];
