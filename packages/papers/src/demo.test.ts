import { expect, test } from "vitest";
import { type Control, type Demo, defineDemo, describeDemo } from "./demo.ts";

const slider: Control = { kind: "slider", name: "rate", label: "rate", low: 0, high: 1, scale: "linear", value: 0 };
const demoOf = (controls: Control[]): Demo => ({
  id: "demo",
  title: "Demo",
  says: "Nothing.",
  controls,
  scene: () => ({ panels: [] }),
  *play() {},
});

test("controls are named apart", () => {
  expect(() => defineDemo(demoOf([slider, slider]))).toThrow("two controls named 'rate'");
});

test("a control that hangs on another, and an entry that sets another, must find it", () => {
  expect(() => defineDemo(demoOf([{ ...slider, when: { control: "on", is: true } }]))).toThrow("no control named 'on'");
  const choice: Control = {
    kind: "choice",
    name: "f",
    label: "f",
    options: [{ value: "a", label: "a", sets: { start: 0 } }],
    value: "a",
  };
  expect(() => defineDemo(demoOf([choice]))).toThrow("no control named 'start'");
});

test("its description is plain data", () => {
  const description = describeDemo(demoOf([slider]));
  expect(structuredClone(description)).toEqual(description);
  expect(description).toEqual({ id: "demo", title: "Demo", says: "Nothing.", controls: [slider] });
});
