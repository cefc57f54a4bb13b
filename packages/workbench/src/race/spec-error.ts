import { GradusError } from "gradus/results";

/** A problem, a method or a budget is written wrongly, or they do not go together. */
export class SpecError extends GradusError {
  override readonly name = "SpecError";
}
