import type { Demo } from "../src/demo.ts";
import { robots } from "./demos/robots.ts";

export const demos: Demo[] = [robots];
