import { expect, it } from "vitest";
import { authorsText } from "./authors.ts";
import { dateText, monthText } from "./dates.ts";

it.each([
  ["2025-11-28", "28 November 2025", "November 2025"],
  ["2026-04-01", "1 April 2026", "April 2026"],
  ["2020-10", "October 2020", "October 2020"],
  ["2019", "2019", "2019"],
])("the date %s is written %s, and lies in %s", (date, text, month) => {
  expect(dateText(date)).toBe(text);
  expect(monthText(date)).toBe(month);
});

it.each([
  [["A"], "A"],
  [["A", "B"], "A and B"],
  [["A", "B", "C"], "A, B and C"],
  [["A", "B", "C", "D"], "A, B and 2 more"],
])("authors %j are named %s", (authors, text) => expect(authorsText(authors)).toBe(text));
