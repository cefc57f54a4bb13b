import { expect, test } from "vitest";
import { advanced, expectedFrames, rateOf, shownAt } from "./playhead.ts";

test("a long film takes nine seconds, a short one is not slowed down to that", () => {
  expect(4500 / rateOf(4500)).toBeCloseTo(9);
  expect(rateOf(24)).toBe(12);
});

test("what is asked for beyond the end is shown as far as it is there", () => {
  expect(shownAt(Number.POSITIVE_INFINITY, 7)).toBe(6);
  expect(shownAt(3.9, 7)).toBe(3);
  expect(shownAt(3, 0)).toBe(0);
});

test("it goes on by fractions of frames", () => {
  expect(advanced(2, 0.25, { count: 10, isComplete: false })).toEqual({ wanted: 2.25, isOver: false });
});

test("it waits for what is not computed yet and goes on from there", () => {
  const reel = { count: 10, isComplete: false };
  const { wanted, isOver } = advanced(8, 50, reel);
  expect(shownAt(wanted, reel.count)).toBe(9);
  expect(isOver).toBe(false);
  expect(shownAt(advanced(wanted, 1, { count: 40, isComplete: false }).wanted, 40)).toBe(10);
});

test("it ends on the last frame", () => {
  expect(advanced(8, 50, { count: 10, isComplete: true })).toEqual({ wanted: 9, isOver: true });
  expect(advanced(Number.POSITIVE_INFINITY, 0, { count: 10, isComplete: true })).toEqual({ wanted: 9, isOver: true });
});

test("the length of a film follows from the steps of its frames so far", () => {
  expect(expectedFrames(10, 1, 10, 230)).toBe(230);
  expect(expectedFrames(3, 0, 20, 200)).toBe(21);
  expect(expectedFrames(3, 0, 20, undefined)).toBe(3);
  expect(expectedFrames(1, 0, 0, 200)).toBe(1);
  expect(expectedFrames(25, 0, 240, 200)).toBe(25);
});
