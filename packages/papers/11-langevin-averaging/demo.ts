import type { Demo } from "../src/demo.ts";
import { lastAndAverage } from "./demos/last-and-average.ts";

export const demos: Demo[] = [lastAndAverage];
