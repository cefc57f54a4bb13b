import { describe, expect, test } from "vitest";
import { isTemplate, parseDraft, printDraft, written } from "./draft.ts";
import { templates } from "./templates.ts";

describe("an address", () => {
  test("holds the code and the race", async () => {
    for (const template of templates.filter(({ race }) => race.methods.length > 0)) {
      const draft = { ...written(template), seeds: [3, 4], timeLimit: 12 };
      expect(await parseDraft(await printDraft(draft))).toEqual(draft);
    }
  });

  test("without code is none", async () => {
    expect(await parseDraft("")).toBeUndefined();
    expect(await parseDraft("m=adam&steps=5")).toBeUndefined();
    expect(await parseDraft("code=nonsense")).toBeUndefined();
  });

  test("with a time limit that is none has the usual one", async () => {
    const query = await printDraft(written(templates[0]!));
    for (const limit of ["0", "-3", "abc", "1e9"]) {
      expect((await parseDraft(`${query}&limit=${limit}`))?.timeLimit).toBe(30);
    }
  });
});

test("a template as it comes is nobody's work; a letter more is", () => {
  expect(isTemplate(templates[0]!.code)).toBe(true);
  expect(isTemplate(`${templates[0]!.code} `)).toBe(false);
});
