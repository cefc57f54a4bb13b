import { numpy as np } from "@jax-js/jax";
import { safetensors } from "@jax-js/loaders";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError, decodeCheckpoint, encodeCheckpoint } from "../index.ts";

const about = { method: "m", problem: "p", seed: 3, step: 0, seconds: 0.25, rows: [] };
const save = (state: unknown) => encodeCheckpoint({ ...about, state });
const roundTrip = async <T>(state: T): Promise<T> => decodeCheckpoint<T>(await save(state)).state;

describe("a checkpoint", () => {
  test("brings arrays of every dtype and shape back", async () => {
    const state = {
      a: np.array(
        [
          [0.1, 2],
          [3, 4],
        ],
        { dtype: np.float64 },
      ),
      b: [np.array([1.5, -2]), np.array([1, 2, 3], { dtype: np.int32 })],
      c: np.array(7, { dtype: np.uint32 }),
      d: np.array([true, false, true]),
      e: np.array([1, 0.5], { dtype: np.float16 }),
    };
    const back = await roundTrip(state);
    expect(back.a.shape).toEqual([2, 2]);
    expect(await back.a.data()).toEqual(Float64Array.of(0.1, 2, 3, 4));
    expect(back.b.map((x) => x.dtype)).toEqual(["float32", "int32"]);
    expect(back.c.js()).toBe(7);
    expect(back.d.js()).toEqual([true, false, true]);
    expect(back.e.dtype).toBe("float16");
  });

  test("brings numbers back bit for bit, whatever they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double()), async (numbers) => {
        const state = { numbers, typed: Float64Array.from(numbers) };
        const back = await roundTrip(state);
        expect(back.numbers).toEqual(numbers);
        expect(back.typed).toEqual(state.typed);
      }),
      { numRuns: 50 },
    );
  });

  test("keeps strings, switches, null and empty containers", async () => {
    const state = { phase: "search", done: false, none: null, list: [], nothing: {} };
    expect(await roundTrip(state)).toEqual(state);
  });

  test("is a safetensors file that other readers understand", async () => {
    const file = safetensors.parse(await save({ w: np.array([1, 2]) }));
    expect(Object.values(file.tensors).map(({ dtype, shape }) => [dtype, shape])).toEqual([["F32", [2]]]);
  });

  test("keeps where the run stood, non-finite objectives included", async () => {
    const rows = [{ step: 1, seconds: 0.5, objective: Number.NaN, calls: { gradient: 2 }, extra: {} }];
    const bytes = await encodeCheckpoint({ ...about, rows, state: [] });
    expect(decodeCheckpoint(bytes)).toMatchObject({ method: "m", seed: 3, seconds: 0.25, rows });
  });
});

describe("a damaged checkpoint is refused in one line", () => {
  test("truncated anywhere", async () => {
    const bytes = await save({ w: np.array(new Float32Array(100)), step: 3 });
    for (const length of [0, 5, 8, 100, bytes.length - 1]) {
      expect(() => decodeCheckpoint(bytes.slice(0, length))).toThrow(CheckpointError);
    }
  });

  test("not a checkpoint at all", () => {
    expect(() => decodeCheckpoint(new TextEncoder().encode("hello, this is text"))).toThrow(
      "not a checkpoint: the file is not a whole safetensors file",
    );
  });

  test("a safetensors file of something else", async () => {
    const header = new TextEncoder().encode('{"__metadata__":{"format":"pt"}}');
    const bytes = new Uint8Array(8 + header.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(header, 8);
    expect(() => decodeCheckpoint(bytes)).toThrow("the file's format is 'pt', expected 'gradus-checkpoint-1'");
  });

  test("a state that cannot be saved names what it holds", async () => {
    await expect(save({ when: new Date() })).rejects.toThrow("a state cannot hold Date");
  });
});
