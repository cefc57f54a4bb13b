import {
  budgetText,
  counted,
  formatSeconds,
  formatSpread,
  passedOverNote,
  type RaceResult,
  type Spread,
  standings,
} from "@gradus/workbench";
import { renderTable } from "./table.ts";
import type { Screen } from "./terminal.ts";

/** Who ended where: a line a contender, the lowest objective first. */
export function raceTable(race: RaceResult, screen: Screen): string {
  const ranked = standings(race);
  const metrics = [...new Set(ranked.flatMap((standing) => Object.keys(standing.metrics)))];
  const columns = [
    { title: "method", isFlexible: true },
    { title: "objective [low, high]" },
    ...metrics.map((title) => ({ title })),
    { title: "steps", align: "right" as const },
    { title: "oracle calls", align: "right" as const },
    { title: "seconds", align: "right" as const },
    { title: "ended by" },
  ];
  const shown = (spread: Spread | undefined) => (spread ? formatSpread({ value: spread.mean, ...spread }) : "–");
  const rows = ranked.map(({ contender, objective, metrics: own, steps, calls, seconds, status }) => [
    contender,
    shown(objective),
    ...metrics.map((name) => shown(own[name])),
    shown(steps),
    shown(calls),
    seconds ? formatSeconds(seconds.mean) : "–",
    status === "diverged" ? screen.paint.red(status) : status,
  ]);
  const { plan, problem } = race;
  const heading = `${problem}: ${budgetText(plan.budget)} each, mean over ${counted(plan.seeds.length, "seed")}`;
  const note = passedOverNote(ranked);
  return `${screen.paint.bold(heading)}\n\n${renderTable(columns, rows, screen)}${note ? `\n${note}\n` : ""}`;
}
