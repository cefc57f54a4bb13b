import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseResult, type SweepResult } from "@gradus/workbench";
import { afterAll, describe, expect, it, vi } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { memoryTerminal } from "../fixtures/memory-terminal.ts";
import { ownSweep } from "../fixtures/own-sweep.ts";

/* The command as a process that is ended half-way. Each test starts Node, so there are few. */

vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), "gradus-sweep-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bin = new URL("../../bin/gradus.js", import.meta.url).pathname;

const resultIn = (out: string): SweepResult =>
  parseResult(readFileSync(join(out, "sweep.json"), "utf8")) as SweepResult;

/** Starts the command in a process of its own and ends it as soon as so many cells were asked for. */
function endedBy(signal: NodeJS.Signals, args: string[], isTime: () => boolean) {
  const child = spawn(process.execPath, [bin, "sweep", ...args], { cwd: folder });
  let out = "";
  child.stdout.on("data", (data) => {
    out += data;
  });
  const watch = setInterval(() => {
    if (!isTime()) return;
    clearInterval(watch);
    child.kill(signal);
  }, 5);
  return new Promise<{ code: number | null; out: string }>((resolve) =>
    child.on("close", (code) => {
      clearInterval(watch);
      resolve({ code, out });
    }),
  );
}

const linesIn = (path: string) => (existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0);
const slow = "await new Promise((resolve) => setTimeout(resolve, 60)); return { loss: width + seed };";

describe("a sweep that ends half-way", () => {
  it("goes on after SIGKILL without measuring a finished cell again, though its last line was cut", async () => {
    const { path, out, asked } = ownSweep(folder, "killed", slow);
    const cellsPath = join(out, "cells.jsonl");
    await endedBy("SIGKILL", [path, "--out", out, "--jobs", "2"], () => linesIn(cellsPath) >= 5);
    const kept = readFileSync(cellsPath, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { setting: { width: number; noise: number }; seed: number });
    expect(kept.length).toBeGreaterThanOrEqual(5);
    expect(kept.length).toBeLessThan(12);
    appendFileSync(cellsPath, '{"setting":{"width":1,"noi');
    const before = asked().length;

    const code = await runCommandLine(["sweep", "--resume", out], memoryTerminal());
    expect(code).toBe(0);
    const again = asked().slice(before);
    expect(again).toHaveLength(12 - kept.length);
    for (const { setting, seed } of kept) expect(again).not.toContain(`${setting.width} ${setting.noise} ${seed}`);
    expect(resultIn(out).cells).toHaveLength(12);
    expect(linesIn(cellsPath)).toBe(12);
  });

  it("leaves a report of what is finished after Ctrl-C, and says how to go on", async () => {
    const { path, out } = ownSweep(folder, "cut", slow);
    const { code, out: text } = await endedBy("SIGINT", [path, "--out", out, "--jobs", "2"], () => {
      return linesIn(join(out, "cells.jsonl")) >= 4;
    });
    expect(code).toBe(130);
    expect(text).toContain("Interrupted after ");
    expect(text).toContain(`go on with: gradus sweep --resume ${out}`);
    const { cells, isInterrupted } = resultIn(out);
    expect(isInterrupted).toBe(true);
    expect(existsSync(join(out, "index.html"))).toBe(true);
    expect(cells.length).toBe(linesIn(join(out, "cells.jsonl")));
    expect(cells.length).toBeLessThan(12);
  });
});
