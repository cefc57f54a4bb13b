import { methodCatalogue } from "gradus";
import { expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { readLibrary } from "./read.ts";

const library = readLibrary(decodeURI(new URL("../../../../gradus/src/index.ts", import.meta.url).pathname));
const options = library.options();
const names = library.names();
const find = (place: string, name: string) => names[place]?.find((other) => other.name === name);

test("every option of every method is described, those of the schemas it extends too", () => {
  const silent = Object.entries(methodCatalogue).flatMap(([method, { options: schema }]) =>
    Object.keys(schema.shape)
      .filter((option) => !options[method]?.[option])
      .map((option) => `${method}.${option}`),
  );
  expect(silent).toEqual([]);
});

test("options of problems are described where the catalogue makes them through a function", () => {
  expect(options["rosenbrock"]?.["dimension"]).toBe("The number n of coordinates.");
  expect(options["beale"]?.["dtype"]).toMatch(/^Precision/);
});

test("descriptions reach the forms", () => {
  const { methods } = catalogue(options);
  const adam = methods.find(({ name }) => name === "adam")!;
  expect(adam.options.properties!["beta1"]!.description).toBe(options["adam"]!["beta1"]);
});

test("names are found where a person writes them", () => {
  expect(find("numpy", "square")).toMatchObject({ kind: "function", type: "(x: ArrayLike): Array" });
  expect(find("numpy.linalg", "det")?.kind).toBe("function");
  expect(find("Array", "sum")?.kind).toBe("method");
  expect(find("Array", "ref")?.kind).toBe("value");
  expect(find("gradus", "adabelief")?.says).toMatch(/^AdaBelief: Adam with/);
});

test("what is only a type is no name", () => {
  expect(find("gradus", "TraceRow")).toBeUndefined();
});
