import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RaceResult, Reproduction } from "@gradus/workbench";
import { decodeCheckpoint, type TraceRow } from "gradus";
import { parse } from "parse5";
import { afterAll, describe, expect, it, vi } from "vitest";

/* The command as a process: what a pipe and Ctrl-C see. Each test starts Node, so there are few. */

vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), "gradus-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bin = new URL("../bin/gradus.js", import.meta.url).pathname;
const toyPapers = new URL("./fixtures/toy-papers.ts", import.meta.url).pathname;
const slowProblem = new URL("./fixtures/slow-problem.ts", import.meta.url).pathname;

type Ended = { code: number | null; out: string; err: string };

/** Starts the command; SIGINT is sent as soon as stderr matches `interruptAt`. */
function gradus(args: string[], interruptAt?: RegExp, env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: { ...process.env, ...env } });
  const texts = { out: "", err: "" };
  let isSent = false;
  child.stdout.on("data", (data) => {
    texts.out += data;
  });
  child.stderr.on("data", (data) => {
    texts.err += data;
    if (isSent || !interruptAt?.test(texts.err)) return;
    isSent = true;
    child.kill("SIGINT");
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...texts })));
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(folder, path), "utf8")) as T;

function expectWholePage(path: string) {
  const errors: string[] = [];
  parse(readFileSync(join(folder, path), "utf8"), { onParseError: ({ code }) => errors.push(code) });
  expect(errors).toEqual([]);
}

describe("in a pipe", () => {
  it("writes no escape codes, not even in CI, and results alone to stdout", async () => {
    const args = ["reproduce", "steps", "--papers", toyPapers, "--claim", "small", "--out", "piped"];
    const { code, out, err } = await gradus(args, undefined, { CI: "1" });
    expect(code).toBe(1);
    expect(out + err).not.toContain("\u001b");
    expect(out).toMatch(/^claim .*\nsteps\/small /);
    expect(out).toContain("report: piped/index.html");
    expect(err).toBe(
      "steps/small: 1 trial\nsteps/small: ✗ does not hold, 1 ms\n".replace(
        "1 ms",
        err.match(/\d+ m?s\n$/)?.[0].trim() ?? "",
      ),
    );
  });
});

describe("Ctrl-C", () => {
  it("leaves a whole report, JSON and checkpoints of what was under way, and code 130", async () => {
    const args = [
      "reproduce",
      "troubled",
      "--papers",
      toyPapers,
      "--claim",
      "slow",
      "--jobs",
      "2",
      "--out",
      "cut",
      "--json",
      "cut.json",
    ];
    const { code, out } = await gradus(args, /step 40/);
    expect(code).toBe(130);
    expect(out).toContain("not judged");
    const { isInterrupted, claims } = readJson<Reproduction>("cut.json");
    expect(isInterrupted).toBe(true);
    expect(claims[0]!.verdict).toBe("not judged");
    expectWholePage("cut/index.html");
    const checkpoints = readdirSync(join(folder, "cut/checkpoints"));
    // One for each run under way: the second worker may not have begun its own yet.
    expect([1, 2]).toContain(checkpoints.length);
    for (const name of checkpoints) {
      const bytes = new Uint8Array(readFileSync(join(folder, "cut/checkpoints", name)));
      const { state, rows } = decodeCheckpoint<{ step: number }>(bytes);
      expect(state.step).toBe(rows.at(-1)!.step);
      expect(state.step).toBeGreaterThan(0);
    }
  });

  it("can be undone: a race that is gone on with is the race that was not interrupted", async () => {
    const args = [
      "race",
      slowProblem,
      "-m",
      "adam:learningRate=0.1,sgd:learningRate=0.001",
      "--steps",
      "120",
      "--seeds",
      "3",
    ];
    const whole = await gradus([...args, "--out", "whole"]);
    expect(whole.code).toBe(0);
    const cut = await gradus([...args, "--out", "half"], /batch 40[\s\S]*batch 40/);
    expect(cut.code).toBe(130);
    expect(cut.out).toContain("go on with: gradus race --resume half");
    expectWholePage("half/index.html");
    const [, second] = readJson<RaceResult>("half/race.json").runs;
    expect(second!.state).toBe("interrupted");
    expect(existsSync(join(folder, "half", second!.checkpoint!))).toBe(true);

    const resumed = await gradus(["race", "--resume", "half"]);
    expect(resumed.code).toBe(0);
    const rowsOf = (path: string) =>
      readJson<RaceResult>(path).runs.map(({ trace }) => trace!.rows.map(({ seconds: _, ...row }: TraceRow) => row));
    expect(rowsOf("half/race.json")).toEqual(rowsOf("whole/race.json"));
  });
});
