import { expect, test } from "vitest";
import { adabelief, adabeliefPackage, adam, OptionError } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("under a constant gradient its steps grow like √t where Adam's keep their length", () => {
  const lastStep = (optimizer: ReturnType<typeof adam>) => {
    const points = iterates(optimizer, [0], () => [1], 60);
    return (points[58]![0]! - points[59]![0]!) / 1e-3;
  };
  expect(lastStep(adam())).toBeCloseTo(1, 6);
  // s_t/(1 − β₂) ≈ Σ β₁²ᵏ = β₁²/(1 − β₁²) and 1 − β₂ᵗ ≈ t (1 − β₂), so the step is √(t (1 − β₁²))/β₁, to a few per cent.
  expect(lastStep(adabelief()) / (Math.sqrt(60 * 0.19) / 0.9)).toBeCloseTo(1, 1);
});

test("the package's preset waits for its second moment: five steps as long as the gradient", () => {
  const points = iterates(adabelief({ ...adabeliefPackage, learningRate: 0.1 }), [0], () => [3], 6).map(([x]) => x!);
  for (let t = 0; t < 5; t++) expect(points[t]).toBeCloseTo(-0.3 * (t + 1), 12);
  expect(points[5]).not.toBeCloseTo(-1.8, 3);
});

test("names what is wrong", () => {
  expect(() => adabelief({ epsilon: 0 })).toThrow(OptionError);
  expect(() => adabelief({ amsgrd: true } as object)).toThrow(
    "adabelief: unknown option 'amsgrd': did you mean 'amsgrad'?",
  );
});
