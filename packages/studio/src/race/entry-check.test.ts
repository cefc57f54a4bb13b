import { parseSpecs } from "@gradus/workbench";
import { expect, test } from "vitest";
import { catalogue } from "../engine/catalogue.ts";
import { methodComplaints, problemComplaints } from "./entry-check.ts";

const { methods, problems } = catalogue();
const offers = problems.find(({ name }) => name === "beale")!.capabilities;
const complaints = (text: string, offered: readonly string[] | undefined = offers) => {
  const chosen = parseSpecs(text);
  return chosen.map((_, i) => methodComplaints(chosen, i, methods, offered).map(({ words }) => words));
};

test("nothing is said of methods that can run", () => {
  expect(complaints("adam:learningRate=0.1,sgd,adam")).toEqual([[], [], []]);
});

test.each([
  ["adabelif", /no method named 'adabelif'/],
  ["adam:learningRate=-1", /learningRate must be a positive number/],
  ["adam:rate=1", /no option 'rate'; it has .*learningRate/],
])("%s cannot run", (text, words) => expect(complaints(text)[0]!.join(" ")).toMatch(words));

test("a capability that is missing is named, once the problem is known", () => {
  expect(complaints("adam", ["initial", "evaluate"])[0]!.join(" ")).toMatch(/needs loss/);
  expect(complaints("adam", undefined)).toEqual([[]]);
});

test("one of several capabilities is enough where a method can do with either", () => {
  expect(complaints("consensus", ["initial", "loss"])).toEqual([[]]);
  expect(complaints("consensus", ["evaluate"])).toEqual([[]]);
  expect(complaints("consensus", ["initial"])[0]!.join(" ")).toMatch(/needs evaluate or loss/);
});

test("of two alike the second is told so", () => {
  expect(complaints("adam,adam:beta1=0.8,adam").map((own) => own.length)).toEqual([0, 0, 1]);
});

test("a problem is held against its own options", () => {
  const of = (text: string) => problemComplaints(parseSpecs(text)[0]!, problems).map(({ words }) => words);
  expect(of("rosenbrock:dimension=4")).toEqual([]);
  expect(of("rosenbrock:dimension=0").join()).toMatch(/dimension must be a whole number ≥ 1/);
  expect(of("rosenbrok").join()).toMatch(/no problem named/);
});
