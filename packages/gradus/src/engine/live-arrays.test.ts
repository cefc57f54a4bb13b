import { jit, numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { expectNoLeak, liveArrays } from "./live-arrays.ts";

const data = () => np.array(Float64Array.from({ length: 200 }, (_, i) => i));

test("an array counts while it is held, whatever its number of handles", async () => {
  const before = await liveArrays();
  const x = data();
  expect(await liveArrays()).toBe(before + 1);
  x.ref.dispose();
  expect(await liveArrays()).toBe(before + 1);
  x.dispose();
  expect(await liveArrays()).toBe(before);
});

test("results of compiled programs count, their intermediates do not", async () => {
  const before = await liveArrays();
  const f = jit((x: np.Array) => np.sqrt(x.ref).sum().add(x.max()));
  const y = f(data());
  await y.ref.data();
  expect(await liveArrays()).toBe(before + 1);
  y.dispose();
  f.dispose();
  expect(await liveArrays()).toBe(before);
});

test("work that leaves nothing passes", async () => {
  const f = jit((x: np.Array) => x.mul(2));
  await expectNoLeak(async () => {
    await f(data()).data();
  });
  f.dispose();
});

test("a forgotten array is found", async () => {
  const forgotten: np.Array[] = [];
  await expect(expectNoLeak(() => void forgotten.push(data(), data()))).rejects.toThrow("2 more buffers are live");
  for (const x of forgotten) x.dispose();
});

test("a forgotten handle is found", async () => {
  const kept: np.Array[] = [];
  await expect(
    expectNoLeak(() => {
      const x = data();
      kept.push(x.ref);
      x.dispose();
    }),
  ).rejects.toThrow("1 more buffers");
  for (const x of kept) x.dispose();
});
