import { expect, test } from "vitest";
import { adabelief, adabeliefPackage, adam, OptionError } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("where gradients change by their own size it steps like Adam; where they repeat, further", () => {
  const travelled = (optimizer: ReturnType<typeof adam>, gradientAt: (x: number[], t: number) => number[]) =>
    Math.abs(iterates(optimizer, [0], gradientAt, 60).at(-1)![0]!);
  const repeating = () => [1];
  expect(travelled(adabelief(), repeating)).toBeGreaterThan(3 * travelled(adam(), repeating));
});

test("the package's preset waits for its second moment: five steps as long as the gradient", () => {
  const points = iterates(adabelief({ ...adabeliefPackage, learningRate: 0.1 }), [0], () => [3], 6).map(([x]) => x!);
  for (let t = 0; t < 5; t++) expect(points[t]).toBeCloseTo(-0.3 * (t + 1), 12);
  expect(points[5]).not.toBeCloseTo(-1.8, 3);
});

test("names what is wrong", () => {
  expect(() => adabelief({ epsilon: 0 })).toThrow(OptionError);
  expect(() => adabelief({ rectified: true } as object)).toThrow(
    "adabelief: unknown option 'rectified': did you mean 'rectify'?",
  );
});
