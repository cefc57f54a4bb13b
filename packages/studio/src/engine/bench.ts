import type { Frame, PaperDescription, Scene, TrialResult } from "@gradus/papers";
import type { ContenderResult, RecordedClaim } from "@gradus/workbench";
import type { Device } from "gradus";
import { attend, type JobOptions } from "./attend.ts";
import { type Crew, type CrewOptions, createCrew, type WorkerKind } from "./crew.ts";
import type {
  Catalogue,
  ContenderJob,
  DemoJob,
  EngineFacts,
  JobName,
  Jobs,
  JudgeJob,
  Observations,
  OwnProblem,
  TrialJob,
} from "./protocol.ts";

/** A place to work: its jobs are done one at a time, in order, by a worker that does nothing else meanwhile. */
export type Bench = {
  /** The device that its jobs run on. @throws {EngineError} if it is not there: it says what is missing. */
  start(options?: JobOptions): Promise<EngineFacts>;
  /** One run of a race. Stopped by its signal or time limit it still ends with its trace so far, status `aborted`. */
  runContender(job: ContenderJob, options?: JobOptions & RowsListener): Promise<ContenderResult>;
  /** One trial of a claim. @throws {EngineError} "Stopped" or "TimeLimit" if it is not completed. */
  runTrial(job: TrialJob, options?: JobOptions & RowsListener): Promise<TrialResult>;
  /** A demo's panels before its first frame. */
  scene(job: DemoJob, options?: JobOptions): Promise<Scene>;
  /** Plays a demo to its end, or until it is stopped. */
  play(job: DemoJob, options: JobOptions & FramesListener): Promise<void>;
  /** Looks at a person's own objective. @throws {EngineError} with line and column where they are known. */
  checkOwn(code: string, options?: JobOptions): Promise<OwnProblem>;
  /** Nothing more will be asked for: the worker is free for others. Jobs under way are not touched. */
  close(): void;
};

type RowsListener = { onRows?(observations: Observations): void };

/** While the promise that it returns is pending no more than one list of frames is computed ahead. */
type FramesListener = { onFrames(frames: Frame[]): void | Promise<void> };

/** What pages have of the engine. */
export type Workshop = {
  catalogue(): Promise<Catalogue>;
  paper(id: string): Promise<PaperDescription>;
  judge(job: JudgeJob): Promise<RecordedClaim>;
  /**
   * `kind` "own code": for a person's own code; its worker is not used for anything else and ends when the bench is
   * closed. "threads": spreads large programs over the cores, where the page may; slower for small ones.
   */
  bench(settings?: { device?: Device; kind?: WorkerKind }): Bench;
};

type WorkshopOptions = Pick<CrewOptions, "spawn"> & Partial<CrewOptions>;

/** A workshop: a worker for what pages want to know, and one for each bench as long as there are cores. */
export function createWorkshop({ spawn, capacity = 2, idleTime = 30_000 }: WorkshopOptions): Workshop {
  const crew = createCrew({ spawn, capacity, idleTime });
  const desk = jobsOf(createCrew({ spawn, capacity: 1, idleTime }), { device: "cpu", kind: "usual" });
  const remembered = new Map<string, Promise<unknown>>();
  const remember = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const answer = (remembered.get(key) as Promise<T> | undefined) ?? ask();
    remembered.set(key, answer);
    answer.catch(() => remembered.delete(key));
    return answer;
  };
  return {
    catalogue: () => remember("catalogue", () => desk.ask("catalogue", undefined)),
    paper: (id) => remember(`paper ${id}`, () => desk.ask("paper", id)),
    judge: (job) => desk.ask("judge", job),
    bench({ device = "cpu", kind = "usual" } = {}) {
      const { ask, end, close } = jobsOf(crew, { device, kind });
      return {
        start: (options) => ask("start", undefined, options),
        async runContender(job, { onRows, ...options } = {}) {
          const { value, isTimeUp } = await end("contender", job, options, (rows) => onRows?.(rows));
          if (!isTimeUp || value.trace.status !== "aborted") return value;
          return { ...value, trace: { ...value.trace, reason: `time limit of ${options.timeLimit} s` } };
        },
        runTrial: (job, { onRows, ...options } = {}) => ask("trial", job, options, (rows) => onRows?.(rows)),
        scene: (job, options) => ask("scene", job, options),
        play: (job, { onFrames, ...options }) => ask("play", job, options, onFrames),
        checkOwn: (code, options) => ask("check", code, options),
        close,
      };
    },
  };
}

/** Does jobs one after another. */
function jobsOf(crew: Crew, settings: { device: Device; kind: WorkerKind }) {
  const owner = {};
  let last: Promise<unknown> = Promise.resolve();
  const end = <Name extends JobName>(
    name: Name,
    given: Jobs[Name]["given"],
    options: JobOptions = {},
    report: (data: Jobs[Name]["reports"]) => void | Promise<void> = () => {},
  ) => {
    const job = last.then(() => attend({ crew, owner, ...settings }, name, given, report, options));
    last = job.catch(() => {});
    return job;
  };
  const ask = async <Name extends JobName>(...job: Parameters<typeof end<Name>>) => (await end<Name>(...job)).value;
  return { ask, end, close: () => crew.forget(owner) };
}
