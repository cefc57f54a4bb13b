import { jit, numpy as np } from "@jax-js/jax";
import { beforeEach, expect, test, vi } from "vitest";
import { findInternals, type Internals } from "./internals.ts";

/* An engine that is not what fusion knows, or a machine that cannot run its kernels. */

const internals = findInternals()!;
const { programs, backend, example } = internals;
const { execute } = programs;
const { dispatch, prepareKernel, prepareKernelSync } = backend;

beforeEach(() => {
  vi.resetModules();
});

function expectUntouched() {
  expect(programs.execute).toBe(execute);
  expect(backend).toMatchObject({ dispatch, prepareKernel, prepareKernelSync });
  const f = jit((x: np.Array) => [np.sqrt(x.ref).add(1), x.mul(2)]);
  expect(f(np.array([1, 4, 9])).map((y) => [...y.dataSync()])).toEqual([
    [2, 3, 4],
    [2, 8, 18],
  ]);
}

test.each([
  ["does not compile", (f: unknown) => f],
  [
    "fails at the first function",
    () => {
      throw new Error("no such device");
    },
  ],
])("an engine that %s has nothing to find, and maps are themselves again", async (_, jit) => {
  vi.doMock("@jax-js/jax", async (original) => ({ ...(await original<object>()), jit }));
  const { set } = Map.prototype;
  const search = await import("./internals.ts");
  const { fuseKernels } = await import("./fuse.ts");
  vi.doUnmock("@jax-js/jax");
  expect(search.findInternals).not.toBe(findInternals);
  expect(search.findInternals()).toBeUndefined();
  expect(Map.prototype.set).toBe(set);
  fuseKernels();
  expectUntouched();
});

test.each<[string, () => Partial<Internals>]>([
  ["no steps", () => ({ example: { ...example, steps: [] } })],
  [
    "kernels of another kind",
    () => ({
      example: {
        ...example,
        steps: example.steps.map((step) =>
          step.type === "execute" ? { ...step, source: { size: 1, exp: {} } } : step,
        ),
      },
    }),
  ],
])("a program with %s is not understood", async (_, changes) => {
  vi.doMock("./internals.ts", () => ({ findInternals: () => ({ ...internals, ...changes() }) }));
  const { fuseKernels } = await import("./fuse.ts");
  vi.doUnmock("./internals.ts");
  fuseKernels();
  expectUntouched();
});

test("where there are no vector instructions, kernels stay apart", async () => {
  const validate = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  vi.doMock("./internals.ts", () => ({ findInternals: () => internals }));
  const { fuseKernels } = await import("./fuse.ts");
  vi.doUnmock("./internals.ts");
  fuseKernels();
  expect(validate).toHaveBeenCalledOnce();
  validate.mockRestore();
  expectUntouched();
});
