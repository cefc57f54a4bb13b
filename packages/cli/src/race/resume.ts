import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { instrumentNames, parseResult, type RaceResult } from "@gradus/workbench";
import { CheckpointError } from "gradus";
import { z } from "zod";
import { UsageError } from "../exit.ts";
import type { Earlier } from "./perform.ts";

/** The name of a race's data in its report's folder. */
export const raceFile = "race";

/** Reads an earlier race back, with the checkpoints of its interrupted runs. @throws {UsageError} if there is none. */
export async function openRace(folder: string): Promise<{ result: RaceResult; earlier: Earlier[] }> {
  const result = await readResult(join(folder, `${raceFile}.json`));
  const earlier = await Promise.all(
    result.runs.map(async (run): Promise<Earlier> => {
      if (run.checkpoint === null) return { run };
      return { run, checkpoint: await readCheckpoint(join(folder, run.checkpoint)) };
    }),
  );
  return { result, earlier };
}

/** What going on relies on. */
const raceSchema = z.looseObject({
  kind: z.literal("race"),
  started: z.string(),
  seconds: z.number(),
  plan: z.object({
    problem: z.string(),
    methods: z.array(z.object({ name: z.string(), options: z.record(z.string(), z.unknown()) })),
    seeds: z.array(z.int()),
    budget: z.partialRecord(z.enum(["steps", "seconds", "calls", "evaluations"]), z.number()),
    device: z.enum(["cpu", "gpu"]),
    observing: z.object({ instruments: z.array(z.enum(instrumentNames)), every: z.int() }).optional(),
  }),
  runs: z.array(
    z.looseObject({
      contender: z.string(),
      seed: z.int(),
      state: z.enum(["done", "interrupted", "failed", "waiting"]),
      checkpoint: z.string().nullable(),
      trace: z.looseObject({ rows: z.array(z.looseObject({})) }).nullable(),
    }),
  ),
});

async function readResult(path: string): Promise<RaceResult> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw new UsageError(`there is no race to go on with: '${path}' cannot be read`, { cause });
  });
  try {
    return raceSchema.parse(parseResult(text)) as unknown as RaceResult;
  } catch (cause) {
    throw new UsageError(`'${path}' is not the data of a race`, { cause });
  }
}

async function readCheckpoint(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new CheckpointError(`the checkpoint '${path}' cannot be read`, { cause });
  }
}
