import type { Demo } from "../src/demo.ts";
import { outputSpace } from "./demos/output-space.ts";

export const demos: Demo[] = [outputSpace];
