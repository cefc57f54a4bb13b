import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RaceResult, Reproduction } from "@gradus/workbench";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "./command-line.ts";
import { memoryTerminal } from "./fixtures/memory-terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "gradus-"));
afterAll(() => rmSync(folder, { recursive: true }));

const toyPapers = new URL("./fixtures/toy-papers.ts", import.meta.url).pathname;
const toyProblem = new URL("./fixtures/toy-problem.ts", import.meta.url).pathname;

async function gradus(...args: string[]) {
  const terminal = memoryTerminal();
  const code = await runCommandLine(args, terminal);
  return { code, ...terminal.written() };
}

const readJson = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), "utf8")) as T;

describe("wrong usage", () => {
  it.each([
    [["rase"], "gradus: unknown command 'rase': did you mean 'race'?"],
    [["reproduce", "steps", "--sedes", "1"], "gradus: unknown option '--sedes': did you mean '--seeds'?"],
    [["list", "paper"], "gradus: unknown list 'paper': did you mean 'papers'?"],
    [["show", "step", "--papers", toyPapers], "gradus: unknown paper 'step': did you mean 'steps'?"],
    [
      ["reproduce", "steps", "--papers", toyPapers, "--claim", "fast"],
      "gradus: unknown claim 'fast': did you mean 'faster'?",
    ],
    [["race", "sphere", "-m", "adabelif"], "gradus: unknown method 'adabelif': did you mean 'adabelief'?"],
    [["race", "sphere", "-m", "adam:beta1=2"], "gradus: adam: beta1 must be in [0, 1), got 2"],
    [["race", "sphere", "-m", "adam,adam"], "gradus: adam is given twice"],
    [
      ["race", "sphere", "-m", "adam", "--observe", "sharpnes"],
      "gradus: unknown instrument 'sharpnes': did you mean 'sharpness'?",
    ],
    [
      ["race", "sphere", "-m", "adam", "--every", "5"],
      "gradus: --every needs something to look at: --observe sharpness",
    ],
    [["race", "sphere"], "gradus: race needs methods: -m adam,sgd"],
    [
      ["race", "sphere", "-m", "adam", "--steps", "5", "--calls", "5"],
      "gradus: give one budget, not --steps and --calls",
    ],
    [
      ["race", "--resume", "/no/such/folder"],
      "gradus: there is no race to go on with: '/no/such/folder/race.json' cannot be read",
    ],
    [["show", "steps", "--papers", "/no/such/file.ts"], "gradus: there is no file '/no/such/file.ts'"],
  ])("%j is answered with one line and code 2", async (args, line) => {
    const { code, out, err } = await gradus(...args);
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: `${line}\n` });
  });

  it("names a malformed value and what is allowed", async () => {
    for (const args of [
      ["reproduce", "steps", "--jobs", "0"],
      ["race", "sphere", "--seconds", "x"],
      ["race", "sphere", "--seeds", "1,1"],
      ["studio", "--port", "65536"],
    ]) {
      const { code, err } = await gradus(...args);
      expect(code).toBe(2);
      expect(err).toMatch(/^gradus: option '--(jobs|seconds|seeds|port) <.*' argument '.*' is invalid\. .*\.\n$/);
    }
  });
});

describe("help", () => {
  it("says how methods are written, what the default budget is, and what exit codes mean", async () => {
    const { code, out } = await gradus("race", "--help");
    expect(code).toBe(0);
    expect(out).toContain("name:option=value");
    expect(out).toContain("1,000 oracle calls");
    expect((await gradus("--help")).out).toContain("130 interrupted");
  });

  it("is the answer to a call without a command", async () => {
    const { code, err } = await gradus();
    expect(code).toBe(2);
    expect(err).toMatch(/^Usage: gradus/);
  });
});

