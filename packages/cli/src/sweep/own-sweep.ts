import type { MeasureCell, SweepPlan } from "gradus";
import { z } from "zod";
import { UsageError } from "../exit.ts";
import { importFile } from "../papers.ts";

const axisValue = z.union([z.number(), z.string(), z.boolean()], "must be a number, a word, or true or false");

const planSchema = z.strictObject(
  {
    axes: z.record(
      z.string(),
      z.array(axisValue, "must be a list of values").min(1, "must have values"),
      "must be an object with a list of values for each axis",
    ),
    seeds: z.array(z.int("must be a whole number"), "must be a list of whole numbers").min(1, "must have values"),
  },
  "must be { axes, seeds }",
);

/** A sweep as a file of a person's own describes it. */
export type ExportedSweep = { plan: SweepPlan; measure: MeasureCell };

/**
 * The sweep of a file: it exports `plan`, axes and seeds, and `measure`, or a default, which turns a cell into numbers.
 * @throws {UsageError} saying what is missing or wrong.
 */
export async function importSweep(file: string): Promise<ExportedSweep> {
  const exports = await importFile(file);
  const { plan, measure = exports["default"] } = exports;
  if (plan === undefined) {
    throw new UsageError(`${file} exports no plan: export const plan = { axes: { width: [8, 16] }, seeds: [0, 1, 2] }`);
  }
  const read = planSchema.safeParse(plan);
  if (!read.success) {
    const { path, message, code } = read.error.issues[0]!;
    const where = ["plan", ...path].join(".");
    const keys = code === "unrecognized_keys" ? "must be { axes, seeds }, and nothing else" : message;
    throw new UsageError(`${file}: ${where} ${keys}`);
  }
  if (typeof measure !== "function") {
    throw new UsageError(
      `${file} exports no function that measures a cell: export async function measure({ setting, seed }) { return { loss } }`,
    );
  }
  return { plan: read.data, measure: measure as MeasureCell };
}
