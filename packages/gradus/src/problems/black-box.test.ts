import { random } from "@jax-js/jax";
import { describe, expect, it } from "vitest";
import { minimize } from "../core/minimize.ts";
import { liveArrays } from "../engine/live-arrays.ts";
import { nelderMead } from "../methods/derivative-free/nelder-mead.ts";
import { blackBox } from "./black-box.ts";

const parabola = ([x, y]: Float64Array): number => (x! - 1) ** 2 + (y! + 2) ** 2;

describe("a plain function as a problem", () => {
  it("is minimised as it stands", async () => {
    const { answer, trace } = await minimize(blackBox(parabola, { dimension: 2 }), nelderMead(), { steps: 200 });
    expect(trace.rows.at(-1)!.objective).toBeLessThan(1e-8);
    const [x, y] = (await answer.data()) as Float64Array;
    expect(x).toBeCloseTo(1, 3);
    expect(y).toBeCloseTo(-2, 3);
  });

  it("has the function's name, or the one that is given", () => {
    expect(blackBox(parabola, { dimension: 2 }).name).toBe("parabola");
    expect(blackBox(parabola, { dimension: 2, name: "mine" }).name).toBe("mine");
    expect(blackBox((() => 0) as () => number, { dimension: 1 }).name).toBe("black box");
  });

  it.each([
    [{ dimension: 2 }, [0, 0]],
    [{ dimension: 2, domain: { lower: -1, upper: [3, 5] } }, [1, 2]],
    [{ dimension: 2, domain: { lower: -1, upper: 1 }, start: [9, 8] }, [9, 8]],
  ])("%j begins at %j", async (options, start) => {
    const before = await liveArrays();
    const first = blackBox(parabola, options).initial(random.key(0));
    expect([...(await first.data())]).toEqual(start);
    expect(await liveArrays()).toBe(before);
  });

  it("works on the points of a step at once where the function waits", async () => {
    let [running, most] = [0, 0];
    const slow = async ([x]: Float64Array): Promise<number> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return x!;
    };
    const values = await blackBox(slow, { dimension: 1 }).evaluate([1, 2, 3].map((x) => Float64Array.of(x)));
    expect([...values]).toEqual([1, 2, 3]);
    expect(most).toBe(3);
  });

  it("gives the function points of its own", async () => {
    const point = Float64Array.of(1, 2);
    const spoil = (x: Float64Array): number => x.fill(7)[0]!;
    expect([...(await blackBox(spoil, { dimension: 2 }).evaluate([point]))]).toEqual([7]);
    expect([...point]).toEqual([1, 2]);
  });

  it.each([
    [{ dimension: 0 }, "blackBox: dimension must be a whole number ≥ 1, got 0"],
    [{ dimension: 2, start: [1] }, "blackBox: start must have 2 entries, got 1"],
    [{ dimension: 2, domain: { lower: [0], upper: 1 } }, "blackBox: domain.lower must have 2 entries, got 1"],
    [
      { dimension: 1, domain: { lower: 2, upper: 1 } },
      "blackBox: domain.lower must be at most domain.upper, got 2 and 1",
    ],
  ])("refuses %j", (options, message) => {
    expect(() => blackBox(parabola, options)).toThrow(message);
  });
});
