import type { Control } from "@gradus/papers";
import { expect, test } from "vitest";
import { changed, groupsOf, initialValues } from "./values.ts";

const slider = (name: string, more: Partial<Control> = {}): Control =>
  ({ kind: "slider", name, label: name, low: 0, high: 1, scale: "linear", value: 0.5, ...more }) as Control;
const option = (value: string, sets = {}) => ({ value, label: value, sets });
const controls: Control[] = [
  { kind: "choice", name: "f", label: "f", options: [option("a"), option("b", { start: [1, 2] })], value: "a" },
  { kind: "point", name: "start", label: "start", panel: "plane", value: [0, 0] },
  { kind: "several", name: "methods", label: "methods", options: [option("adam"), option("sgd")], value: ["adam"] },
  slider("adam.rate", { group: "Adam", method: "adam", when: { control: "methods", is: "adam" } }),
  slider("sgd.rate", { group: "SGD", method: "sgd", when: { control: "methods", is: "sgd" } }),
];

test("an entry of a list sets what it says along with itself", () => {
  const values = { ...initialValues(controls), "adam.rate": 0.9 };
  expect(changed(controls, values, "f", "b")).toMatchObject({ f: "b", start: [1, 2], "adam.rate": 0.9 });
  expect(changed(controls, values, "f", "a")).toMatchObject({ f: "a", start: [0, 0] });
});

test("controls that do not matter are not shown, nor groups without any", () => {
  const titles = (methods: string[]) =>
    groupsOf(controls, { ...initialValues(controls), methods }).map(({ title }) => title);
  expect(titles(["adam"])).toEqual([undefined, "Adam"]);
  expect(titles(["adam", "sgd"])).toEqual([undefined, "Adam", "SGD"]);
  expect(titles(["sgd"])).toEqual([undefined, "SGD"]);
});
