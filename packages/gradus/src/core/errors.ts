import { closest, distance } from "fastest-levenshtein";

/** Anything that a caller did wrong or that a file or machine lacks: its message is one line, made to be shown. */
export class GradusError extends Error {
  override readonly name: string = "GradusError";
}

/** An option is missing, unknown, or outside what is allowed. */
export class OptionError extends GradusError {
  override readonly name = "OptionError";
}

/** A method needs something that the problem does not offer. */
export class CapabilityError extends GradusError {
  override readonly name = "CapabilityError";
}

/** A checkpoint cannot be read, or belongs to another method. */
export class CheckpointError extends GradusError {
  override readonly name = "CheckpointError";
}

/** A data file is malformed. */
export class DataError extends GradusError {
  override readonly name = "DataError";
}

/** The engine or a device it needs is not available. */
export class DeviceError extends GradusError {
  override readonly name = "DeviceError";
}

/** "unknown method 'adabelif': did you mean 'adabelief'?", or the list of what is allowed where nothing is near. */
export function unknownName(kind: string, name: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return `unknown ${kind} '${name}': there is none`;
  const nearest = closest(name, [...allowed]);
  const isNear = distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, Math.floor(nearest.length / 3));
  return isNear
    ? `unknown ${kind} '${name}': did you mean '${nearest}'?`
    : `unknown ${kind} '${name}': expected one of ${allowed.join(", ")}`;
}
