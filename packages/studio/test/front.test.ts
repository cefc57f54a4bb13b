import { gzipSync } from "node:zlib";
import { catalogue } from "@gradus/papers/catalogue";
import type { Page, Response } from "playwright-core";
import { describe, expect } from "vitest";
import { untilComplete } from "./pages.ts";
import { test } from "./studio.ts";

const entries = (page: Page) => page.getByRole("article");
const searchField = (page: Page) => page.getByRole("searchbox", { name: "Search the papers" });
const titles = (page: Page) => entries(page).getByRole("heading").allInnerTexts();

describe("the feed", () => {
  test("lists all papers, the newest first", async ({ visit }) => {
    const { page } = await visit();
    await expect.poll(() => entries(page).count()).toBe(25);
    const dates = (await titles(page)).map((title) => catalogue.find((paper) => paper.title === title)?.date);
    expect(dates).toEqual(dates.toSorted().reverse());
  });

  test("says of a paper whose method is not there that it is not", async ({ visit }) => {
    const { page } = await visit();
    await expect.poll(() => entries(page).count()).toBe(25);
    const later = entries(page).filter({ hasText: "Not yet implemented" });
    const running = entries(page).filter({ hasText: /\d of \d claims? hold/ });
    expect(await running.filter({ hasText: "AdaBelief" }).count()).toBe(1);
    expect((await later.count()) + (await running.count())).toBe(25);
  });

  test.for([
    ["belief", "AdaBelief"],
    ["adabelif", "AdaBelief"],
    ["Zhuang", "AdaBelief"],
    ["diffgrad", "diffGrad"],
  ])("search for %s finds %s first", async ([text, title], { visit }) => {
    const { page } = await visit();
    await searchField(page).fill(text!);
    await expect.poll(async () => (await titles(page))[0]).toContain(title);
    expect(await entries(page).count()).toBeLessThan(25);
  });

  test("is found again by its address: text, filters and order", async ({ visit }) => {
    const { page } = await visit();
    await searchField(page).fill("gradient");
    await page.getByRole("group", { name: "State" }).getByRole("checkbox", { name: "Not yet implemented" }).check();
    await page.getByRole("combobox", { name: "Sort" }).selectOption("alphabetical");
    const shown = await titles(page);
    expect(shown).toEqual(shown.toSorted((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })));
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.length).toBeLessThan(25);
    const again = await visit(new URL(page.url()).hash);
    await untilComplete(again.page);
    expect(await titles(again.page)).toEqual(shown);
    expect(await searchField(again.page).inputValue()).toBe("gradient");
  });

  test("says so where nothing is found, and shows all again", async ({ visit }) => {
    const { page } = await visit();
    await searchField(page).fill("zzzzzzzz");
    await expect.poll(() => entries(page).count()).toBe(0);
    await page.getByText("No paper has “zzzzzzzz”").waitFor();
    await page.getByRole("button", { name: "Show all papers" }).click();
    expect(await entries(page).count()).toBe(25);
  });

  test("is walked through by keys: / to search, arrows to a paper, Enter to open it, back to the same search", async ({
    visit,
  }) => {
    const { page } = await visit();
    await untilComplete(page);
    await page.keyboard.press("/");
    await page.keyboard.type("belief");
    await expect.poll(() => entries(page).count()).toBeLessThan(25);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/papers\/adabelief$/);
    await page.goBack();
    await expect.poll(() => searchField(page).inputValue()).toBe("belief");
  });
});

test("the front page is light: below 250 kB of JavaScript, and without the engine", async ({ visit }) => {
  const responses: Response[] = [];
  const { page } = await visit("#/", {
    prepare: async (page) => page.on("response", (response) => responses.push(response)),
  });
  await page.waitForLoadState("networkidle");
  const scripts = responses.filter((response) => /javascript/.test(response.headers()["content-type"] ?? ""));
  const bodies = await Promise.all(scripts.map((response) => response.body()));
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  console.info(`front page: ${(bytes / 1000).toFixed(1)} kB of JavaScript (gzip) in ${scripts.length} files`);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(250_000);
  // What compiles kernels is the engine.
  expect(bodies.filter((body) => body.includes("WebAssembly.Module")).length).toBe(0);
  expect(page.workers()).toEqual([]);
});

test("an address that leads nowhere says so and leads back", async ({ visit }) => {
  const { page } = await visit("#/no/such/page");
  await page
    .getByRole("main")
    .getByRole("link", { name: /papers/i })
    .first()
    .click();
  await expect.poll(() => entries(page).count()).toBe(25);
});
