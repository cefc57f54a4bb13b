import type { LabelledTrace } from "@gradus/papers";

/** How a run or a trial ended that did not fail. */
export type Ending<Result> =
  | { status: "done"; result: Result }
  | {
      status: "interrupted";
      /** The traces so far. */
      traces: LabelledTrace[];
      /** Where the run under way can go on from. */
      checkpoint?: Uint8Array<ArrayBuffer>;
    };
