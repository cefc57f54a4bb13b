import { expect, test } from "vitest";
import { averageGradients, OptionError } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

const gradients = [4, -2, 1, 3];

test.each([false, true])("the average, from the first gradient on (nesterov: %s)", (nesterov) => {
  const rows = updatesFor(
    averageGradients({ momentum: 0.7, nesterov }),
    gradients.map((g) => [g]),
  );
  let d = gradients[0]!;
  for (const [i, g] of gradients.entries()) {
    if (i > 0) d = 0.7 * d + 0.3 * g;
    expect(rows[i]![0]).toBeCloseTo(nesterov ? 0.7 * d + 0.3 * g : d, 13);
  }
});

test("a constant gradient is handed on as it is, from the first step", () => {
  for (const row of updatesFor(averageGradients({ momentum: 0.99 }), Array(9).fill([3, -1]))) {
    expect(row).toEqual([expect.closeTo(3, 13), expect.closeTo(-1, 13)]);
  }
});

test("without momentum gradients pass unchanged", () => {
  expect(updatesFor(averageGradients({ momentum: 0 }), [[3], [-4]])).toEqual([[3], [-4]]);
});

test("names what is wrong", () => {
  expect(() => averageGradients({ momentum: 1 })).toThrow(OptionError);
});