describe("list and show", () => {
  it("list what commands take", async () => {
    const { out } = await gradus("list", "--papers", toyPapers);
    for (const name of ["steps", "adabelief", "rosenbrock"]) expect(out).toMatch(new RegExp(`^${name} `, "m"));
    const papers = JSON.parse((await gradus("list", "papers", "--json", "--papers", toyPapers)).out);
    expect(papers.map(({ name }: { name: string }) => name)).toEqual(["steps", "troubled"]);
  });

  it("shows a paper by name or number: equations, defaults, example, criteria, findings", async () => {
    const { out } = await gradus("show", "steps", "--papers", toyPapers);
    for (const part of [
      "x ← x − α f′(x)",
      "0.3 (section 2)",
      'import { sgd } from "gradus"',
      "≥ 100",
      "not sharp",
      "The start of the runs.",
    ]) {
      expect(out).toContain(part);
    }
    expect((await gradus("show", "1", "--papers", toyPapers)).out).toBe(out);
  });

  it("tells of a paper whose method is not there yet what is known, and that it cannot be run", async () => {
    const papers = JSON.parse((await gradus("list", "papers", "--json")).out) as { name: string; canBeRun: boolean }[];
    expect(papers.length).toBe(25);
    const toCome = papers.find(({ canBeRun }) => !canBeRun)!.name;
    const { code, out } = await gradus("show", toCome);
    expect(code).toBe(0);
    expect(out).toContain("Its method is not there yet");
    expect(out).not.toContain("gradus reproduce");
    const refused = await gradus("reproduce", toCome);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(`the method of paper '${toCome}' is not there yet`);
  });

  it("hands a paper out as an entry of a bibliography, and as JSON", async () => {
    expect((await gradus("show", "adabelief", "--bibtex")).out).toMatch(/^@inproceedings\{zhuang2020adabelief,\n/);
    const shown = JSON.parse((await gradus("show", "adabelief", "--json")).out);
    expect(shown).toMatchObject({ id: "adabelief", number: 13, claims: [{ id: "toy-functions" }, {}, {}, {}] });
    expect((await gradus("show", "adabelief", "--json", "--bibtex")).code).toBe(2);
  });
});

describe("reproduce", () => {
  const reproduce = async (jobs: number) => {
    const json = `jobs-${jobs}.json`;
    const args = ["--papers", toyPapers, "--jobs", String(jobs), "--out", join(folder, `jobs-${jobs}`), "--traces"];
    const run = await gradus(
      "reproduce",
      "all",
      ...args,
      "--claim",
      "faster,stable,small,throws,exits",
      "--json",
      join(folder, json),
    );
    return { ...run, result: readJson<Reproduction>(json) };
  };

  it("judges claims, goes on after one that fails, and gives the same results whatever the number of jobs", async () => {
    const [one, two] = [await reproduce(1), await reproduce(2)];
    expect(one.code).toBe(1);
    expect(one.result.claims.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["faster", "holds"],
      ["stable", "holds"],
      ["small", "does not hold"],
      ["throws", "failed"],
      ["exits", "failed"],
    ]);
    const timeless = ({ claims }: Reproduction) =>
      JSON.parse(JSON.stringify(claims, (key, value) => (key === "seconds" || key === "stack" ? undefined : value)));
    expect(timeless(two.result)).toEqual(timeless(one.result));
    expect(one.out).toMatch(/steps\/small .*0\.9700 .*≤ 0\.8 .*✗ does not hold/);
    expect(one.out).toContain("no such number");
    expect(one.err).toContain("steps/faster: 3 trials\n");
  });

  it("takes other seeds, and says so", async () => {
    const json = join(folder, "seeds.json");
    const args = [
      "--papers",
      toyPapers,
      "--claim",
      "faster,small",
      "--seeds",
      "7,8",
      "--json",
      json,
      "--out",
      join(folder, "seeds"),
    ];
    await gradus("reproduce", "steps", ...args);
    const [faster, small] = readJson<Reproduction>("seeds.json").claims;
    expect(faster!.trials.map(({ seed }) => seed)).toEqual([7, 8]);
    expect(faster!.note).toContain("7, 8");
    expect(faster!.traces).toBeUndefined();
    expect(small!.trials.map(({ name }) => name)).toEqual(["one"]);
    expect(small!.note).toContain("do not apply");
  });

  it("ends with 0 where all that was asked for holds", async () => {
    const { code } = await gradus(
      "reproduce",
      "steps",
      "--papers",
      toyPapers,
      "--claim",
      "faster",
      "--out",
      join(folder, "one"),
    );
    expect(code).toBe(0);
  });
});

