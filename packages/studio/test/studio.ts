import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { test as base, expect, inject } from "vitest";

export type Theme = "light" | "dark";

export const widths = { wide: 1440, narrow: 390 } as const;

type VisitOptions = {
  width?: number;
  theme?: Theme;
  /** Where another address than that of `gradus studio` serves it. */
  address?: string;
  /** What is done with the tab before anything is loaded into it. */
  prepare?(page: Page): Promise<unknown>;
};

/** A tab that nothing has been loaded into, on a context of its own, and what goes wrong in it. */
type Tab = { page: Page; context: BrowserContext; complaints: string[]; requests: string[] };

/** Opens a page of the studio ("#/race") in a context of its own: no storage, no cache from others. */
export type Visit = (hash?: string, options?: VisitOptions) => Promise<Tab>;

/**
 * A test in the browser. When it ends, every page that it visited must have been without an error or a warning on the
 * console, without an uncaught error, and without a request to another origin.
 */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads there which other fixtures are needed.
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }): Promise<Browser> => {
    const browser = await launch();
    onCleanup(() => browser.close());
    return browser;
  })
  .extend("visit", async ({ browser }, { onCleanup }): Promise<Visit> => {
    const tabs: Tab[] = [];
    onCleanup(async () => {
      await Promise.all(tabs.map(({ context }) => context.close()));
      expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
    });
    return async (hash = "#/", { width = widths.wide, theme = "light", address, prepare } = {}) => {
      const tab = await openTab(browser, address ?? inject("address"), {
        viewport: { width, height: 900 },
        colorScheme: theme,
        reducedMotion: "no-preference",
      });
      tabs.push(tab);
      await prepare?.(tab.page);
      await tab.page.goto(`${address ?? inject("address")}${hash}`);
      return tab;
    };
  });

async function openTab(browser: Browser, address: string, options: BrowserContextOptions): Promise<Tab> {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  const requests: string[] = [];
  const { origin } = new URL(address);
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    const url = new URL(request.url());
    requests.push(url.href);
    if (url.protocol === "data:" || url.protocol === "blob:") return;
    if (url.origin !== origin) complaints.push(`a request to another origin: ${url.href}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { page, context, complaints, requests };
}

async function launch(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(
      `there is no ${executablePath}: install Debian's chromium (apt-get install chromium), or name a Chromium in the environment variable CHROMIUM`,
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      ...["--headless", "--no-sandbox", "--disable-quic", "--no-first-run"],
      // WebGPU in software, on machines without a graphics card.
      ...["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}
