/** What a problem can offer to methods, by the names of its members. */
const capabilityNames = [
  "initial",
  "loss",
  "batches",
  "evaluate",
  "residuals",
  "taskLosses",
  "constraints",
  "layers",
  "predict",
  "playerLosses",
  "environment",
  "metrics",
  "minimum",
] as const;

/** The capabilities that an object offers. */
export const capabilitiesOf = (problem: object): string[] =>
  capabilityNames.filter((name) => (problem as Record<string, unknown>)[name] !== undefined);
