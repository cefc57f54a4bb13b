import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RaceResult, RaceRun } from "@gradus/workbench";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { unreachable, violations } from "./accessibility.ts";
import { untilComplete } from "./pages.ts";
import { test } from "./studio.ts";

const gradus = fileURLToPath(new URL("../../cli/bin/gradus.js", import.meta.url));

const digits = "#/race?problem=mnist-mlp&m=sgd%3AlearningRate%3D0.1&m=adam&m=adabelief&steps=60&seeds=0";

/** The table that tells how the race ended. */
const results = (page: Page) =>
  page
    .getByRole("table")
    .filter({ has: page.getByRole("columnheader", { name: "ended by" }) })
    .first();
const run = (page: Page) => page.getByRole("button", { name: "Run the race" });

const command = (page: Page) => page.locator("pre", { hasText: /^npx gradus race/ });

/** Chooses from one of the long lists by searching it. */
async function pick(page: Page, group: "Problem" | "Methods", opener: string, name: string): Promise<void> {
  await page.getByRole("group", { name: group }).getByRole("button", { name: opener }).click();
  await page.getByRole("searchbox", { name: /^Search (problems|methods)/ }).fill(name);
  await page.getByRole("button", { name: new RegExp(`^${name} `) }).click();
}

async function untilEnded(page: Page): Promise<void> {
  await results(page).waitFor();
  await expect.poll(() => run(page).isEnabled()).toBe(true);
}

/** The table of results without what differs from one time to the next. */
async function figures(page: Page): Promise<string[][]> {
  const rows = await results(page).getByRole("row").all();
  const cells = await Promise.all(rows.map((row) => row.locator("th, td").allInnerTexts()));
  const time = cells[0]!.indexOf("time");
  expect(time).toBeGreaterThan(0);
  return cells.map((row) => row.filter((_, i) => i !== time));
}

/** What is downloaded of a race. */
async function downloaded(page: Page, kind: "JSON" | "CSV" | "SVG" | "PNG"): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: new RegExp(kind) }).click(),
  ]);
  return readFile((await download.path())!);
}

/** What a run came to, without its seconds. */
const course = ({ contender, seed, trace }: RaceRun) => ({
  contender,
  seed,
  rows: trace!.rows.map(({ seconds: _, ...row }) => row),
});

describe("three optimizers on the digits", () => {
  test("draw curves and end with the very losses that the same command has in Node", async ({ visit }) => {
    const { page, requests } = await visit(digits);
    await expect.poll(() => run(page).isEnabled()).toBe(true);
    await watchFrames(page);
    await run(page).click();
    await page.getByRole("img", { name: /adam/ }).waitFor();
    await untilEnded(page);
    const { rate, longest } = await seenFrames(page);
    console.info(`while the race ran: ${rate.toFixed(0)} frames a second, the longest took ${longest.toFixed(0)} ms`);

    const ended = (await figures(page)).slice(1);
    expect(ended.map(([contender]) => contender).sort()).toEqual(["adabelief", "adam", "sgd learningRate=0.1"]);
    for (const row of ended) expect(row).toEqual(expect.arrayContaining(["60", "budget"]));
    expect(await colours(page)).toBeGreaterThanOrEqual(2);
    const readout = page.getByRole("slider", { name: "Values along steps" });
    await readout.press("End");
    const read = await readout.getAttribute("aria-valuetext");
    for (const name of ["adabelief", "adam", "sgd learningRate=0.1"]) expect(read).toContain(name);
    expect(await violations(page)).toEqual([]);

    const here = JSON.parse((await downloaded(page, "JSON")).toString()).runs as RaceRun[];
    const there = await inNode((await command(page).innerText()).split(/\s+/).slice(2));
    expect(here.map(course)).toEqual(there.map(course));
    expect(here.every(({ trace }) => trace!.rows.length === 61)).toBe(true);
    // The data come from the worker, and are seen by the test as all requests are.
    expect(requests.some((url) => /mnist-train-images.*\.gz$/.test(url))).toBe(true);
  });
});

