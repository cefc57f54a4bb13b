import { parseSpec } from "@gradus/workbench";
import { expect, test } from "vitest";
import { catalogue } from "../engine/catalogue.ts";
import { methodComplaints, problemComplaints } from "./entry-check.ts";
import { examples } from "./examples.ts";
import { firstSetup, parseSetup, printSetup } from "./setup.ts";

const { methods, problems } = catalogue();

test.each(examples)("$title can be run", ({ query }) => {
  const { setup, view, complaints } = parseSetup(query);
  expect(complaints).toEqual([]);
  expect(new URLSearchParams(printSetup(setup, view))).toEqual(new URLSearchParams(query));
  const problem = parseSpec(setup.problem);
  expect(problemComplaints(problem, problems)).toEqual([]);
  const offers = problems.find(({ name }) => name === problem.name)!.capabilities;
  expect(setup.methods.map((_, i) => methodComplaints(setup.methods, i, methods, offers))).toEqual(
    setup.methods.map(() => []),
  );
});

test("the first is what the page shows at first", () => {
  expect(parseSetup(examples[0]!.query).setup).toEqual(firstSetup());
});
