import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./studio.ts";

const editor = (page: Page) => page.getByRole("textbox", { name: "Objective in TypeScript" });
const run = (page: Page) => page.getByRole("button", { name: "Run the race" });
const results = (page: Page) =>
  page
    .getByRole("table")
    .filter({ has: page.getByRole("columnheader", { name: "ended by" }) })
    .first();

async function write(page: Page, code: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

const bowl = `export default {
  name: "bowl",
  initial: () => np.array([3, -2]),
  loss: (p: np.Array) => np.square(p).sum(),
};
`;

test("an objective is checked as it is written, raced, and kept in the address and in the browser", async ({
  visit,
}) => {
  const { page, context } = await visit("#/objective");
  await write(page, bowl);
  await page.getByText(/bowl.? offers .*loss/).waitFor();
  await run(page).click();
  await results(page).waitFor();
  const cells = await results(page).innerText();
  expect(cells).toContain("budget");

  const address = page.url();
  expect(address).toContain("code=");
  const { page: shared } = await visit(new URL(address).hash);
  await shared.getByText(/bowl.? offers .*loss/).waitFor();
  expect(await editor(shared).innerText()).toContain('name: "bowl"');

  const later = await context.newPage();
  await later.goto(address.replace(/#.*/, "#/objective"));
  await later.getByText(/bowl.? offers .*loss/).waitFor();
});

test("the guide's own network is trained with instruments, one of them its author's", async ({ visit }) => {
  const guide = await readFile(new URL("../../../docs/instruments.md", import.meta.url), "utf8");
  const code = /```ts\n(\/\/ my-network\.ts[\s\S]*?)```/.exec(guide)![1]!;
  const { page } = await visit("#/objective");
  await write(page, code);
  await page.getByText(/a sine.? offers .*loss/).waitFor();
  await page.getByText("Instruments", { exact: true }).click();
  await page.getByRole("checkbox", { name: "sharpness" }).check();
  await page.getByRole("checkbox", { name: "metrics" }).check();
  await page.getByRole("textbox", { name: "Budget of each run" }).fill("20");
  await run(page).click();
  await page.getByRole("img", { name: /sharpness against steps/ }).waitFor();
  await page.getByRole("img", { name: /first weight against steps/ }).waitFor();
  await results(page).waitFor();
  const { page: shared } = await visit(new URL(page.url()).hash);
  await expect.poll(() => shared.getByRole("checkbox", { name: "sharpness" }).isChecked()).toBe(true);
});

test("an error of syntax is shown with its line", async ({ visit }) => {
  const { page } = await visit("#/objective");
  await write(page, bowl.replace("sum(),", "sum(,"));
  await page.getByText(/Line 4\b/).waitFor();
  await page.locator(".cm-lintRange-error, .cm-lint-marker-error").first().waitFor();
});

test("an error while it runs is shown with its line", async ({ visit }) => {
  const { page } = await visit("#/objective");
  await write(page, bowl.replace("np.square(p).sum()", "np.square(q).sum()"));
  await page.getByText(/Line 4\b/).waitFor();
  await page.getByText(/q is not defined/).waitFor();
});

test("an objective without bound ends as diverged", async ({ visit }) => {
  const { page } = await visit("#/objective");
  await write(page, bowl.replace("np.square(p).sum()", "p.ref.mul(p.ref).mul(p).sum()"));
  await page.getByText(/bowl.? offers .*loss/).waitFor();
  await run(page).click();
  await expect.poll(() => results(page).innerText()).toContain("diverged");
});

test("an endless loop is stopped, and the page goes on", async ({ visit }) => {
  const { page } = await visit("#/objective");
  await write(page, bowl.replace("np.square(p).sum()", "{ for (;;); }"));
  // The page itself is never busy with it.
  await page.getByRole("status").filter({ hasText: "endless loop" }).waitFor();
  await write(page, bowl);
  await page.getByText(/bowl.? offers .*loss/).waitFor();
});

test("an endless loop in a race is stopped by its time limit and by cancelling", async ({ visit }) => {
  const { page } = await visit("#/objective");
  // Fine when it is looked at; endless after some evaluations.
  const slow = `let calls = 0;
export default {
  name: "trap",
  dimension: 2,
  initial: () => np.array([1, 1]),
  loss: (p: np.Array) => np.square(p).sum(),
  metrics: () => { while (calls++ > 1); return {}; },
};
`;
  await write(page, slow);
  await page.getByText(/trap.? offers/).waitFor();
  await page.getByLabel(/time limit/i).fill("1");
  await run(page).click();
  await page
    .getByText(/time limit of 1 s/i)
    .first()
    .waitFor();
});

test("code reaches no other origin", async ({ visit }) => {
  let asked = 0;
  const other = createServer((_, response) => {
    asked++;
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  try {
    const { page, complaints } = await visit("#/objective");
    const asking = `globalThis.asked = fetch("${address}").then(() => "answered", () => "refused");`;
    await write(page, `${asking}\nconst answer = await globalThis.asked;\n${bowl.replace('"bowl"', "answer")}`);
    await page.getByText(/refused.? offers/).waitFor();
    expect(asked).toBe(0);
    // Whether the browser complains of it on the console is its own affair.
    complaints.splice(0);
    await fetch(address);
    expect(asked).toBe(1);
  } finally {
    other.close();
  }
});
