import { minimize } from "../../core/minimize.ts";
import type { RunOptions } from "../../core/run.ts";
import * as tree from "../../engine/tree.ts";
import type { Params } from "./small-problems.ts";
import { type SsoOptions, sso } from "./sso.ts";

/* For the tests of this room. */

/** Runs target-based surrogates, and returns what they answered as numbers. */
export async function follow(problem: object, options: SsoOptions, run: RunOptions) {
  const { answer, trace, status, checkpoint } = await minimize(problem as never, sso(options), run);
  const numbers = [...(await tree.toVector(answer as unknown as Params).data())] as number[];
  return { numbers, trace, status, checkpoint, objectives: trace.rows.map(({ objective }) => objective) };
}
