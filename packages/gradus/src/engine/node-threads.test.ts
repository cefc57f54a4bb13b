import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const index = JSON.stringify(new URL("../index.ts", import.meta.url).href);
const threads = JSON.stringify(new URL("./node-threads.ts", import.meta.url).href);

/** Runs a module in a process of its own, which must end by itself. Returns what it prints. */
async function inChild(source: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@gradus/source", "--input-type=module", "--eval", source],
    { cwd: import.meta.dirname, timeout: 50_000 },
  );
  return JSON.parse(stdout);
}

const training = `
  const { adabelief, minimize } = await import(${index});
  const { numpy: np } = await import("@jax-js/jax");
  const wave = (n) => np.array(Float32Array.from({ length: n }, (_, i) => Math.sin(i)));
  const problem = {
    initial: (key) => (key.dispose(), wave(50_000)),
    loss: (x) => np.square(x.sub(1)).sum(),
  };
  const { answer, trace } = await minimize(problem, adabelief({ learningRate: 0.1 }), { steps: 20 });
  const objectives = trace.rows.map((row) => row.objective);
  const result = { objectives, answer: [...(await answer.data())].slice(0, 100) };
`;

test("a run on threads gives the numbers of a run without, and the process ends", async () => {
  const alone = (await inChild(`${training} console.log(JSON.stringify(result));`)) as { objectives: number[] };
  const onThreads = (await inChild(`
    await import(${threads});
    let started = 0;
    const Original = globalThis.Worker;
    globalThis.Worker = class extends Original { constructor(url) { super(url); started++; } };
    ${training}
    console.log(JSON.stringify({ ...result, cores: navigator.hardwareConcurrency, started }));
  `)) as { objectives: number[]; cores: number; started: number };
  const { cores, started, ...result } = onThreads;
  expect(result).toEqual(alone);
  expect(started).toBe(cores);
  expect(alone.objectives.at(-1)).toBeLessThan(alone.objectives[0]!);
});

test("threads that come after the engine are refused", async () => {
  const message = await inChild(`
    await import(${index});
    console.log(JSON.stringify(await import(${threads}).catch(({ name, message }) => [name, message])));
  `);
  expect(message).toEqual([
    "DeviceError",
    "threads: import 'gradus/node-threads' before 'gradus', which is loaded already",
  ]);
});

test("scripts from elsewhere than blob: URLs are refused, a script that fails is reported", async () => {
  const outcome = await inChild(`
    await import(${threads});
    const refused = (() => { try { new Worker("data:text/javascript,"); } catch ({ message }) { return message; } })();
    const failing = new Worker(URL.createObjectURL(new Blob(["throw new Error('no luck')"])));
    const reported = await new Promise((resolve) => { failing.onerror = ({ message }) => resolve(message); failing.postMessage(0); });
    console.log(JSON.stringify([refused, reported]));
  `);
  expect(outcome).toEqual(["a thread starts from a blob: URL, got data:text/javascript,", "no luck"]);
});
