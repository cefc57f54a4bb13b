import { readFile } from "node:fs/promises";
import { bibtexOf, catalogue } from "@gradus/papers/catalogue";
import { recorded } from "@gradus/papers/recorded";
import { type ClaimVerdict, verdictSentence } from "@gradus/workbench";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { paperToCome, untilComplete } from "./pages.ts";
import { test } from "./studio.ts";

const diffgrad = recorded["diffgrad"]!.claims;

/** The part of a page that is about a claim. */
const claimOf = (page: Page, says: string) => page.getByRole("region", { name: says });
const chartIn = (claim: ReturnType<typeof claimOf>) => claim.getByRole("img", { name: /objective/i }).first();

describe("a claim", () => {
  const quick = diffgrad.find(({ id }) => id === "three-functions")!;
  const long = diffgrad.find(({ id }) => id === "activations")!;

  test("shows its verdict on record, runs here to the same one, and draws the curves", async ({ visit }) => {
    const { page } = await visit("#/papers/diffgrad");
    const claim = claimOf(page, quick.says);
    await claim.getByText(verdictSentence(quick)).waitFor();
    await claim.getByRole("button", { name: "Run it here" }).click();
    const verdict = claim.locator("p", { hasText: "Just now, here" });
    await verdict.waitFor();
    // The same seeds make the same figures in the browser as in Node: the sentence with its figure and spread is the same.
    expect(await verdict.innerText()).toContain(verdictSentence(quick));
    expect(await chartIn(claim).getAttribute("aria-label")).toMatch(/diffgrad/i);
    await claim.getByRole("button", { name: "Run it again" }).waitFor();
  });

  test("shows how far its run is, with live curves, and can be cancelled", async ({ visit }) => {
    const { page } = await visit("#/papers/diffgrad");
    const claim = claimOf(page, long.says);
    await claim.getByRole("button", { name: "Run it here" }).click();
    await claim
      .getByText(/step [\d,]+/)
      .first()
      .waitFor();
    await claim.getByText(/left$/).waitFor();
    await chartIn(claim).waitFor();
    await claim.getByRole("button", { name: "Cancel" }).click();
    await claim.getByText("Cancelled").waitFor();
    expect(await claim.locator("p", { hasText: "Just now, here" }).count()).toBe(0);
    await claim.getByRole("button", { name: "Run it again" }).waitFor();
  });

  test("has an address of its own", async ({ visit }) => {
    const { page } = await visit(`#/papers/diffgrad?claim=${long.id}`);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(long.says);
  });
});

test("verdicts on record that do not hold are told as they are", async ({ visit }) => {
  const { page } = await visit("#/papers/diffgrad");
  await untilComplete(page);
  const words: Record<ClaimVerdict, RegExp> = {
    holds: /Holds here/,
    "does not hold": /Does not hold here/,
    "not judged": /Not judged/,
    failed: /failed/i,
  };
  for (const { says, verdict } of diffgrad) expect(await claimOf(page, says).innerText()).toMatch(words[verdict]);
  expect(diffgrad.some(({ verdict }) => verdict !== "holds")).toBe(true);
});

test("code and reference are copied as they are; equations are set", async ({ visit }) => {
  const { page, context } = await visit("#/papers/adabelief");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = async (label: string) => {
    await page.getByRole("button", { name: label }).click();
    // The word goes away again, so that the next one is not taken for this.
    await page.getByRole("button", { name: "Copied" }).waitFor();
    await page.getByRole("button", { name: label }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await untilComplete(page);
  expect(await copied("Copy BibTeX")).toBe(bibtexOf(catalogue.find(({ id }) => id === "adabelief")!));
  const paper = await readFile(new URL("../../papers/13-adabelief/paper.ts", import.meta.url), "utf8");
  const code = await copied("Copy the code");
  expect(code).toContain('from "gradus"');
  // The example that the paper's own tests run.
  for (const line of code.split("\n")) expect(paper).toContain(line.trim());
  expect(await page.getByRole("math").count()).toBeGreaterThan(0);
});

test("a paper whose method is not there yet shows what is known, and nothing to run", async ({ visit }) => {
  const { page, requests } = await visit(`#/papers/${paperToCome}`);
  await page.getByText("Not yet implemented").waitFor();
  await untilComplete(page);
  expect(await page.getByRole("button", { name: /^Run/ }).count()).toBe(0);
  expect(await page.getByRole("math").count()).toBeGreaterThan(0);
  expect(requests.filter((url) => /worker/.test(url))).toEqual([]);
});

test("an unknown paper is not there, and the address of the feed is", async ({ visit }) => {
  const { page } = await visit("#/papers/no-such-paper");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page
    .getByRole("main")
    .getByRole("link", { name: /papers/i })
    .first()
    .click();
  await expect.poll(() => page.getByRole("article").count()).toBe(25);
});
