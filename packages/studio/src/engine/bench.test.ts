import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createWorkshop } from "./bench.ts";
import type { Hand } from "./hand.ts";
import type { Outcome } from "./protocol.ts";

type Call = {
  worker: number;
  name: string;
  given: unknown;
  end(outcome: Outcome<unknown>): void;
  report(data: unknown): void;
};

/** Workers that do what a test tells them. */
function fakeWorkers({ obeys = true } = {}) {
  const calls: Call[] = [];
  const ended: number[] = [];
  const broken: ((reason: string) => void)[] = [];
  let count = 0;
  const spawn = (): Hand => {
    const worker = count++;
    const { promise, resolve } = Promise.withResolvers<string>();
    broken.push(resolve);
    let current: Call | undefined;
    return {
      perform: (name, given, device, report) => {
        const { promise: outcome, resolve: end } = Promise.withResolvers<Outcome<never>>();
        if (name === "start") return Promise.resolve({ value: { device, name: "fake", isIsolated: true } as never });
        current = { worker, name, given, end: end as Call["end"], report: report as Call["report"] };
        calls.push(current);
        return outcome;
      },
      stop: () => {
        if (obeys) current?.end({ value: aborted });
      },
      broken: promise,
      end: () => ended.push(worker),
    };
  };
  return { spawn, calls, ended, broken, started: () => count };
}

const trace = (status: string) => ({ trace: { status, reason: status, rows: [] }, metrics: [] });
const aborted = trace("aborted");
const job = (seed: number) => ({
  problem: { kind: "catalogue", text: "sphere" } as const,
  method: { name: "adam", options: {} },
  seed,
  budget: { steps: 5 },
});
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the jobs of a bench", () => {
  test("run one at a time, in order, on one worker", async () => {
    const { spawn, calls, started } = fakeWorkers();
    const bench = createWorkshop({ spawn, capacity: 4 }).bench();
    const results = [bench.runContender(job(0)), bench.runContender(job(1))];
    await settled();
    expect(calls).toHaveLength(1);
    calls[0]!.end({ value: trace("budget") });
    await settled();
    expect(calls.map(({ given }) => (given as { seed: number }).seed)).toEqual([0, 1]);
    calls[1]!.end({ value: trace("diverged") });
    expect((await Promise.all(results)).map(({ trace }) => trace.status)).toEqual(["budget", "diverged"]);
    expect(started()).toBe(1);
  });

  test("go on after one that failed, with the worker's error and its place", async () => {
    const { spawn, calls } = fakeWorkers();
    const bench = createWorkshop({ spawn }).bench();
    const failing = bench.checkOwn("code");
    const next = bench.checkOwn("code");
    failing.catch(() => {});
    await settled();
    calls[0]!.end({ failure: { name: "SyntaxError", message: "unexpected token", line: 3, column: 7 } });
    await expect(failing).rejects.toMatchObject({
      name: "SyntaxError",
      message: "unexpected token",
      line: 3,
      column: 7,
    });
    await settled();
    calls[1]!.end({ value: { name: "mine", capabilities: [] } });
    expect(await next).toEqual({ name: "mine", capabilities: [] });
  });

  test("report where they stand and what they observe", async () => {
    const { spawn, calls } = fakeWorkers();
    const bench = createWorkshop({ spawn }).bench();
    const states: string[] = [];
    const seen: unknown[] = [];
    const result = bench.runContender(job(0), {
      onState: (state) => states.push(state),
      onRows: (rows) => seen.push(rows),
    });
    await settled();
    calls[0]!.report({ contender: "adam", rows: [] });
    calls[0]!.end({ value: trace("budget") });
    await result;
    expect(states).toEqual(["waiting", "starting", "running"]);
    expect(seen).toEqual([{ contender: "adam", rows: [] }]);
  });
});

describe("workers", () => {
  test("are no more than the capacity, and questions have one of their own", async () => {
    const { spawn, calls, started } = fakeWorkers();
    const workshop = createWorkshop({ spawn, capacity: 2 });
    const benches = [workshop.bench(), workshop.bench(), workshop.bench()];
    const results = benches.map((bench, seed) => bench.runContender(job(seed)));
    const catalogue = workshop.catalogue();
    await settled();
    expect(started()).toBe(3);
    expect(calls.map(({ name }) => name).sort()).toEqual(["catalogue", "contender", "contender"]);
    for (const call of calls)
      call.end({ value: call.name === "catalogue" ? { methods: [], problems: [] } : trace("budget") });
    expect(await catalogue).toEqual({ methods: [], problems: [] });
    await settled();
    calls[3]!.end({ value: trace("budget") });
    await Promise.all(results);
    expect(started()).toBe(3);
  });

  test("stay with their bench while there is another", async () => {
    const { spawn, calls } = fakeWorkers();
    const workshop = createWorkshop({ spawn, capacity: 2 });
    const [first, second] = [workshop.bench(), workshop.bench()];
    for (const bench of [first, second, first, second, second, first]) {
      const result = bench.runContender(job(0));
      await settled();
      calls.at(-1)!.end({ value: trace("budget") });
      await result;
    }
    expect(calls.map(({ worker }) => worker)).toEqual([0, 1, 0, 1, 1, 0]);
  });

  test("of a closed bench serve the next", async () => {
    const { spawn, calls, started } = fakeWorkers();
    const workshop = createWorkshop({ spawn, capacity: 4 });
    for (let i = 0; i < 3; i++) {
      const bench = workshop.bench();
      const result = bench.runContender(job(0));
      await settled();
      calls.at(-1)!.end({ value: trace("budget") });
      await result;
      bench.close();
    }
    expect(started()).toBe(1);
  });

  test("with nothing to do are ended after a while, not before", async () => {
    const { spawn, calls, ended } = fakeWorkers();
    const bench = createWorkshop({ spawn, idleTime: 1000 }).bench();
    const result = bench.runContender(job(0));
    await vi.advanceTimersByTimeAsync(5000);
    expect(ended).toEqual([]);
    calls[0]!.end({ value: trace("budget") });
    await result;
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toEqual([0]);
  });

  test("that break fail their job and are replaced", async () => {
    const { spawn, calls, ended, broken } = fakeWorkers();
    const bench = createWorkshop({ spawn }).bench();
    const failing = bench.runContender(job(0));
    failing.catch(() => {});
    const next = bench.runContender(job(1));
    await settled();
    broken[0]!("out of memory");
    await expect(failing).rejects.toMatchObject({ name: "Crash", message: expect.stringContaining("out of memory") });
    await settled();
    expect(ended).toEqual([0]);
    expect(calls[1]!.worker).toBe(1);
    calls[1]!.end({ value: trace("budget") });
    await next;
  });
});

