import { unknownName } from "gradus/results";
import { missingNeeds } from "./needs.ts";
import { SpecError } from "./spec-error.ts";

/** An instrument of a race as plain data. */
export type InstrumentFacts = {
  summary: string;
  /** Capabilities of the problem that it looks at. */
  needs: readonly string[];
  /** The numbers that it adds to a row; those of `metrics` are named by the problem. */
  quantities: readonly string[];
};

/** What a race can look at beside the objective, by name. */
export const instrumentList = {
  sharpness: {
    summary: "the largest eigenvalue of the Hessian",
    needs: ["loss"],
    quantities: ["sharpness"],
  },
  "edge-of-stability": {
    summary: "sharpness beside the largest at which sgd or adam is stable; nothing of other methods",
    needs: ["loss"],
    quantities: ["edgeRatio", "edge", "sharpness", "preconditionedSharpness"],
  },
  "hessian-condition": {
    summary: "the Hessian's largest and smallest eigenvalue, and their quotient where both are positive",
    needs: ["loss"],
    quantities: ["condition", "largestEigenvalue", "smallestEigenvalue"],
  },
  "gradient-alignment": {
    summary: "the share of the gradient's squared length along the Hessian's top five eigenvectors",
    needs: ["loss"],
    quantities: ["gradientAlignment", "gradientNorm"],
  },
  fluctuation: {
    summary: "how much parameters vary in time since the start, beside how they differ",
    needs: ["loss"],
    quantities: ["fluctuation"],
  },
  "parameter-norm": {
    summary: "the length of all parameters as one vector",
    needs: ["loss"],
    quantities: ["parameterNorm"],
  },
  metrics: {
    summary: "what the problem itself measures of an answer, along the run and not only at its end",
    needs: ["metrics"],
    quantities: [],
  },
} as const satisfies Record<string, InstrumentFacts>;

export type InstrumentName = keyof typeof instrumentList;

export const instrumentNames = Object.keys(instrumentList) as InstrumentName[];

/** What is looked at along each run, and after each how many steps. */
export type Observing = { instruments: InstrumentName[]; every: number };

/** Steps between two looks, where no number is given. */
export const usualInterval = 10;

/** Reads names of instruments. @throws {SpecError} naming the nearest where one is unknown. */
export function readInstruments(names: readonly string[]): InstrumentName[] {
  const wrong = names.find((name) => !Object.hasOwn(instrumentList, name));
  if (wrong !== undefined) throw new SpecError(unknownName("instrument", wrong, instrumentNames));
  return [...new Set(names as readonly InstrumentName[])];
}

/** Whether a problem offers what instruments look at. @throws {SpecError} naming what it lacks. */
export function checkInstruments({ instruments }: Observing, problem: string, offers: readonly string[]): void {
  for (const name of instruments) {
    const [lacking] = missingNeeds(instrumentList[name].needs, offers);
    if (lacking !== undefined) {
      throw new SpecError(`${name} needs '${lacking}', which ${problem} does not offer`);
    }
  }
}

/** The names of the numbers that instruments add to rows; `metrics` are those that the problem itself measures. */
export const quantitiesOf = ({ instruments }: Observing, metrics: readonly string[] = []): string[] => [
  ...new Set(
    instruments.flatMap((name): readonly string[] => (name === "metrics" ? metrics : instrumentList[name].quantities)),
  ),
];