describe("race", () => {
  const race = (...args: string[]) =>
    gradus("race", ...args, "--out", join(folder, "race"), "--json", join(folder, "race.json"));

  it("ranks contenders by their objective at the same budget", async () => {
    const { code, out } = await race(
      toyProblem,
      "-m",
      "sgd:learningRate=0.01,sgd:learningRate=0.2",
      "--calls",
      "30",
      "--seeds",
      "0,1",
    );
    expect(code).toBe(0);
    const [better, worse] = ["sgd learningRate=0.2", "sgd learningRate=0.01"].map((name) => out.indexOf(name));
    expect(better).toBeLessThan(worse!);
    const { runs, plan } = readJson<RaceResult>("race.json");
    expect(plan.budget).toEqual({ calls: 30 });
    expect(runs.map(({ seed }) => seed)).toEqual([0, 0, 1, 1]);
    expect(out).toContain("distance");
  });

  it("ends with 1 if a run diverges, and says which", async () => {
    const { code, out } = await race(
      toyProblem,
      "-m",
      "sgd:learningRate=9,sgd:learningRate=0.2",
      "--steps",
      "400",
      "--seeds",
      "0",
    );
    expect(code).toBe(1);
    expect(out).toMatch(/sgd learningRate=9 .*∞ .*diverged/);
  });

  it("looks at runs with instruments: rows of the JSON and charts of the report, and the same steps", async () => {
    const methods = ["-m", "sgd:learningRate=0.1,adam"];
    const rest = ["--steps", "12", "--seeds", "0", "--traces"];
    await race(toyProblem, ...methods, ...rest);
    const objectives = ({ runs }: RaceResult) => runs.map(({ trace }) => trace!.rows.map(({ objective }) => objective));
    const bare = objectives(readJson<RaceResult>("race.json"));
    const looks = ["--observe", "sharpness,edge-of-stability", "--observe", "metrics", "--every", "5"];
    const { code } = await race(toyProblem, ...methods, ...rest, ...looks);
    expect(code).toBe(0);
    const result = readJson<RaceResult>("race.json");
    expect(objectives(result)).toEqual(bare);
    expect(result.plan.observing).toEqual({ instruments: ["sharpness", "edge-of-stability", "metrics"], every: 5 });
    const [own, other] = result.runs;
    const seen = own!.trace!.rows.filter(({ extra }) => "sharpness" in extra).map(({ step }) => step);
    expect(seen).toEqual([0, 5, 10]);
    // The sphere's Hessian is 2: the edge of a learning rate of 0.1 is 20.
    expect(own!.trace!.rows[5]!.extra).toMatchObject({
      edgeRatio: expect.closeTo(0.1, 5),
      distance: expect.anything(),
    });
    expect(other!.trace!.rows[5]!.extra).toHaveProperty("preconditionedSharpness");
    expect(own!.metrics).toEqual(["distance"]);
    const report = readFileSync(join(folder, "race", "index.html"), "utf8");
    for (const part of ["What the instruments saw", "edge ratio against steps", "distance against steps"]) {
      expect(report).toContain(part);
    }
  });

  it("says which instrument cannot look at a problem", async () => {
    const path = join(folder, "hole.mjs");
    writeFileSync(path, "export const dimension = 1; export default ([x]) => x * x;");
    const { code, err } = await race(path, "-m", "nelder-mead", "--observe", "sharpness");
    expect(err).toMatch(/^gradus: sharpness needs 'loss', which .* does not offer\n$/);
    expect(code).toBe(2);
  });

  it("chooses a budget where none is given, and says so", async () => {
    const { err } = await race(toyProblem, "-m", "sgd:learningRate=0.2", "--seeds", "0");
    expect(err).toContain("no budget was given: 1,000 oracle calls each");
  });

  it("names method, problem and what is missing where they do not fit", async () => {
    const path = join(folder, "black-box.mjs");
    writeFileSync(
      path,
      'export default { name: "box", dimension: 1, evaluate: (points) => points.map(([x]) => x * x) };',
    );
    const { code, err } = await race(path, "-m", "sgd");
    expect(code).toBe(2);
    expect(err).toMatch(/^gradus: sgd needs 'initial', which box does not offer \(it offers dimension, evaluate\)\n$/);
  });

  it("takes a plain function of a point from a file", async () => {
    const path = join(folder, "valley.ts");
    writeFileSync(
      path,
      `export const dimension = 2;
export const domain = { lower: -2, upper: 2 };
export default function valley([x, y]: number[]): number {
  return (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
}
`,
    );
    const { code, out } = await race(path, "-m", "nelder-mead,differential-evolution", "--evaluations", "2000");
    expect(out).toMatch(/^valley: 2,000 evaluations each/);
    expect(code).toBe(0);
  });

  it.each([
    [
      "export default ([x]) => x * x;",
      "a function of a point needs its number of coordinates beside it: export const dimension = 2",
    ],
    ["export const dimension = 0; export default ([x]) => x * x;", "dimension must be a whole number ≥ 1, got 0"],
    [
      "export const dimension = 2; export default (x, y) => x * y;",
      "the function must take a point as one argument, a list of coordinates, got 2 parameters",
    ],
  ])("says what a function's file lacks: %s", async (text, message) => {
    const path = join(folder, `lacking-${text.length}.mjs`);
    writeFileSync(path, text);
    const { code, err } = await race(path, "-m", "nelder-mead");
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it("says what is wrong with a problem's file", async () => {
    const path = join(folder, "nothing.mjs");
    writeFileSync(path, "export const problem = {};");
    expect((await race(path, "-m", "sgd")).err).toBe(
      `gradus: ${path} has no problem as default export: export default { … }, or a function of a point with its dimension\n`,
    );
    expect((await race(`${folder}/none.mjs`, "-m", "sgd")).err).toBe(`gradus: there is no file '${folder}/none.mjs'\n`);
  });
});
