import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { test } from "./studio.ts";

const studio = fileURLToPath(new URL("..", import.meta.url));

test("gradus studio gives the page what threads need", async ({ visit }) => {
  const { page, context } = await visit();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(context.serviceWorkers()).toEqual([]);
});

describe("on a host that serves files in a folder and says nothing with them", () => {
  let server: PreviewServer;
  let address: string;
  beforeAll(async () => {
    const base = "/some/folder/";
    const listen = { host: "127.0.0.1", port: 0 };
    server = await preview({ configFile: false, root: studio, base, preview: listen, logLevel: "error" });
    address = server.resolvedUrls!.local[0]!;
  });
  afterAll(() => server.close());

  test("the page is loaded a second time, and is isolated", async ({ visit }) => {
    const { page } = await visit("#/race", { address });
    await page.waitForFunction(() => crossOriginIsolated);
    expect(page.url()).toBe(`${address}#/race`);
    await page.getByRole("main").waitFor();
  });

  test("a page that the service worker did not reach is isolated when it is visited again", async ({ visit }) => {
    const { page, context } = await visit("#/", { address });
    await page.waitForFunction(() => crossOriginIsolated);
    const second = await context.newPage();
    await second.goto(address);
    expect(await second.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  test.for([
    {
      where: "the browser has no service workers",
      prepare: (page: Page) =>
        page.addInitScript(() => Object.defineProperty(navigator, "serviceWorker", { value: undefined })),
      loads: 1,
    },
    {
      where: "the service worker does not help",
      prepare: (page: Page) =>
        page
          .context()
          .route("**/service-worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" })),
      loads: 2,
    },
  ])(
    "where $where the page works all the same, and is not loaded again and again",
    async ({ prepare, loads }, { visit }) => {
      let loaded = 0;
      const { page } = await visit("#/", {
        address,
        prepare: (page) => prepare(page.on("load", () => loaded++)),
      });
      await expect.poll(() => loaded).toBe(loads);
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      await page.waitForLoadState("networkidle");
      expect(loaded).toBe(loads);
    },
  );
});
