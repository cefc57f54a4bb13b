import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseResult, type SweepResult } from "@gradus/workbench";
import { parse } from "parse5";
import { afterAll, describe, expect, it, vi } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { memoryTerminal } from "../fixtures/memory-terminal.ts";
import { ownSweep } from "../fixtures/own-sweep.ts";

vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), "gradus-sweep-"));
afterAll(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => join(folder, name);

async function sweep(...args: string[]) {
  const terminal = memoryTerminal();
  const code = await runCommandLine(["sweep", ...args], terminal);
  return { code, ...terminal.written() };
}

const resultIn = (name: string): SweepResult =>
  parseResult(readFileSync(inFolder(`${name}/sweep.json`), "utf8")) as SweepResult;

describe("wrong usage", () => {
  it.each([
    [[], "sweep needs a problem (gradus list problems) or a file with a plan"],
    [["sphere"], "sweep needs methods: -m adam,sgd, or a file that exports plan and measure"],
    [["sphere", "-m", "adam"], "sweep needs an axis: --over learningRate=0.001..1x4, or several methods"],
    [["sphere", "-m", "adam", "--over", "learningRate"], "'learningRate' is no axis: expected option=value,value"],
    [
      ["sphere", "-m", "adam", "--over", "learningRat=1"],
      "adam: unknown option 'learningRat': did you mean 'learningRate'?",
    ],
    [["sphere", "-m", "adam", "--over", "beta1=0.5,1.5"], "adam: beta1 must be in [0, 1), got 1.5"],
    [["sphere", "-m", "adam", "--over", "beta1=0.5,0.5"], "sweep: beta1 must have different values, got 0.5 twice"],
    [
      ["sphere", "-m", "adam", "--over", "beta1=0.5", "--steps", "5", "--calls", "5"],
      "give one budget, not --steps and --calls",
    ],
    [["sphere", "-m", "adam", "--over", "beta1=0.5,0.6", "--x", "beta"], "unknown axis 'beta': did you mean 'beta1'?"],
    [
      ["sphere", "-m", "adam", "--over", "beta1=0.5", "--measure", "stepsToTarget"],
      "--measure stepsToTarget needs --target, which the objective is to come down to",
    ],
    [["--resume", "/no/such/folder"], "there is no sweep to go on with: '/no/such/folder/sweep.json' cannot be read"],
    [["/no/such/file.ts"], "there is no file '/no/such/file.ts'"],
    [["my.ts", "--steps", "5"], "--steps is for methods by name (-m): a file's own plan and measure say what is swept"],
  ])("%j is answered with one line and code 2", async (args, line) => {
    const { code, out, err } = await sweep(...args, ...(args.includes("--resume") ? [] : ["--out", inFolder("wrong")]));
    expect({ code, out, err: err.split("\n").at(-2) }).toEqual({ code: 2, out: "", err: `gradus: ${line}` });
    expect(existsSync(inFolder("wrong"))).toBe(false);
  });

  it("says what is wrong with a file", async () => {
    const path = inFolder("lacking.mjs");
    writeFileSync(path, "export const measure = () => ({});");
    const { code, err } = await sweep(path, "--out", inFolder("lacking"));
    expect(err).toContain("lacking.mjs exports no plan: export const plan = { axes: ");
    expect(code).toBe(2);
  });
});

describe("a sweep by names", () => {
  it("runs every setting, ranks them and writes a table, a report, JSON and a chart", async () => {
    const [out, json, svg] = [inFolder("named"), inFolder("named.json"), inFolder("named.svg")];
    const args = ["sphere", "-m", "sgd", "--over", "learningRate=0.05,0.25", "--over", "problem.dimension=2,3"];
    const { code, out: text } = await sweep(
      ...args,
      ...["--steps", "20", "--seeds", "0,1", "--jobs", "1", "--out", out, "--json", json, "--svg", svg],
    );
    expect(code).toBe(0);
    expect(text).toMatch(/problem\.dimension \\ learningRate +0\.05 +0\.25\n3 .*\n2 /);
    expect(text).toContain("The lowest median of objective is ");
    const { cells, source, plan } = JSON.parse(readFileSync(json, "utf8")) as SweepResult;
    expect(source).toMatchObject({ kind: "named", budget: { steps: 20 } });
    expect(plan.axes).toEqual({ learningRate: [0.05, 0.25], "problem.dimension": [2, 3] });
    expect(cells.map(({ status, values }) => [status, values["steps"]])).toEqual(Array(8).fill(["done", 20]));
    // Each step multiplies x by 1 − 2α: more so at 0.25 than at 0.05.
    expect(cells[4]!.values["objective"]).toBeLessThan(cells[0]!.values["objective"]!);
    const errors: string[] = [];
    parse(readFileSync(join(out, "index.html"), "utf8"), { onParseError: ({ code }) => errors.push(code) });
    expect(errors).toEqual([]);
    expect(readFileSync(svg, "utf8")).toContain("learningRate");
  });

  it("tells of cells that diverge in table and exit code, and how long others took to a target", async () => {
    const out = inFolder("diverging");
    const args = ["rosenbrock", "-m", "sgd,adam", "--over", "learningRate=0.001,50", "--steps", "300", "--seeds", "0"];
    const { code, out: text } = await sweep(
      ...args,
      "--target",
      "10",
      "--measure",
      "objective,stepsToTarget",
      "--out",
      out,
    );
    expect(code).toBe(1);
    expect(text).toMatch(/^50 +diverged/m);
    expect(text).toContain("1 of 4 cells diverged");
    const diverged = resultIn("diverging").cells.filter(({ status }) => status === "diverged");
    expect(diverged.map(({ setting }) => setting)).toEqual([{ method: "sgd", learningRate: 50 }]);
    expect(resultIn("diverging").cells[0]!.values["stepsToTarget"]).toBeGreaterThan(0);
  });

  it("keeps what was measured where a value to be drawn does not exist, and draws another", async () => {
    const out = inFolder("misnamed");
    const args = ["sphere", "-m", "sgd", "--over", "learningRate=0.1,0.2", "--steps", "3", "--jobs", "1", "--out", out];
    const { code, err } = await sweep(...args, "--measure", "objectiv");
    expect(code).toBe(2);
    expect(err).toContain("unknown measure 'objectiv': did you mean 'objective'?");
    const again = await sweep(...args);
    expect(again.code).toBe(2);
    expect(again.err).toMatch(/holds a sweep of which \d of 6 cells are done: gradus sweep --resume/);
    expect((await sweep("--resume", out, "--measure", "steps")).out).toContain("sphere in 2 dimensions: steps");
  });
});

describe("a sweep of one's own", () => {
  it("measures each cell once; what diverges or throws is a result", async () => {
    const { path, out, asked } = ownSweep(
      folder,
      "results",
      `if (width === 3 && seed === 1) throw new RangeError("too wide");
       if (width === 2 && noise === 1 && seed === 0) process.exit(3);
       return { loss: noise === 1 ? NaN : width + seed };`,
    );
    const { code, out: text, err } = await sweep(path, "--out", out, "--jobs", "2");
    expect(code).toBe(1);
    expect(asked()).toHaveLength(12);
    const { cells } = resultIn("results/report");
    expect(cells.map(({ status }) => status).join(" ")).toBe(
      "done done diverged diverged done done failed diverged done failed diverged failed",
    );
    expect(cells.flatMap(({ error }) => error ?? [])).toEqual(["the worker ended with code 3", "too wide", "too wide"]);
    expect(text).toContain("4 of 12 cells diverged; 3 failed: ");
    expect(err).toContain("too wide");
    expect(err).toContain("12 of 12 cells, 4 diverged, 3 failed\n");

    // Failed cells are results: they alone are measured again, where that is asked for.
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(/^ *if .*$/gm, ""));
    expect((await sweep("--resume", out, "--retry-failed")).code).toBe(1);
    expect(asked()).toHaveLength(15);
    expect(resultIn("results/report").cells.every(({ status }) => status !== "failed")).toBe(true);
  });

  it("a plan that has grown is gone on with", async () => {
    const { path, out, asked } = ownSweep(folder, "grown", "return { loss: width };");
    await sweep(path, "--out", out);
    writeFileSync(path, readFileSync(path, "utf8").replace("[1, 2, 3]", "[1, 2, 3, 4]"));
    const { code } = await sweep("--resume", out);
    expect(code).toBe(0);
    expect(asked()).toHaveLength(16);
    expect(resultIn("grown/report").cells).toHaveLength(16);
  });
});
