import { expect, test } from "vitest";
import { batched, breatheAtReads, breather, nextTask, observer } from "./pace.ts";
import type { Observations } from "./protocol.ts";

const spin = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};
const row = (step: number) => ({ step, seconds: 0, objective: 1, calls: {}, extra: {} });

test("messages get through between the steps of a synchronous loop", async () => {
  const { port1, port2 } = new MessageChannel();
  let isStopped = false;
  port1.onmessage = () => {
    isStopped = true;
  };
  port2.postMessage("stop");
  const breathe = breather(1);
  let steps = 0;
  while (!isStopped && steps < 1000) {
    steps++;
    spin(1.1);
    await breathe();
  }
  port1.close();
  expect(isStopped).toBe(true);
});

test("messages get through where numbers are read, and the numbers are what they were", async () => {
  const { port1, port2 } = new MessageChannel();
  let isStopped = false;
  port1.onmessage = () => {
    isStopped = true;
  };
  port2.postMessage("stop");
  class Numbers {
    data(): Promise<unknown> {
      spin(2);
      return Promise.resolve([1, 2]);
    }
  }
  breatheAtReads(Numbers.prototype);
  let reads = 0;
  while (!isStopped && reads < 1000) {
    reads++;
    expect(await new Numbers().data()).toEqual([1, 2]);
  }
  port1.close();
  expect(isStopped).toBe(true);
});

test("no item is lost or out of order, however they are gathered", async () => {
  const lists: number[][] = [];
  const gathered = batched<number>((items) => void lists.push(items), 1);
  const items = Array.from({ length: 50 }, (_, i) => i);
  for (const item of items) {
    gathered.add(item);
    if (item % 7 === 0) spin(1.5);
  }
  await gathered.end();
  expect(lists.flat()).toEqual(items);
  expect(lists.length).toBeGreaterThan(1);
});

test("a reader that does not follow is not flooded, and gets all in the end", async () => {
  const lists: number[][] = [];
  const release: (() => void)[] = [];
  const gathered = batched<number>((items) => {
    lists.push(items);
    return new Promise((resolve) => release.push(resolve));
  }, 0);
  for (let i = 0; i < 100; i++) gathered.add(i);
  expect(lists.length).toBeLessThan(10);
  const end = gathered.end();
  for (const done of release) done();
  await end;
  expect(lists.flat()).toHaveLength(100);
});

test("rows are told apart by contender and setting", async () => {
  const told: Observations[] = [];
  const { observe, end } = observer((observations) => void told.push(observations));
  observe({ label: { contender: "adam" }, row: row(1), steps: 2 });
  observe({ label: { contender: "adam" }, row: row(2), steps: 2 });
  observe({ label: { contender: "sgd", setting: "noisy" }, row: row(1) });
  await end();
  expect(told).toEqual([
    { contender: "adam", steps: 2, rows: [row(1), row(2)] },
    { contender: "sgd", setting: "noisy", rows: [row(1)] },
  ]);
});

test("the next task comes after those that wait", async () => {
  const order: string[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => order.push("message");
  port2.postMessage(0);
  await nextTask();
  order.push("next");
  port1.close();
  expect(order).toEqual(["message", "next"]);
});
