import { jacfwd, numpy as np, random } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import {
  compile,
  hessianOf,
  hessianSpectrum,
  linearAlgebra,
  OptionError,
  perceptron,
  quadratic,
  spectralDensity,
  type Tree,
  trees,
  valueAndGradient,
} from "../index.ts";

const vector = (values: number[], dtype: np.DType = np.float64) => np.array(values, { dtype });
const bowl = (eigenvalues: number[], dtype: "float32" | "float64" = "float64") => {
  const problem = quadratic({ eigenvalues, dtype });
  return (x: np.Array) => problem.loss(x, undefined);
};
const at = (n: number, dtype: np.DType = np.float64) => vector(Array(n).fill(0.3), dtype);
const valuesOf = (pairs: { value: number }[]) => pairs.map(({ value }) => value);

/** The Hessian as a matrix, by forward derivatives of the gradient. */
async function dense<P extends Tree>(loss: (params: P) => np.Array, params: P) {
  const program = compile(
    jacfwd((x: np.Array) => {
      const [value, gradient] = valueAndGradient(loss)(trees.fromVector(x, params));
      value.dispose();
      return trees.toVector(gradient);
    }),
  );
  const array = program(trees.toVector(trees.ref(params)));
  try {
    return await linearAlgebra.fromArray(array);
  } finally {
    array.dispose();
    program.dispose();
  }
}

/** A small network's mean squared error on eight points, in float64. */
function network() {
  const model = perceptron([2, 5, 1], "tanh", np.float64);
  const loss = (params: ReturnType<typeof model.initial>) => {
    const inputs = np.array([-1, 0.5, 0.2, 0.9, 0.7, -0.3, -0.6, -0.8, 0.1, 0.4, 1, 0, -0.2, 1, 0.3, -1], {
      shape: [8, 2],
      dtype: np.float64,
    });
    const targets = vector([1, -1, 0.5, 0.2, -0.7, 0.1, 0.9, -0.4]).reshape([8, 1]);
    return np.square(model.predict(params, inputs).sub(targets)).mean();
  };
  return { loss, params: model.initial(random.key(3)) };
}

