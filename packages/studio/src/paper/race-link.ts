import { missingNeeds } from "@gradus/workbench";
import { workshop } from "../engine/workshop.ts";

/** Where a paper's methods are raced until somebody chooses another problem. */
const problemName = "mnist-mlp";
const rival = "adam";

/** The address of a race of a paper's methods, or undefined where none of them can be raced there. */
export async function raceAddress(names: readonly string[]): Promise<string | undefined> {
  const { methods, problems } = await workshop.catalogue();
  const problem = problems.find(({ name }) => name === problemName);
  const own = methods.filter(
    ({ name, needs }) => names.includes(name) && missingNeeds(needs, problem?.capabilities ?? []).length === 0,
  );
  if (own.length === 0) return undefined;
  const racers = [...new Set([rival, ...own.map(({ name }) => name)])];
  return `#/race?problem=${problemName}&${racers.map((name) => `m=${name}`).join("&")}`;
}
