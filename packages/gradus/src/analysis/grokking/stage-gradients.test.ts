import { describe, expect, test } from "vitest";
import {
  featureGradient,
  featureInteraction,
  firstSignal,
  flowedTop,
  generator,
  interactionSigns,
  linearAlgebra,
  offDiagonalRatio,
  repelledShare,
  residualProjection,
  ridgeTop,
} from "../../index.ts";
import { centredColumns } from "./stage-gradients.ts";

const { multiply, transpose, toRows, fromRows, identity, cosine } = linearAlgebra;
const drawn = (rows: number, columns: number, seed = 0) => ({
  rows,
  columns,
  data: generator(seed).normals(rows * columns),
});
const apart = (A: linearAlgebra.Matrix, B: linearAlgebra.Matrix) =>
  Math.max(...A.data.map((value, i) => Math.abs(value - B.data[i]!)));
const n = 9;
const classes = { labels: [0, 1, 2, 0, 1, 2, 2, 1, 0], classes: 3 };
const eta = 0.3;

describe.each([
  ["fewer features than samples", 4],
  ["more features than samples", 15],
])("%s", (_, K) => {
  const F = drawn(n, K, K);
  const centred = centredColumns(F);

  test("B is the inverse of F̃ᵀF̃ + η I, and P_η what it leaves over", () => {
    const B = featureInteraction(F, eta);
    const gram = multiply(transpose(centred), centred);
    const sum = { ...gram, data: gram.data.map((x, i) => x + eta * identity(K).data[i]!) };
    expect(apart(multiply(sum, B), identity(K))).toBeLessThan(1e-10);
    const hat = multiply(multiply(centred, B), transpose(centred));
    const left = { ...hat, data: hat.data.map((x, i) => identity(n).data[i]! - x) };
    expect(apart(residualProjection(F, eta), left)).toBeLessThan(1e-10);
  });

  test("at the ridge solution G_F is P_η Ỹ Ỹᵀ F̃ B", () => {
    const exact = multiply(multiply(residualProjection(F, eta), firstSignal(F, classes)), featureInteraction(F, eta));
    expect(apart(featureGradient(F, classes, ridgeTop(F, classes, eta)), exact)).toBeLessThan(1e-10);
  });

  test("signs of interaction are those of theorem 6, with the two features removed", () => {
    const signs = interactionSigns(featureInteraction(F, eta));
    const columns = toRows(transpose(centred));
    for (const [j, l] of [
      [0, 1],
      [2, 3],
      [3, 1],
    ] as const) {
      const others = transpose(fromRows(columns.filter((_, i) => i !== j && i !== l)));
      // Columns that are centred already: their means are 0.
      const P = residualProjection(others, eta);
      const inner = linearAlgebra.dot(columns[j]!, linearAlgebra.apply(P, columns[l]!));
      expect(signs.data[j * K + l]).toBe(-Math.sign(inner));
      expect(signs.data[j * K + j]).toBe(0);
    }
  });

  test("flow begins along the first signal and ends at the least squares fit", () => {
    const early = featureGradient(F, classes, flowedTop(F, classes, 1e-6));
    expect(cosine(early.data, firstSignal(F, classes).data)).toBeGreaterThan(1 - 1e-9);
    expect(apart(flowedTop(F, classes, 1e9), ridgeTop(F, classes, 1e-10))).toBeLessThan(1e-6);
  });
});

test("G_F is minus the derivative of J by the features", () => {
  const [F, V] = [drawn(n, 4, 1), drawn(4, 3, 2)];
  const J = (data: Float64Array) => {
    const fitted = centredColumns(multiply({ ...F, data }, V));
    const Y = centredColumns(fromRows(classes.labels.map((label) => [0, 1, 2].map((c) => Number(c === label)))));
    return 0.5 * Y.data.reduce((sum, y, i) => sum + (y - fitted.data[i]!) ** 2, 0);
  };
  const gradient = featureGradient(F, classes, V);
  for (const i of [0, 7, 30]) {
    const moved = (h: number) => J(F.data.map((x, k) => (k === i ? x + h : x)));
    expect(gradient.data[i]).toBeCloseTo(-(moved(1e-5) - moved(-1e-5)) / 2e-5, 7);
  }
});

test("equal features repel each other, orthogonal ones are diagonal", () => {
  const column = [1, -1, 0, 0, 2, -2, 0, 0, 0];
  const other = [0, 0, 1, -1, 0, 0, 0, 1, -1];
  const twins = transpose(fromRows([column, column, other]));
  expect(interactionSigns(featureInteraction(twins, eta)).data[1]).toBe(-1);
  expect(repelledShare(twins, featureInteraction(twins, eta), 1)).toBe(1);
  expect(offDiagonalRatio(transpose(fromRows([column, other])))).toBe(0);
  expect(offDiagonalRatio(transpose(fromRows([column, column])))).toBeCloseTo(1, 12);
  expect(offDiagonalRatio(transpose(fromRows([column])))).toBeNaN();
});

test("singular systems are refused", () => {
  const twins = transpose(fromRows([new Array(9).fill(0), [1, 2, 3, 4, 5, 6, 7, 8, 9]]));
  expect(() => featureInteraction(twins, 0)).toThrow(/η must be larger/);
  expect(() => featureInteraction(drawn(3, 5), 0)).toThrow(/η must be positive, got 0/);
  expect(() => residualProjection(drawn(3, 5), 0)).toThrow(RangeError);
});
