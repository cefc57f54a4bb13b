import fc from "fast-check";
import { expect, test } from "vitest";
import { addScaled, dot, norm } from "../../engine/linear-algebra/vector.ts";
import { generator } from "../../engine/random.ts";
import { linearAlgebra, type Sketch, sketchAndProject } from "../../index.ts";

const { apply, identity, multiply, solve, transpose } = linearAlgebra;

/** A random regular symmetric matrix, indefinite as KKT matrices are, and a right-hand side. */
function system(seed: number, N: number) {
  const random = generator(seed);
  const A = { rows: N, columns: N, data: random.normals(N * N) };
  const symmetric = addScaled(A.data, 1, transpose(A).data);
  const K = { ...A, data: addScaled(symmetric, 0.5, identity(N).data) };
  return { K, b: random.normals(N), random };
}

const sketchesOf = (N: number, random: ReturnType<typeof generator>): Sketch[] => [
  { kind: "gaussian", next: () => random.normals(N) },
  { kind: "rows", next: () => random.integer(N) },
  { kind: "blocks", next: () => Array.from(random.permutation(N).subarray(0, 2)) },
];

const cases = fc.record({ seed: fc.nat(1e6), N: fc.integer({ min: 2, max: 7 }), kind: fc.integer({ min: 0, max: 2 }) });

test("no step takes d further from the solution, and each is orthogonal to what remains", () => {
  fc.assert(
    fc.property(cases, ({ seed, N, kind }) => {
      const { K, b, random } = system(seed, N);
      const solution = solve(K, b)!;
      fc.pre(norm(solution) < 1e3);
      const sketched = sketchAndProject(K, b, sketchesOf(N, random)[kind]!);
      for (let step = 0; step < 20; step++) {
        const before = addScaled(sketched.d, -1, solution);
        const start = sketched.d.slice();
        sketched.advance(1);
        const after = addScaled(sketched.d, -1, solution);
        expect(norm(after)).toBeLessThanOrEqual(norm(before) * (1 + 1e-9) + 1e-12);
        const change = addScaled(sketched.d, -1, start);
        expect(Math.abs(dot(change, after))).toBeLessThan(1e-7 * (1 + norm(before) ** 2));
      }
    }),
    { numRuns: 60 },
  );
});

test("r is K d − b however many steps were made", () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 300 }), ({ seed, N, kind }, steps) => {
      const { K, b, random } = system(seed, N);
      const sketched = sketchAndProject(K, b, sketchesOf(N, random)[kind]!);
      sketched.advance(steps);
      expect(norm(addScaled(sketched.r, -1, addScaled(apply(K, sketched.d), -1, b)))).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test("after one step with a single equation that equation is solved, and with all equations everything is", () => {
  const { K, b } = system(3, 5);
  const one = sketchAndProject(K, b, { kind: "rows", next: () => 2 });
  one.advance(1);
  expect(Math.abs(one.r[2]!)).toBeLessThan(1e-12);
  const all = sketchAndProject(K, b, { kind: "blocks", next: () => [0, 1, 2, 3, 4] });
  all.advance(1);
  expect(norm(all.r)).toBeLessThan(1e-9);
});

test("it stops as soon as the residual is small enough, and counts what it did", () => {
  const { K, b, random } = system(5, 4);
  const sketched = sketchAndProject(K, b, { kind: "rows", next: () => random.integer(4) });
  const made = sketched.advance(1e6, 1e-6 * norm(b));
  expect(norm(sketched.r)).toBeLessThanOrEqual(1.01e-6 * norm(b));
  expect(made).toBeLessThan(1e6);
  expect(sketched.advance(10, norm(b))).toBe(0);
  expect(sketched.flops).toBe(2 * 4 ** 3 + made * 24);
});

test("a combination that vanishes changes nothing", () => {
  const K = multiply(identity(2), { rows: 2, columns: 2, data: Float64Array.of(1, 0, 0, 0) });
  const b = Float64Array.of(1, 0);
  for (const sketch of [
    { kind: "rows", next: () => 1 },
    { kind: "gaussian", next: () => Float64Array.of(0, 0) },
    { kind: "blocks", next: () => [1] },
  ] as Sketch[]) {
    const sketched = sketchAndProject(K, b, sketch);
    sketched.advance(3);
    expect(Array.from(sketched.d)).toEqual([0, 0]);
  }
});

test("shapes are checked", () => {
  const next = () => 0;
  expect(() => sketchAndProject(identity(2), new Float64Array(3), { kind: "rows", next })).toThrow(
    "b must have 2 entries, got 3",
  );
});
