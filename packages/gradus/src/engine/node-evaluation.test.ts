import { expect, test } from "vitest";
import { consensus, lastRow, minimize, OptionError } from "../index.ts";
import { evaluateOnThreads } from "./node-evaluation.ts";

const moduleOf = (source: string) => new URL(`data:text/javascript,${encodeURIComponent(source)}`);
const bowl = moduleOf("export default async ([x, y]) => x * x + 2 * y * y;");

test("values come in the order of the points, whatever the number of threads", async () => {
  const points = Array.from({ length: 7 }, (_, i) => Float64Array.of(i, 1));
  for (const threads of [1, 3, 9]) {
    const box = evaluateOnThreads(bowl, { threads });
    expect(await box.evaluate(points)).toEqual([2, 3, 6, 11, 18, 27, 38]);
    expect(await box.evaluate([])).toEqual([]);
    await box.close();
    await expect(box.evaluate(points)).rejects.toThrow("the threads are closed");
  }
});

test("a search on threads makes the same steps as one without", async () => {
  const box = evaluateOnThreads(bowl, { threads: 2 });
  const run = async (evaluate: (points: Float64Array[]) => number[] | Promise<number[]>) => {
    const { answer, trace } = await minimize({ dimension: 2, evaluate }, consensus({ particles: 10 }), { steps: 20 });
    answer.dispose();
    return lastRow(trace).objective;
  };
  const alone = await run((points) => points.map(([x = 0, y = 0]) => x * x + 2 * y * y));
  expect(await run(box.evaluate)).toBe(alone);
  await box.close();
});

test("a point at which the function throws is NaN; all of them, or a module without a function, are an error", async () => {
  const picky = evaluateOnThreads(
    moduleOf("export default ([x]) => { if (x < 1) throw Error('below 1'); return x; };"),
    {
      threads: 2,
    },
  );
  expect(await picky.evaluate([Float64Array.of(0), Float64Array.of(2)])).toEqual([Number.NaN, 2]);
  await expect(picky.evaluate([Float64Array.of(0), Float64Array.of(-1)])).rejects.toThrow("below 1");
  await picky.close();
  const empty = evaluateOnThreads(moduleOf("export const f = 1;"), { threads: 1 });
  await expect(empty.evaluate([Float64Array.of(0)])).rejects.toThrow(/it has no default export that is a function/);
  await empty.close();
  expect(() => evaluateOnThreads(bowl, { threads: 0 })).toThrow(OptionError);
});
