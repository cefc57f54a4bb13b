import type { ControlValues } from "../../src/demo.ts";

/** The value of a slider or a seed. */
export const number = (values: ControlValues, name: string): number => values[name] as number;
