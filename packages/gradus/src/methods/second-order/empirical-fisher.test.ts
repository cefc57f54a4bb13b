import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import {
  empiricalFisher,
  type HasInitial,
  type HasResiduals,
  linearAlgebra,
  minimize,
  rosenbrock,
  sgd,
  trees,
} from "../../index.ts";
import { linearSystem, smallNetwork } from "./small-problems.ts";

const { addScaled, apply, applyTransposed, fromRows, identity, innerProducts, norm, scaled, solve, transpose } =
  linearAlgebra;

const after = async (problem: never, method: never, steps: number) => {
  const { answer } = await minimize(problem, method, { steps });
  return Float64Array.from(await trees.toVector(answer as np.Array).data());
};

test("one step is −η (F + λ I)⁻¹ ḡ, for fewer samples than parameters and for more", async () => {
  for (const [m, n] of [
    [3, 5],
    [8, 2],
  ] as const) {
    const problem = linearSystem(m, n, { factor: 1 });
    // From 0 the residuals are −b; with the identity's columns for x they give A.
    const zero = np.zeros([n], { dtype: np.float64 });
    const r = Float64Array.from(await problem.residuals(zero, undefined).data());
    const columns: Float64Array[] = [];
    for (let j = 0; j < n; j++) {
      const unit = np.array(
        Float64Array.from({ length: n }, (_, i) => Number(i === j)),
        { dtype: np.float64 },
      );
      columns.push(addScaled(Float64Array.from(await problem.residuals(unit, undefined).data()), -1, r));
    }
    const gradients = transpose(fromRows(columns.map((column) => column.map((a, row) => a * r[row]!))));
    const F = innerProducts(transpose(gradients), transpose(gradients));
    const damped = { ...F, data: F.data.map((value, i) => value / m + 0.3 * identity(n).data[i]!) };
    const mean = applyTransposed(gradients, new Float64Array(m).fill(1 / m));
    const expected = scaled(solve(damped, mean)!, -0.2);
    const method = empiricalFisher({ learningRate: 0.2, damping: 0.3 });
    expect(norm(addScaled(await after(problem as never, method as never, 1), -1, expected))).toBeLessThan(1e-10);
    expect(norm(addScaled(apply(damped, expected), 0.2, mean))).toBeLessThan(1e-12);
  }
});

test("with large damping it is gradient descent with step η/λ", async () => {
  const problem: HasInitial<np.Array> & HasResiduals<np.Array> = rosenbrock({ start: [-0.5, 0.5] });
  const loss = (x: np.Array) => np.square(problem.residuals(x, undefined)).mean().mul(0.5);
  const damped = await after(problem as never, empiricalFisher({ learningRate: 1e7, damping: 1e10 }) as never, 3);
  const plain = await after({ ...problem, loss } as never, sgd({ learningRate: 1e-3 }) as never, 3);
  expect(norm(addScaled(damped, -1, plain))).toBeLessThan(1e-5 * norm(plain));
});

test("blocks of arrays: the same for one array, another for two", async () => {
  const whole = linearSystem(3, 5);
  const one = await after(whole as never, empiricalFisher({ blocks: "arrays" }) as never, 2);
  expect(norm(addScaled(one, -1, await after(whole as never, empiricalFisher() as never, 2)))).toBeLessThan(1e-12);
  const network = smallNetwork();
  const blocks = await after(network as never, empiricalFisher({ blocks: "arrays" }) as never, 1);
  const all = await after(network as never, empiricalFisher() as never, 1);
  expect(norm(addScaled(blocks, -1, all))).toBeGreaterThan(1e-6);
});

test("of several numbers a sample, the loss is half their mean square", async () => {
  const network = smallNetwork({ outputs: 3 });
  const losses = {
    ...network,
    loss: (params: never, batch: never) => np.square(network.residuals(params, batch)).mean().mul(0.5),
  };
  const damped = await after(network as never, empiricalFisher({ learningRate: 1e7, damping: 1e10 }) as never, 2);
  const plain = await after(losses as never, sgd({ learningRate: 1e-3 }) as never, 2);
  expect(norm(addScaled(damped, -1, plain))).toBeLessThan(1e-6 * norm(plain));
});
