import { numpy as np } from "@jax-js/jax";
import {
  alignedMtl,
  cagrad,
  famo,
  graddrop,
  imtlG,
  lastRow,
  linearScalarisation,
  type Method,
  type MultiTaskToy,
  mgda,
  named,
  nashMtl,
  pcgrad,
  samGs,
  type TaskMethod,
} from "gradus";
import { cases, type Experiment, type TrialContext } from "../../src/experiment.ts";
import { figure, type Measurements, type Statistic } from "../../src/statistic.ts";

export type Point = [number, number];

/** Methods by the names that they have in charts. */
export type Contenders = Record<string, TaskMethod>;

/**
 * The methods of the paper's table as its official code runs them: directions times the number of tasks where it does
 * that, the shared gradient cut to length 1 only for those that overwrite it.
 */
export const allContenders = (learningRate: number, lowestLoss: number): Contenders => ({
  "SAM-GS": samGs({ learningRate, scaleByTasks: true }),
  LS: linearScalarisation({ learningRate }),
  PCGrad: pcgrad({ learningRate }),
  "Aligned-MTL": alignedMtl({ learningRate, scaleByTasks: true }),
  MGDA: mgda({ learningRate, scaleByTasks: true }),
  "Nash-MTL": nashMtl({ learningRate }),
  CAGrad: cagrad({ learningRate, scaleByTasks: true }),
  "IMTL-G": imtlG({ learningRate }),
  GradDrop: graddrop({ learningRate }),
  FAMO: famo({ learningRate, minLosses: lowestLoss, decay: 1e-5 }),
});

export const pick = (contenders: Contenders, ...names: string[]): Contenders =>
  Object.fromEntries(names.map((name) => [name, contenders[name]!]));

const nameOf = (contender: string, start: number) => `gap of ${contender}, start ${start + 1}`;

export type ToyRuns = {
  toy: MultiTaskToy;
  starts: Point[];
  contenders: Contenders;
  steps: number;
  /** A row of the trace every so many steps. */
  every: number;
};

/** A trial for each contender, from all starts; its programs are compiled once. */
export const toyTrials = ({
  toy,
  starts,
  contenders,
  steps,
  every,
}: ToyRuns): Pick<Experiment, "trials" | "trial"> => ({
  trials: cases(...Object.keys(contenders)),
  async trial(context: TrialContext) {
    let start = starts[0]!;
    const problem = {
      ...toy,
      initial(key: np.Array) {
        key.dispose();
        return np.array(start, { dtype: np.float64 });
      },
    };
    const iteration = contenders[context.name]!<np.Array>(problem);
    // `run` would free the programs after the first start.
    const method: Method<unknown, unknown, np.Array> = named(context.name, () => ({
      ...(iteration as ReturnType<Method<unknown, unknown, np.Array>>),
      dispose: () => {},
    }));
    const gaps: Measurements = {};
    try {
      for (const [i, own] of starts.entries()) {
        start = own;
        const label = { contender: context.name, setting: `from ${own.map((x) => x.toFixed(1)).join(", ")}` };
        const trace = await context.run(label, problem, method, { steps, every });
        const end = trace.status === "diverged" ? Number.POSITIVE_INFINITY : lastRow(trace).objective;
        gaps[nameOf(context.name, i)] = end - toy.minimum!.value;
      }
    } finally {
      iteration.dispose?.();
    }
    return gaps;
  },
});

/** What one contender ended with, above the minimum, start by start. */
const gapsOf = (trials: Measurements[], contender: string, starts: number): number[] => {
  const own = trials.find((trial) => nameOf(contender, 0) in trial);
  return Array.from({ length: starts }, (_, i) => own?.[nameOf(contender, i)] ?? Number.NaN);
};

/** From how many starts a contender comes within some distance of the minimum; NaN until it has run. */
export const hitsOf = (contender: string, { starts, within }: { starts: number; within: number }): Statistic => {
  const spread = (trials: Measurements[]) =>
    gapsOf(trials, contender, starts).map((gap) => (Number.isNaN(gap) ? gap : Number(gap <= within)));
  return {
    kind: "count",
    value: (trials) => spread(trials).reduce((sum, hit) => sum + hit, 0),
    spread,
  };
};

/** The largest distance from the minimum over the starts. */
export const worstGapOf = (contender: string, starts: number): Statistic => ({
  kind: "largest",
  value: (trials) => Math.max(...gapsOf(trials, contender, starts)),
  spread: (trials) => gapsOf(trials, contender, starts),
});

/** The most starts from which one of several contenders arrives; the spread is over the contenders. */
export const mostHitsOf = (contenders: string[], options: { starts: number; within: number }): Statistic => {
  const hits = (trials: Measurements[]) => contenders.map((name) => hitsOf(name, options).value(trials));
  return {
    ...figure(
      "largest",
      (trials) => Math.max(...hits(trials)),
      () => Number.NaN,
    ),
    spread: hits,
  };
};
