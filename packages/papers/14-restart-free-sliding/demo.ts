import type { Demo } from "../src/demo.ts";
import { countsByKind } from "./demos/counts-by-kind.ts";

export const demos: Demo[] = [countsByKind];
