import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  decodeCharacters,
  loadBreastCancer,
  loadCharacters,
  loadDiabetes,
  loadDigits,
  loadIris,
  loadMnist,
  loadWine,
  split,
  standardize,
  type TabularData,
  takeSamples,
} from "./index.ts";

const counts = ({ targets, classes }: { targets: Float64Array; classes?: string[] }) =>
  classes!.map((_, index) => targets.filter((target) => target === index).length);

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;

const column = ({ inputs, shape }: TabularData, j: number) => inputs.filter((_, i) => i % shape[0]! === j);

test("MNIST: 8000 and 2000 digits, a fifth of each held out, and nothing in both parts", async () => {
  const { train, test: held } = await loadMnist();
  expect(train.shape).toEqual([1, 28, 28]);
  expect([train.targets.length, held.targets.length]).toEqual([8000, 2000]);
  expect([train.inputs.length, held.inputs.length]).toEqual([8000 * 784, 2000 * 784]);
  const [inTrain, inTest] = [counts(train), counts(held)];
  for (const [digit, count] of inTrain.entries()) {
    expect(Math.abs(inTest[digit]! - (count + inTest[digit]!) / 5)).toBeLessThanOrEqual(1);
  }
  expect(Math.min(...train.inputs.subarray(0, 78400))).toBe(0);
  expect(Math.max(...train.inputs.subarray(0, 78400))).toBe(1);
  const prints = ({ inputs, targets }: typeof train) =>
    Array.from(targets, (_, row) =>
      createHash("sha256")
        .update(inputs.subarray(row * 784, (row + 1) * 784))
        .digest("hex"),
    );
  const known = new Set(prints(train));
  expect(prints(held).filter((print) => known.has(print))).toEqual([]);
});

describe("tables", () => {
  const facts = {
    digits: [loadDigits, 1797, 64, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]],
    "breast cancer": [loadBreastCancer, 569, 30, [357, 212]],
    wine: [loadWine, 178, 13, [59, 71, 48]],
    iris: [loadIris, 150, 4, [50, 50, 50]],
  } as const;

  test.each(Object.entries(facts))("%s has the published numbers of rows, features and classes", async (name, fact) => {
    const [load, rows, width, classes] = fact;
    const data = await load();
    expect(data).toMatchObject({ name, shape: [width] });
    expect(data.targets.length).toBe(rows);
    expect(data.inputs.length).toBe(rows * width);
    expect(data.featureNames).toHaveLength(width);
    expect(counts(data)).toEqual([...classes]);
  });

  test("known figures: iris's mean lengths, diabetes's mean progression, benign before malignant", async () => {
    const iris = await loadIris();
    expect([0, 1, 2, 3].map((j) => mean(column(iris, j)).toFixed(2))).toEqual(["5.84", "3.06", "3.76", "1.20"]);
    const diabetes = await loadDiabetes();
    expect(diabetes.classes).toBeUndefined();
    expect(diabetes.shape).toEqual([10]);
    expect(diabetes.targets.length).toBe(442);
    expect(mean(diabetes.targets)).toBeCloseTo(152.133, 3);
    expect((await loadBreastCancer()).classes).toEqual(["benign", "malignant"]);
    expect(Math.max(...(await loadDigits()).inputs)).toBe(16);
  });
});

test("the text begins where the book does, in few characters", async () => {
  const { ids, vocabulary } = await loadCharacters();
  expect(decodeCharacters(ids.subarray(0, 37), vocabulary)).toBe("CHAPTER 1. Loomings.\nCall me Ishmael.");
  expect(ids.length).toBe(230_229);
  expect(vocabulary.length).toBeLessThan(96);
});

describe("split and standardize", () => {
  test("parts are disjoint, together everything, alike in classes, and the seed's own", async () => {
    const iris = await loadIris();
    const { train, test: held } = split(iris, { test: 0.3, seed: 4 });
    expect(counts(held)).toEqual([15, 15, 15]);
    const rows = (data: TabularData) =>
      Array.from(data.targets, (target, i) => `${data.inputs.subarray(4 * i, 4 * i + 4)} ${target}`);
    expect([...rows(train), ...rows(held)].sort()).toEqual(rows(iris).sort());
    expect(split(iris, { test: 0.3, seed: 4 }).test).toEqual(held);
    expect(split(iris, { test: 0.3, seed: 5 }).test.inputs).not.toEqual(held.inputs);
    expect(() => split(iris, { test: 0 })).toThrow(/leaves one part empty/);
    expect(takeSamples(iris, [149, 0]).targets).toEqual(Float64Array.of(2, 0));
  });

  test("the training part alone decides mean and scale", async () => {
    const parts = split(await loadWine());
    const { train, test: held } = standardize(parts);
    for (let j = 0; j < 13; j++) {
      expect(mean(column(train, j))).toBeCloseTo(0, 10);
      expect(mean(column(train, j).map((v) => v * v))).toBeCloseTo(1, 10);
      const raw = column(parts.train, j);
      const scale = Math.sqrt(mean(raw.map((v) => (v - mean(raw)) ** 2)));
      expect(column(held, j)[0]).toBeCloseTo((column(parts.test, j)[0]! - mean(raw)) / scale, 10);
    }
    expect(held.featureNames).toEqual(parts.test.featureNames);
  });
});