test("a race on the graphics device takes the same course as on the processor, but for rounding", async ({ visit }) => {
  // Not Adam: its first steps are as long for a gradient that is all rounding as for any other.
  const small = "#/race?problem=digits-mlp&m=sgd%3AlearningRate%3D0.1&steps=10&seeds=0";
  const objectives = async (address: string) => {
    const { page } = await visit(address);
    await expect.poll(() => run(page).isEnabled()).toBe(true);
    await run(page).click();
    await untilEnded(page);
    const { provenance, runs } = JSON.parse((await downloaded(page, "JSON")).toString()) as RaceResult;
    return { device: provenance.device, rows: runs[0]!.trace!.rows.map(({ objective }) => objective) };
  };
  const onProcessor = await objectives(small);
  const onGraphics = await objectives(`${small}&device=gpu`);
  expect(onGraphics.device).not.toBe(onProcessor.device);
  expect(onGraphics.rows.length).toBe(11);
  for (const [i, objective] of onGraphics.rows.entries()) expect(objective).toBeCloseTo(onProcessor.rows[i]!, 4);
});

/** Runs the command's words in Node. */
async function inNode(words: string[]): Promise<RaceRun[]> {
  const folder = await mkdtemp(join(tmpdir(), "gradus-race-"));
  try {
    const json = join(folder, "race.json");
    const asked = [gradus, ...words, "--json", json, "--traces", "--out", join(folder, "report")];
    await promisify(execFile)(process.execPath, asked);
    return JSON.parse(await readFile(json, "utf8")).runs;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Different colours on the charts' canvases that cover more than a few pixels and are no grey. */
const colours = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const counts = new Map<string, number>();
    for (const canvas of document.querySelectorAll("canvas")) {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue, alpha] = data.subarray(i, i + 4) as unknown as [number, number, number, number];
        if (alpha < 250 || Math.max(red, green, blue) - Math.min(red, green, blue) < 40) continue;
        const colour = `${red} ${green} ${blue}`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
    }
    return [...counts.values()].filter((count) => count > 100).length;
  });

async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    const note = (time: number) => {
      times.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.assign(window, { times });
  });
}

const seenFrames = (page: Page): Promise<{ rate: number; longest: number }> =>
  page.evaluate(() => {
    const { times } = window as unknown as { times: number[] };
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    return { rate: (1000 * gaps.length) / (times.at(-1)! - times[0]!), longest: Math.max(...gaps) };
  });

