import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { nameless, overflow, unreachable, violations } from "./accessibility.ts";
import { pages, untilComplete } from "./pages.ts";
import { type Theme, test, widths } from "./studio.ts";

const themes: Theme[] = ["light", "dark"];
const pictures = process.env["STUDIO_SCREENSHOTS"];
if (pictures) mkdirSync(pictures, { recursive: true });

describe.for(Object.entries(pages))("%s (%s)", ([name, hash]) => {
  test.for(Object.entries(widths))(
    "has no serious violation of accessibility in either theme, %s",
    async ([measure, width], { visit }) => {
      const { page } = await visit(hash, { width });
      await untilComplete(page);
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme });
        if (pictures)
          await page.screenshot({ path: join(pictures, `${name}-${measure}-${theme}.png`), fullPage: true });
        expect(await violations(page), theme).toEqual([]);
      }
      expect(await nameless(page)).toEqual([]);
      expect(await overflow(page)).toEqual([]);
    },
  );

  test("has a title, one first heading, and reaches every control by the Tab key", async ({ visit }) => {
    const { page } = await visit(hash);
    await untilComplete(page);
    await expect.poll(() => page.title()).toMatch(/Gradus/);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    expect(await unreachable(page)).toEqual([]);
  });
});