describe("a job that is cancelled", () => {
  test("ends after its step and keeps its trace", async () => {
    const { spawn, ended } = fakeWorkers();
    const controller = new AbortController();
    const result = createWorkshop({ spawn }).bench().runContender(job(0), { signal: controller.signal });
    await settled();
    controller.abort();
    expect((await result).trace).toMatchObject({ status: "aborted", reason: "aborted" });
    expect(ended).toEqual([]);
  });

  test("is ended with its worker if it does not listen, and the next one gets another worker", async () => {
    const { spawn, calls, ended } = fakeWorkers({ obeys: false });
    const bench = createWorkshop({ spawn }).bench();
    const controller = new AbortController();
    const result = bench.runContender(job(0), { signal: controller.signal });
    result.catch(() => {});
    const next = bench.runContender(job(1));
    await settled();
    controller.abort();
    await vi.advanceTimersByTimeAsync(1400);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    await expect(result).rejects.toMatchObject({ name: "Stopped" });
    expect(ended).toEqual([0]);
    expect(calls[1]!.worker).toBe(1);
    calls[1]!.end({ value: trace("budget") });
    await next;
  });

  test("while it waits is never sent", async () => {
    const { spawn, calls } = fakeWorkers();
    const workshop = createWorkshop({ spawn, capacity: 1 });
    const running = workshop.bench().runContender(job(0));
    const controller = new AbortController();
    const waiting = workshop.bench().runContender(job(1), { signal: controller.signal });
    waiting.catch(() => {});
    const third = workshop.bench().runContender(job(2));
    await settled();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: "Stopped" });
    calls[0]!.end({ value: trace("budget") });
    await running;
    await settled();
    expect(calls.map(({ given }) => (given as { seed: number }).seed)).toEqual([0, 2]);
    calls[1]!.end({ value: trace("budget") });
    await third;
  });
});

describe("a time limit", () => {
  test("ends a run that listens, and says so in its trace", async () => {
    const { spawn } = fakeWorkers();
    const result = createWorkshop({ spawn }).bench().runContender(job(0), { timeLimit: 2 });
    await vi.advanceTimersByTimeAsync(2000);
    expect((await result).trace).toMatchObject({ status: "aborted", reason: "time limit of 2 s" });
  });

  test("ends an endless loop with its worker", async () => {
    const { spawn, ended } = fakeWorkers({ obeys: false });
    const result = createWorkshop({ spawn }).bench().checkOwn("for (;;);", { timeLimit: 2 });
    result.catch(() => {});
    await vi.advanceTimersByTimeAsync(3600);
    await expect(result).rejects.toMatchObject({ name: "TimeLimit", message: expect.stringContaining("2 s") });
    expect(ended).toEqual([0]);
  });

  test("does nothing to a job that ends in time", async () => {
    const { spawn, calls, ended } = fakeWorkers({ obeys: false });
    const result = createWorkshop({ spawn, idleTime: 60_000 }).bench().runContender(job(0), { timeLimit: 2 });
    await settled();
    calls[0]!.end({ value: trace("budget") });
    expect((await result).trace.status).toBe("budget");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ended).toEqual([]);
  });
});

test("answers to questions are remembered, failures are not", async () => {
  const { spawn, calls } = fakeWorkers();
  const workshop = createWorkshop({ spawn });
  const failing = workshop.paper("adabelief");
  failing.catch(() => {});
  await settled();
  calls[0]!.end({ failure: { name: "UnknownName", message: "unknown paper" } });
  await expect(failing).rejects.toThrow("unknown paper");
  const papers = [workshop.paper("adabelief"), workshop.paper("adabelief")];
  await settled();
  expect(calls).toHaveLength(2);
  calls[1]!.end({ value: { id: "adabelief" } });
  expect(await Promise.all(papers)).toEqual([{ id: "adabelief" }, { id: "adabelief" }]);
});