describe("a race on a small problem", () => {
  test("is set up by the form, and restored by its address with the same numbers", async ({ visit }) => {
    const { page } = await visit("#/race?problem=mnist-mlp&m=adam&m=sgd%3AlearningRate%3D0.001&steps=10&seeds=0");
    await pick(page, "Problem", "mnist-mlp", "rosenbrock");
    await page.getByRole("textbox", { name: "Budget of each run" }).fill("200");
    await page.getByRole("textbox", { name: "Seeds" }).fill("0, 3");
    await pick(page, "Methods", "Add a method", "lion");
    await run(page).click();
    await untilEnded(page);
    const first = await figures(page);
    expect(first.length).toBe(4);

    const { page: again } = await visit(new URL(page.url()).hash);
    await expect.poll(() => run(again).isEnabled()).toBe(true);
    expect(await again.getByRole("textbox", { name: "Seeds" }).inputValue()).toBe("0, 3");
    await run(again).click();
    await untilEnded(again);
    expect(await figures(again)).toEqual(first);
  });

  test("is handed out as CSV, SVG and PNG", async ({ visit }) => {
    const { page } = await visit("#/race?problem=rosenbrock&m=adam&m=sgd%3AlearningRate%3D0.001&steps=50&seeds=0,1");
    await run(page).click();
    await untilEnded(page);
    const [header, ...lines] = (await downloaded(page, "CSV")).toString().trim().split("\n");
    expect(header).toMatch(/^contender,seed,status,step,oracleCalls,seconds,objective/);
    expect(lines.length).toBe(2 * 2 * 51);
    const svg = (await downloaded(page, "SVG")).toString();
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    expect(svg).toContain("adam");
    expect([...(await downloaded(page, "PNG")).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  test("that diverges ends as diverged", async ({ visit }) => {
    const { page } = await visit("#/race?problem=rosenbrock&m=sgd%3AlearningRate%3D1&steps=500&seeds=0");
    await run(page).click();
    await untilEnded(page);
    expect((await figures(page))[1]!.join(" ")).toContain("diverged");
  });

  test("is cancelled, and keeps what it has", async ({ visit }) => {
    const { page } = await visit("#/race?problem=mnist-mlp&m=adam&m=sgd&steps=1000000&seeds=0");
    await run(page).click();
    await page
      .getByText(/step [1-9]/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await untilEnded(page);
    expect((await figures(page)).flat().join(" ")).toContain("interrupted");
    expect((await downloaded(page, "CSV")).toString().split("\n").length).toBeGreaterThan(2);
  });
});

test("instruments look at runs as the same command does, and draw what they see", async ({ visit }) => {
  const { page } = await visit("#/race?problem=student-teacher&m=sgd%3AlearningRate%3D0.1&m=adam&steps=20&seeds=0");
  await page.getByText("Instruments", { exact: true }).click();
  await page.getByRole("checkbox", { name: "edge-of-stability" }).check();
  await page.getByRole("checkbox", { name: "parameter-norm" }).check();
  await page.getByRole("textbox", { name: "Steps between two looks" }).fill("10");
  await page.getByRole("textbox", { name: "Steps between two looks" }).press("Enter");
  await expect.poll(() => page.url()).toContain("observe=edge-of-stability,parameter-norm&every=10");
  await run(page).click();
  await page.getByRole("img", { name: /edge ratio against steps/ }).waitFor();
  await untilEnded(page);
  expect(await page.getByRole("img", { name: /parameter norm against steps/ }).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  const here = JSON.parse((await downloaded(page, "JSON")).toString()).runs as RaceRun[];
  expect(here.map(({ trace }) => trace!.rows.filter(({ extra }) => "parameterNorm" in extra).length)).toEqual([3, 3]);
  const words = (await command(page).innerText()).split(/\s+/).slice(2);
  // But for the last digits: browsers and Node compute logarithms and hyperbolic functions differently there.
  const ratios = (runs: RaceRun[]) =>
    runs.flatMap(({ trace }) => trace!.rows.flatMap(({ extra }) => extra["edgeRatio"] ?? []));
  const [inPage, there] = [ratios(here), ratios(await inNode(words))];
  expect(inPage.length).toBe(5);
  for (const [i, ratio] of inPage.entries()) expect(ratio / there[i]!).toBeCloseTo(1, 8);
});

test("an instrument that cannot look at the problem says what it needs", async ({ visit }) => {
  const { page } = await visit("#/race?problem=rosenbrock&m=adam&steps=10&seeds=0&observe=metrics");
  await page.getByText("needs metrics, which this problem does not offer").waitFor();
  await expect.poll(() => run(page).isDisabled()).toBe(true);
  await page.getByRole("checkbox", { name: "metrics" }).uncheck();
  await expect.poll(() => run(page).isEnabled()).toBe(true);
});

test("methods that need what the problem lacks cannot be chosen, and say what is missing", async ({ visit }) => {
  const { page } = await visit("#/race?problem=ring-of-gaussians&m=adam&steps=10&seeds=0");
  // The one that the address brings says so at once.
  await page
    .getByRole("group", { name: "Methods" })
    .getByText(/needs .*loss/)
    .waitFor();
  expect(await run(page).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Add a method" }).click();
  const lion = page.getByRole("button", { name: /^lion/ });
  expect(await lion.innerText()).toMatch(/needs .*loss/);
  expect(await lion.isDisabled()).toBe(true);
});

test("an address that is damaged says what is wrong and keeps the rest", async ({ visit }) => {
  const { page } = await visit("#/race?problem=rosenbrock&m=adam&steps=-3&seeds=0,0");
  await page.getByText(/'-3' steps/).waitFor();
  await page.getByText(/seeds '0,0'/).waitFor();
  await untilComplete(page);
  await page.getByRole("group", { name: "Problem" }).getByRole("button", { name: "rosenbrock" }).waitFor();
  expect(await unreachable(page)).toEqual([]);
});
