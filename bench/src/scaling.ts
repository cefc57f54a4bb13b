import { type PowerLaw, powerLaw } from "gradus";
import { spread } from "./statistics.ts";
import { type Column, table, threeDigits } from "./table.ts";

/** Something whose time is taken at several sizes. */
export type Scaled = {
  name: string;
  /** What the size is: "P d". */
  of: string;
  sizes: number[];
  /** Gets ready at a size; what comes back does the work once. */
  prepare(size: number): Promise<() => void | Promise<void>>;
};

/** Median seconds at each size, and the power law through them. */
export type Scaling = { name: string; of: string; seconds: [size: number, seconds: number][]; law: PowerLaw };

/** A time is taken over so much work at least, since clocks are coarse and pauses are not. */
const leastSeconds = 0.03;

/** Times work at each size, all sizes in turn in each round, so that a busy while slows all of them. */
export async function measureScaling(
  { name, of, sizes, prepare }: Scaled,
  rounds: number,
  onProgress: (text: string) => void,
): Promise<Scaling> {
  const works: { size: number; work: () => void | Promise<void>; count: number; seconds: number[] }[] = [];
  for (const size of sizes) {
    onProgress(`${name}, ${of} = ${size}`);
    const work = await prepare(size);
    await secondsOf(work, 1);
    let count = 1;
    while ((await secondsOf(work, count)) * count < leastSeconds) count *= 2;
    works.push({ size, work, count, seconds: [] });
  }
  for (let round = 0; round < rounds; round++) {
    onProgress(`${name}, round ${round + 1} of ${rounds}`);
    for (const { work, count, seconds } of works) seconds.push(await secondsOf(work, count));
  }
  const seconds = works.map(({ size, seconds }): [number, number] => [size, spread(seconds).median]);
  return { name, of, seconds, law: powerLaw(seconds) };
}

/** Seconds of one piece of work out of so many. */
async function secondsOf(work: () => void | Promise<void>, count: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < count; i++) await work();
  return (performance.now() - start) / 1000 / count;
}

const columns: Column[] = [
  { heading: "", align: "left" },
  { heading: "size", align: "left" },
  { heading: "milliseconds at each size", align: "left" },
  { heading: "exponent [95 %]", align: "right" },
  { heading: "of the two largest", align: "right" },
];

/** A line for each thing that was timed; the last column is the exponent between the two largest sizes alone. */
export const scalingTable = (scalings: Scaling[]): string =>
  table(
    columns,
    scalings.map(({ name, of, seconds, law: { exponent, low, high } }) => [
      name,
      `${of} = ${seconds.map(([size]) => size).join(", ")}`,
      seconds.map(([, value]) => threeDigits(value * 1e3)).join(", "),
      `${exponent.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`,
      powerLaw(seconds.slice(-2)).exponent.toFixed(2),
    ]),
  );
