import { atMost, cases, claim, mean, measured, type Paper, papers, seeds, type TrialContext } from "@gradus/papers";
import { rosenbrock, sgd } from "gradus";
import { describe, expect, it } from "vitest";
import { judgeClaim } from "./judge.ts";
import { planClaim } from "./plan.ts";
import { claimsThatHold, tally, verdictSentence } from "./sentences.ts";
import { performTrial } from "./trial.ts";
import type { ClaimVerdict } from "./verdict.ts";

const never = new AbortController().signal;
const experiment = (trials = seeds(0, 1), trial = async ({ seed }: TrialContext) => ({ loss: seed })) => ({
  setup: "None.",
  trials,
  trial: trial as (context: TrialContext) => Promise<Record<string, number>>,
  criteria: [{ measures: "loss", statistic: mean(measured("loss")), holds: atMost(1) }],
});
const paper: Paper = papers[0]!;
const small = claim({
  id: "small",
  says: "It is small.",
  source: "abstract",
  quick: experiment(),
  full: experiment(cases("one")),
});

async function judged(scale: "quick" | "full", values?: number[]) {
  const planned = planClaim(paper, small, scale, values);
  const results = [];
  for (const trial of planned.experiment.trials) {
    const end = await performTrial(planned.experiment, trial, never, () => {});
    if (end.status === "done") results.push(end.result);
  }
  return { planned, results, result: judgeClaim(planned, results) };
}

describe("a claim", () => {
  it("is judged by its trials, with other seeds where they are given", async () => {
    const own = await judged("quick");
    expect(own.result).toMatchObject({ verdict: "holds", note: null, id: "small", trialsPlanned: 2 });
    const other = await judged("quick", [1, 2, 3]);
    expect(other.result).toMatchObject({ verdict: "does not hold", note: "seeds 1, 2, 3 in place of its own" });
    expect(other.result.trials.map(({ name }) => name)).toEqual(["seed 1", "seed 2", "seed 3"]);
    expect(verdictSentence(other.result)).toBe("Does not hold here: 2 [1, 3] against the required ≤ 1, 3 trials.");
  });

  it("keeps its named cases whatever the seeds", async () => {
    const { result } = await judged("full", [7]);
    expect(result.trials.map(({ name }) => name)).toEqual(["one"]);
    expect(result.note).toContain("do not apply");
  });

  it("is not judged by some of its trials, and has failed if one of them has", async () => {
    const { planned, results } = await judged("quick");
    const partly = judgeClaim(planned, results.slice(0, 1));
    expect(partly.verdict).toBe("not judged");
    expect(partly.outcomes).toHaveLength(1);
    expect(verdictSentence(partly)).toBe(
      "Not judged: 1 of 2 trials were complete when the reproduction was interrupted.",
    );
    const error = { message: "boom", isExpected: false };
    expect(judgeClaim(planned, results, { traces: [], error })).toMatchObject({ verdict: "failed", error });
  });

  it("whose statistic throws has failed", async () => {
    const { planned, results } = await judged("quick");
    const [criterion] = planned.experiment.criteria;
    const broken = {
      ...criterion!,
      statistic: {
        ...criterion!.statistic,
        value() {
          throw new RangeError("no such number");
        },
      },
    };
    const result = judgeClaim({ ...planned, experiment: { ...planned.experiment, criteria: [broken] } }, results);
    expect(result).toMatchObject({ verdict: "failed", error: { message: "no such number", isExpected: false } });
  });
});

describe("a trial", () => {
  const descent = experiment(seeds(0), async ({ run, signal }) => {
    await run({ contender: "sgd" }, rosenbrock(), sgd({ learningRate: 1e-4 }), { steps: 10 });
    signal.throwIfAborted();
    return { loss: 0 };
  });

  it("interrupted, leaves the traces so far and a checkpoint", async () => {
    const stop = new AbortController();
    const end = await performTrial(descent, seeds(0)[0]!, stop.signal, ({ row }) => {
      if (row.step === 3) stop.abort();
    });
    if (end.status !== "interrupted") throw new Error(end.status);
    expect(end.traces[0]!.trace).toMatchObject({ status: "aborted" });
    expect(end.checkpoint).toBeInstanceOf(Uint8Array);
  });

  it("that throws of itself has not been interrupted", async () => {
    const broken = experiment(seeds(0), async () => {
      throw new RangeError("no such number");
    });
    await expect(performTrial(broken, seeds(0)[0]!, never, () => {})).rejects.toThrow("no such number");
  });
});

describe("verdicts in words", () => {
  const claims = (...verdicts: ClaimVerdict[]) => verdicts.map((verdict) => ({ verdict }));

  it.each([
    [claims("holds"), "The claim holds."],
    [claims("holds", "holds"), "Of 2 claims, all hold."],
    [claims("holds", "does not hold", "holds"), "Of 3 claims, 2 hold and 1 does not hold."],
    [claims("failed", "not judged", "holds"), "Of 3 claims, 1 holds, 1 was not judged and 1 failed to run."],
  ])("%j: %s", (results, text) => expect(tally({ claims: results, isInterrupted: false })).toBe(text));

  it("count the claims of a paper that hold, those that were not run included", () => {
    expect(claimsThatHold(claims("holds", "does not hold"))).toBe("1 of 2 claims hold");
    expect(claimsThatHold(claims("holds", "failed"), 5)).toBe("1 of 5 claims hold");
    expect(claimsThatHold(claims("holds"))).toBe("1 of 1 claim holds");
  });
});
