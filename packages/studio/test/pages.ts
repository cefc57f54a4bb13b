import { catalogue } from "@gradus/papers/catalogue";
import { isImplemented } from "@gradus/papers/recorded";
import type { Page } from "playwright-core";

/** A paper whose method is not there yet. */
export const paperToCome = catalogue.find(({ id }) => !isImplemented(id))!.id;

/** The pages of the studio, each with an address at which it shows something. */
export const pages = {
  papers: "#/",
  search: "#/?q=belief",
  paper: "#/papers/adabelief",
  "paper-to-come": `#/papers/${paperToCome}`,
  race: "#/race",
  objective: "#/objective",
  "not-found": "#/no/such/page",
} as const;

/** Waits until the page stands as it stays while nobody does anything. */
export async function untilComplete(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  const waiting = page
    .getByRole("main")
    .getByRole("status")
    .filter({ hasText: /^\s*(Loading|Looking|Waiting)/ });
  await waiting.first().waitFor({ state: "detached" });
  await page.evaluate(() => document.fonts.ready);
}
