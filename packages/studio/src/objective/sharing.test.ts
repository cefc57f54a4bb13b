import fc from "fast-check";
import { expect, test } from "vitest";
import { packCode, unpackCode } from "./sharing.ts";
import { templates } from "./templates.ts";

test("code comes back from an address as it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), async (code) => {
      const packed = await packCode(code);
      expect(packed).toMatch(/^[\w-]*$/);
      expect(await unpackCode(packed)).toBe(code);
    }),
  );
});

test("a page of code fits into a link", async () => {
  for (const { code } of templates) expect((await packCode(code)).length).toBeLessThan(code.length);
});

test.each(["", "!", "abc", "AAAA", "____"])("what is no code is none: %j", async (text) => {
  expect(await unpackCode(text)).toBeUndefined();
});

test("a trap is not unpacked", async () => {
  expect(await unpackCode(await packCode(" ".repeat(2_000_000)))).toBeUndefined();
});
