import type { Trial } from "@gradus/papers";
import { counted, formatSeconds } from "@gradus/workbench";
import type { Watcher } from "../reproduction/perform.ts";
import { observationColumns, type Progress } from "./progress.ts";
import type { Paint } from "./terminal.ts";
import { paintVerdict } from "./verdict.ts";

/** Shows a reproduction under way: a line that stays at the start and end of each claim, one that moves for each run. */
export function reproductionWatcher(progress: Progress, planned: number, paint: Paint): Watcher {
  const start = performance.now();
  const keyOf = (name: string, trial: Trial) => `${name} ${trial.name}`;
  let done = 0;
  const status = () =>
    progress.status(
      `${done} of ${counted(planned, "trial")} ended, ${formatSeconds((performance.now() - start) / 1000)}`,
    );
  return {
    claimStarts: (name, trials) => progress.say(`${name}: ${counted(trials, "trial")}`),
    observes(name, trial, observation) {
      const { contender, setting } = observation.label;
      const run = setting ? `${contender}, ${setting}` : contender;
      progress.show(keyOf(name, trial), [name, run, trial.name, ...observationColumns(observation)]);
      status();
    },
    trialEnds(name, trial) {
      done++;
      progress.hide(keyOf(name, trial));
      status();
    },
    claimEnds(name, { verdict, seconds, trials, error }) {
      const took = trials.length > 0 ? `, ${formatSeconds(seconds)}` : "";
      const why = error ? `: ${error.message}` : "";
      progress.say(`${name}: ${paintVerdict(verdict, paint)}${took}${why}`);
    },
  };
}
