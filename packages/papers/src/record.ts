import type { Claim } from "./claim.ts";
import type { Figure, Outcome } from "./criterion.ts";
import type { Paper } from "./paper.ts";

/** The last verdict on a claim's quick experiment, as JSON. Its texts are those of the claim as it was run. */
export type ClaimRecord = {
  id: string;
  says: string;
  setup: string;
  verdict: "holds" | "does not hold";
  outcomes: Outcome[];
  remarks: Figure[];
  trials: { name: string; seconds: number }[];
  trialsPlanned: number;
  /** The trials' seconds, added up. */
  seconds: number;
};

/** The last verdicts on a paper's claims, with what they depend on. */
export type PaperRecord = {
  paper: string;
  /** "YYYY-MM-DD" */
  date: string;
  provenance: { gradus: string; engine: string; node: string; cores: number };
  claims: ClaimRecord[];
};

/** Of what `gradus reproduce --json` writes, the part that is recorded. */
export type ReproductionFile = {
  kind: "reproduction";
  scale: string;
  started: string;
  isInterrupted: boolean;
  provenance: PaperRecord["provenance"];
  claims: (Omit<ClaimRecord, "verdict"> & { paper: { id: string }; verdict: string; note: string | null })[];
};

/**
 * Records of the papers in a reproduction.
 * @throws {RangeError} where it is not a complete quick reproduction of these papers as they stand.
 */
export function recordsOf(file: ReproductionFile, papers: Paper[]): PaperRecord[] {
  if (file.kind !== "reproduction") throw new RangeError("this file is not a reproduction");
  if (file.scale !== "quick")
    throw new RangeError(`verdicts on record are those of quick experiments, not ${file.scale}`);
  if (file.isInterrupted) throw new RangeError("the reproduction was interrupted");
  const { gradus, engine, node, cores } = file.provenance;
  return [...new Set(file.claims.map((claim) => claim.paper.id))].map((id) => {
    const paper = papers.find((other) => other.id === id);
    if (paper === undefined) throw new RangeError(`there is no paper '${id}'`);
    const claims = file.claims.filter((claim) => claim.paper.id === id).map(recordOf);
    const record = { paper: id, date: file.started.slice(0, 10), provenance: { gradus, engine, node, cores }, claims };
    const [first] = differences(record, paper);
    if (first !== undefined) throw new RangeError(`${id}: ${first}`);
    return record;
  });
}

function recordOf({ note, verdict, ...claim }: ReproductionFile["claims"][number]): ClaimRecord {
  if (verdict !== "holds" && verdict !== "does not hold") throw new RangeError(`claim '${claim.id}' is ${verdict}`);
  if (note !== null) throw new RangeError(`claim '${claim.id}' was not run as it stands: ${note}`);
  const { id, says, setup, outcomes, remarks, trialsPlanned } = claim;
  const trials = claim.trials.map(({ name, seconds }) => ({ name, seconds: rounded(seconds) }));
  return { id, says, setup, verdict, outcomes, remarks, trials, trialsPlanned, seconds: rounded(claim.seconds) };
}

const rounded = (seconds: number) => Number(seconds.toPrecision(3));

/** In what a record differs from the paper as it stands, a line for each claim and text; none if it is up to date. */
export function differences({ claims: records }: PaperRecord, { claims }: Paper): string[] {
  const names = (list: { id: string }[]) => list.map(({ id }) => id).join(", ");
  if (names(records) !== names(claims)) return [`its claims are ${names(claims)}; on record are ${names(records)}`];
  return claims.flatMap((claim, i) => {
    const now = textsOf(claim);
    const then = textsOfRecord(records[i]!);
    return Object.keys({ ...now, ...then })
      .filter((part) => now[part] !== then[part])
      .map((part) => `claim '${claim.id}', ${part}: now '${now[part]}', on record '${then[part]}'`);
  });
}

type Texts = Record<string, string>;

/** Everything in a claim's quick experiment that can be read, by where it stands. */
function textsOf({ says, quick }: Claim): Texts {
  return texts(says, quick.setup, quick.trials, [
    ...quick.criteria.map(({ measures, statistic, holds }) => [measures, statistic.kind, holds.text]),
    ...(quick.remarks ?? []).map(({ measures, statistic }) => [measures, statistic.kind]),
  ]);
}

function textsOfRecord({ says, setup, trials, outcomes, remarks }: ClaimRecord): Texts {
  return texts(says, setup, trials, [
    ...outcomes.map(({ measures, kind, required }) => [measures, kind, required]),
    ...remarks.map(({ measures, kind }) => [measures, kind]),
  ]);
}

const texts = (says: string, setup: string, trials: { name: string }[], figures: string[][]): Texts => ({
  says,
  "set-up": setup,
  trials: trials.map(({ name }) => name).join(", "),
  ...Object.fromEntries(figures.map((parts, i) => [`figure ${i + 1}`, parts.join("; ")])),
});
