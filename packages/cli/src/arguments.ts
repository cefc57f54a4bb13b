import { InvalidArgumentError } from "commander";

/* Readers of option values: each throws commander's error, which names the option. */

/** "0,1,2": seeds. */
export function readSeeds(text: string): number[] {
  const seeds = text.split(",").map((part) => wholeNumber(part, 0, 2 ** 32 - 1));
  if (new Set(seeds).size < seeds.length) throw new InvalidArgumentError("A seed is given twice.");
  return seeds;
}

/** A whole number ≥ 1. */
export const readCount = (text: string): number => wholeNumber(text, 1, Number.MAX_SAFE_INTEGER);

/** The number of a port; 0 lets the system choose one. */
export function readPort(text: string): number {
  const port = Number(text);
  if (text.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidArgumentError("It must be a whole number in [0, 65535].");
  }
  return port;
}

/** A number > 0. */
export function readPositive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError("It must be a number > 0.");
  }
  return value;
}

/** Any finite number. */
export function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}

/** Adds a value, or several with commas between, to an option that may be repeated. */
export const collect = (text: string, earlier: string[] = []): string[] => [
  ...earlier,
  ...text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
];

/** Adds a value as it is to an option that may be repeated. */
export const gather = (text: string, earlier: string[] = []): string[] => [...earlier, text];

function wholeNumber(text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < low || value > high) {
    throw new InvalidArgumentError(
      `It must be ${high === Number.MAX_SAFE_INTEGER ? `a whole number ≥ ${low}` : "whole numbers in [0, 2³²) with commas between"}.`,
    );
  }
  return value;
}
