import type { Demo } from "../src/demo.ts";
import { radius } from "./demos/radius.ts";

export const demos: Demo[] = [radius];
