import type { Demo } from "../src/demo.ts";
import { cloudAndPath } from "./demos/cloud.ts";

export const demos: Demo[] = [cloudAndPath];