describe("the spectrum of a Hessian", () => {
  test("is that of a quadratic, whatever its eigenvalues", async () => {
    const spectrum = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(spectrum, fc.integer({ min: 0, max: 99 }), async (eigenvalues, seed) => {
        const sorted = eigenvalues.toSorted((a, b) => b - a);
        const params = at(sorted.length);
        const { top, bottom, status } = await hessianSpectrum(bowl(eigenvalues), params, { top: 2, bottom: 2, seed });
        params.dispose();
        expect(status).not.toBe("breakdown");
        const found = [...valuesOf(top), ...valuesOf(bottom)];
        const expected = [sorted[0]!, sorted[1]!, sorted.at(-1)!, sorted.at(-2)!];
        for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 3);
        for (const { value, residual } of [...top, ...bottom]) {
          expect(Math.min(...sorted.map((own) => Math.abs(own - value)))).toBeLessThanOrEqual(residual + 1e-9);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("of a network agrees with the eigenvalues of the matrix, and its vectors are eigenvectors", async () => {
    const { loss, params } = network();
    const H = await dense(loss, params);
    const { values } = linearAlgebra.symmetricEigen(H);
    const { top, bottom } = await hessianSpectrum(loss, params, { top: 4, bottom: 3, tolerance: 1e-9 });
    expect(valuesOf(bottom)[0]).toBeLessThan(0);
    for (const [i, value] of valuesOf(top).entries()) expect(value).toBeCloseTo(values.at(-1 - i)!, 9);
    for (const [i, value] of valuesOf(bottom).entries()) expect(value).toBeCloseTo(values[i]!, 9);
    const scale = Math.abs(top[0]!.value);
    for (const { value, vector: y } of [...top, ...bottom]) {
      expect(linearAlgebra.norm(y)).toBeCloseTo(1, 12);
      const miss = linearAlgebra.addScaled(linearAlgebra.apply(H, y), -value, y);
      expect(linearAlgebra.norm(miss)).toBeLessThan(1e-8 * scale);
    }
    trees.dispose(params);
  });

  test("has repeated eigenvalues too, once there are as many iterations as parameters", async () => {
    const params = at(6);
    const { top } = await hessianSpectrum(bowl([7, 7, 7, 1, 1, -2]), params, { top: 6, tolerance: 1e-12 });
    for (const [i, expected] of [7, 7, 7, 1, 1, -2].entries()) expect(top[i]!.value).toBeCloseTo(expected, 10);
    params.dispose();
  });

  test("of a flat loss is 0", async () => {
    const params = at(5);
    const { top, bottom, status } = await hessianSpectrum((x: np.Array) => x.mul(2).sum(), params, {
      top: 2,
      bottom: 1,
    });
    expect([...valuesOf(top), ...valuesOf(bottom)]).toEqual([0, 0, 0]);
    expect(status).not.toBe("breakdown");
    params.dispose();
  });

  test("in float32 is right but for rounding", async () => {
    const params = at(30, np.float32);
    const eigenvalues = Array.from({ length: 30 }, (_, i) => 30 - i);
    const { top, bottom } = await hessianSpectrum(bowl(eigenvalues, "float32"), params, { top: 2, bottom: 1 });
    for (const [i, value] of [...valuesOf(top), ...valuesOf(bottom)].entries()) {
      expect(value).toBeCloseTo([30, 29, 1][i]!, 3);
    }
    params.dispose();
  });

  test("with a preconditioner is that of diag(p)⁻¹ H", async () => {
    const params = at(2);
    const loss = (x: np.Array) =>
      np
        .square(x)
        .mul(vector([4, 9]))
        .sum()
        .mul(0.5);
    const { top } = await hessianSpectrum(loss, params, { top: 2, preconditioner: [8, 3] });
    for (const [i, expected] of [3, 0.5].entries()) expect(top[i]!.value).toBeCloseTo(expected, 12);
    await expect(hessianSpectrum(loss, params, { preconditioner: [1, 0] })).rejects.toThrow("positive numbers, got 0");
    await expect(hessianSpectrum(loss, params, { preconditioner: [1] })).rejects.toThrow("2 entries, got 1");
    params.dispose();
  });

  test("that is not finite is told, and not waited for", async () => {
    const params = vector([0, 1]);
    const { top, status, products } = await hessianSpectrum((x: np.Array) => np.log(x).sum(), params);
    expect([status, products, top[0]!.value]).toEqual(["breakdown", 1, Number.NaN]);
    params.dispose();
  });

  test("can be asked for as many eigenvalues as there are parameters, and no more", async () => {
    const params = at(3);
    await expect(hessianSpectrum(bowl([1, 2, 3]), params, { top: 3, bottom: 1 })).rejects.toThrow(
      "hessianSpectrum: from 1 to 3 eigenvalues can be asked for, as many as there are parameters, got top 3 and bottom 1",
    );
    await expect(hessianSpectrum(bowl([1, 2, 3]), params, { top: 0 })).rejects.toThrow(OptionError);
    await expect(hessianSpectrum(bowl([1, 2, 3]), params, { tolerance: 0 })).rejects.toThrow("tolerance must be");
    params.dispose();
  });

  test("is the same for the same seed, and traces the loss once for any number of points", async () => {
    let traced = 0;
    const hessian = hessianOf((x: np.Array) => {
      traced++;
      return x.ref.mul(x.ref).mul(x).sum();
    });
    const look = async (value: number) => {
      const params = vector([value, 1, 2, 5]);
      const { top } = await hessianSpectrum(hessian, params, { iterations: 2 });
      params.dispose();
      return top[0]!.value;
    };
    const first = await look(3);
    const once = traced;
    expect(await look(3)).toBe(first);
    expect(await look(4)).not.toBe(first);
    expect(traced).toBe(once);
    hessian.dispose();
  });

  test("leaves no arrays behind, on batches neither", async () => {
    const { loss, params } = network();
    await expectNoLeak(() => hessianSpectrum(loss, params, { top: 2 }));
    const batched = {
      batches: () => () => vector([1, 2]),
      loss: (x: np.Array, batch: np.Array) => np.square(x.sub(batch)).sum(),
    };
    const point = vector([1, 2]);
    await expectNoLeak(() => hessianSpectrum(batched, point));
    expect((await hessianSpectrum(batched, point)).top[0]!.value).toBeCloseTo(2, 12);
    trees.dispose([params, point] as Tree);
  });
});

describe("the density of a Hessian's eigenvalues", () => {
  test("has weights of sum 1 and, from whole Krylov spaces, the eigenvalues for nodes", async () => {
    const params = at(4);
    const { nodes, weights } = await spectralDensity(bowl([-3, 0, 2, 5]), params, { probes: 3 });
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const node of nodes) expect(Math.min(...[-3, 0, 2, 5].map((own) => Math.abs(own - node)))).toBeLessThan(1e-8);
    params.dispose();
  });

  test("has the mean of the eigenvalues but for the probes' chance, and an integral of 1", async () => {
    const eigenvalues = Array.from({ length: 60 }, (_, i) => i / 10);
    const params = at(60);
    const {
      nodes,
      weights,
      at: density,
    } = await spectralDensity(bowl(eigenvalues), params, {
      probes: 20,
      iterations: 15,
    });
    const mean = nodes.reduce((sum, node, i) => sum + weights[i]! * node, 0);
    // Four standard errors: the variance of one probe is about 2/60 of the spectrum's.
    expect(Math.abs(mean - 2.95)).toBeLessThan(4 * Math.sqrt((2 / 60) * (3 / 20)));
    let integral = 0;
    for (let x = -2; x <= 8; x += 0.01) integral += 0.01 * density(x, 0.1);
    expect(integral).toBeCloseTo(1, 6);
    expect(() => density(0, 0)).toThrow("width must be a positive number, got 0");
    params.dispose();
  });
});
