import { consensus, rastrigin } from "gradus";
import { gradusVersion } from "./gradus-version.ts";
import { type ConsensusTask, type Contestant, serve } from "./protocol.ts";

/* Steps of ours of consensus-based optimization on Rastrigin's function, as `minimize` takes them. */

let task: ConsensusTask;
let begin: (seed: number) => Promise<() => Promise<number>>;
let seed = 100;

/** Starts a cloud; what it returns takes a step and tells the mean distance from the consensus. */
function cloudsOf({ particles, dimension, noise, alpha, dt, sigma, lambda, objective }: ConsensusTask) {
  const { initial, loss, evaluate, domain, name } = rastrigin({ dimension });
  const problem = objective === "evaluate" ? { name, dimension, domain, evaluate } : { name, domain, initial, loss };
  const iteration = consensus({ particles, noise, alpha, dt, sigma, lambda })(problem as never);
  return async (seed: number) => {
    let state = await iteration.init(seed);
    return async () => {
      state = await iteration.step(state);
      const { spread } = (await iteration.measure(state)) as unknown as { spread: number };
      return spread;
    };
  };
}

/** Seconds of so many steps. A cloud that has collapsed would compute with other numbers: it begins anew in time. */
async function take(steps: number): Promise<number> {
  let seconds = 0;
  for (let left = steps; left > 0; left -= task.episode) {
    const step = await begin(++seed);
    const start = performance.now();
    for (let i = 0; i < Math.min(left, task.episode); i++) await step();
    seconds += (performance.now() - start) / 1000;
  }
  return seconds;
}

const contestant: Contestant<ConsensusTask> = {
  async prepare(given) {
    task = given;
    begin = cloudsOf(task);
    const first = performance.now();
    await (await begin(0))();
    const firstStepSeconds = (performance.now() - first) / 1000;
    const sample: number[] = [];
    for (let run = 0; run < task.samples; run++) {
      const step = await begin(run);
      for (let i = 1; i < task.sampleSteps; i++) await step();
      sample.push(await step());
    }
    return { version: await gradusVersion(), firstStepSeconds, sample };
  },
  async run(steps) {
    await take(3);
    return { seconds: await take(steps) };
  },
};

await serve(contestant);
