import { appendFileSync, existsSync } from "node:fs";
import { mkdir, readFile, rename, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseResult, type SweepResult } from "@gradus/workbench";
import { type CellResult, traceToJson } from "gradus";
import { z } from "zod";
import { UsageError } from "../exit.ts";

/*
 * A sweep's folder: sweep.json says what is swept, cells.jsonl holds a line for each finished cell. A line is written when
 * its cell ends, so that a process that is killed loses only what was under way.
 */

/** The name of a sweep's data in its report's folder. */
export const sweepFile = "sweep";
const cellsFile = "cells.jsonl";

/** A sweep as it stands in its folder; its cells are in the order in which they ended. */
export type Opened = { result: SweepResult; cells: CellResult[] };

/** Begins a folder anew. */
export async function createFolder(folder: string, result: SweepResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, cellsFile), "");
  await saveSweep(folder, result);
}

/** Writes what is swept, and what came of it so far, in one piece: a process that is killed leaves the old or the new. */
export async function saveSweep(folder: string, result: SweepResult): Promise<void> {
  const path = join(folder, `${sweepFile}.json`);
  await writeFile(`${path}.new`, traceToJson(result));
  await rename(`${path}.new`, path);
}

/** Keeps a finished cell. It is with the system when this returns. */
export const appendCell = (folder: string, cell: CellResult): void =>
  appendFileSync(join(folder, cellsFile), `${traceToJson(cell)}\n`);

/** Reads an earlier sweep back. @throws {UsageError} if there is none. */
export async function openSweep(folder: string): Promise<Opened> {
  const path = join(folder, `${sweepFile}.json`);
  const text = await readFile(path, "utf8").catch((cause) => {
    throw new UsageError(`there is no sweep to go on with: '${path}' cannot be read`, { cause });
  });
  try {
    const result = sweepSchema.parse(parseResult(text)) as unknown as SweepResult;
    return { result, cells: await readCells(join(folder, cellsFile)) };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`'${path}' is not the data of a sweep`, { cause });
  }
}

/** The sweep in a folder that somebody wants to use for another one. */
export const openIfThere = async (folder: string): Promise<Opened | undefined> =>
  existsSync(join(folder, `${sweepFile}.json`)) ? openSweep(folder) : undefined;

/** Finished cells; a last line that was cut off is taken away. */
async function readCells(path: string): Promise<CellResult[]> {
  const bytes = await readFile(path).catch((cause) => {
    throw new UsageError(`the sweep's cells cannot be read from '${path}'`, { cause });
  });
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) await truncate(path, end);
  const lines = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
  return lines.map((line, i) => {
    try {
      return cellSchema.parse(parseResult(line)) as CellResult;
    } catch (cause) {
      throw new UsageError(`'${path}', line ${i + 1}, is not a cell of a sweep`, { cause });
    }
  });
}

const values = z.record(z.string(), z.array(z.union([z.number(), z.string(), z.boolean()])));
const seeds = z.array(z.int());
const device = z.enum(["cpu", "gpu"]);

const cellSchema = z.object({
  setting: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  seed: z.int(),
  status: z.enum(["done", "diverged", "failed"]),
  // Also those that are not finite.
  values: z.record(
    z.string(),
    z.custom<number>((value) => typeof value === "number"),
  ),
  error: z.string().optional(),
  seconds: z.number(),
});

/** What going on relies on. */
const sweepSchema = z.looseObject({
  kind: z.literal("sweep"),
  command: z.string(),
  started: z.string(),
  seconds: z.number(),
  source: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("named"),
      problem: z.string(),
      methods: z.array(z.object({ name: z.string(), options: z.record(z.string(), z.unknown()) })),
      over: values,
      seeds,
      budget: z.partialRecord(z.enum(["steps", "calls", "evaluations"]), z.number()),
      target: z.number().nullable(),
      device,
    }),
    z.object({ kind: z.literal("file"), file: z.string(), seeds: seeds.nullable(), device }),
  ]),
  plan: z.object({ axes: values, seeds }),
  view: z.object({
    measures: z.array(z.string()),
    x: z.string().nullable(),
    y: z.string().nullable(),
    highest: z.array(z.string()),
  }),
});
