import { counted, formatNumber, formatSeconds, type RacePlan } from "@gradus/workbench";
import type { RaceWatcher } from "../race/perform.ts";
import { observationColumns, type Progress } from "./progress.ts";

/** Shows a race under way: a line that stays for each run that has ended, one that moves for the run at hand. */
export function raceWatcher(progress: Progress, { seeds, methods, budget }: RacePlan): RaceWatcher {
  const planned = seeds.length * methods.length;
  let done = 0;
  const status = () => progress.status(`${done} of ${counted(planned, "run")} ended`);
  return {
    runStarts: status,
    observes(contender, seed, observation) {
      progress.show("run", [contender, `seed ${seed}`, ...observationColumns(observation, budget)]);
    },
    runEnds({ contender, seed, state, trace, error }) {
      done++;
      progress.hide("run");
      const end = trace?.rows.at(-1);
      const how = error?.message ?? (state === "done" ? trace?.status : state) ?? state;
      const reached = end ? `objective ${formatNumber(end.objective)}, ${formatSeconds(end.seconds)}, ` : "";
      progress.say(`${contender}, seed ${seed}: ${reached}${how}`);
      status();
    },
  };
}
