import type { Observations } from "./protocol.ts";

/*
 * A run whose steps are synchronous never leaves the worker's event loop, and a message that asks it to stop would wait
 * for its end; a message for every step would keep the page from drawing.
 */

const breath = 16;
const messageInterval = 50;
const mostUnderWay = 4;

/** Lets other tasks run: timers wait at least 4 ms when they are nested, messages do not. */
export function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** A function that lets other tasks run if some 16 ms have passed since it last did. */
export function breather(interval = breath): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < interval) return;
    await nextTask();
    last = performance.now();
  };
}

/** Something whose numbers are read with `data()`. */
type Readable = { data(): Promise<unknown> };

/**
 * Lets other tasks run where numbers are read, which every run does at every step: it needs no part in the loop, be it
 * a race's, a claim's own or a demo's.
 */
export function breatheAtReads(arrays: Readable): void {
  const { data } = arrays;
  const breathe = breather();
  arrays.data = async function (this: Readable) {
    const numbers = await data.call(this);
    await breathe();
    return numbers;
  };
}

/** Hands on data in lists, some 20 times a second, and no further ahead than its reader follows. */
export function batched<T>(send: (items: T[]) => void | Promise<void>, interval = messageInterval) {
  let waiting: T[] = [];
  let last = performance.now();
  const underWay = new Set<Promise<void>>();
  const flush = () => {
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    last = performance.now();
    const sent = Promise.resolve(send(items)).finally(() => underWay.delete(sent));
    underWay.add(sent);
    // Whoever ends the job hears of it.
    sent.catch(() => {});
  };
  return {
    add(item: T) {
      waiting.push(item);
      if (performance.now() - last >= interval && underWay.size < mostUnderWay) flush();
    },
    flush,
    /** Sends the rest and waits until all was taken. */
    async end() {
      flush();
      await Promise.all(underWay);
    },
  };
}

/** An observation of a run, as the workbench tells it. */
type Observed = { label: { contender: string; setting?: string }; row: Observations["rows"][number]; steps?: number };

/** Observes a run: reports its rows in lists. */
export function observer(report: (observations: Observations) => void | Promise<void>) {
  let current: { contender: string; setting?: string; steps?: number } | undefined;
  let rows: ReturnType<typeof batched<Observations["rows"][number]>> | undefined;
  const ended: Promise<void>[] = [];
  return {
    observe({ label: { contender, setting }, row, steps }: Observed): void {
      if (rows === undefined || current?.contender !== contender || current.setting !== setting) {
        if (rows !== undefined) ended.push(rows.end());
        const about = { contender, ...(setting !== undefined && { setting }), ...(steps !== undefined && { steps }) };
        current = about;
        rows = batched((list) => report({ ...about, rows: list }));
      }
      rows.add(row);
    },
    async end() {
      await Promise.all([...ended, rows?.end()]);
    },
  };
}
