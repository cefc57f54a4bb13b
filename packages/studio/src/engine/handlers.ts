import descriptions from "virtual:documentation/options";
import { describePaper } from "@gradus/papers";
import { checkOwnProblem } from "../objective/own-problem.ts";
import { catalogue } from "./catalogue.ts";
import { judge, paperOf, trial } from "./claims.ts";
import { play, scene } from "./demos.ts";
import type { JobHandlers } from "./protocol.ts";
import { contender } from "./races.ts";

/** What the worker does for each job. */
export const handlers: JobHandlers = {
  start: (_, { facts }) => facts,
  catalogue: () => catalogue(descriptions),
  paper: (id) => describePaper(paperOf(id)),
  contender,
  trial,
  judge,
  scene,
  play,
  check: (code) => checkOwnProblem(code),
};
