import { expect, test } from "vitest";
import { adam, diffgrad, diffgradF1, diffgradF2, diffgradF3, minimize, OptionError } from "../../index.ts";

const options = { learningRate: 0.1, beta1: 0.95 };

/** The paper's one-dimensional study: 299 steps from −1. Returns the end and the objective there. */
async function study(problem: ReturnType<typeof diffgradF1>, method: ReturnType<typeof adam>) {
  const { answer, trace } = await minimize(problem, method, { steps: 299 });
  return { x: answer.item(), f: trace.rows.at(-1)!.objective };
}

test("on F1 it stops at the global minimum where Adam goes on to a local one", async () => {
  expect(Math.abs((await study(diffgradF1(), diffgrad(options))).x + 0.3)).toBeLessThan(0.01);
  expect(Math.abs((await study(diffgradF1(), adam(options))).x - 0.2)).toBeLessThan(0.01);
});

test("on F2 it stops at the global minimum where Adam is trapped at 0", async () => {
  expect(Math.abs((await study(diffgradF2(), diffgrad(options))).x + 0.6429)).toBeLessThan(0.01);
  expect((await study(diffgradF2(), adam(options))).f).toBeGreaterThan(0.8);
});

test("on F3 both end near 0", async () => {
  expect(Math.abs((await study(diffgradF3(), diffgrad(options))).x)).toBeLessThan(0.05);
  expect(Math.abs((await study(diffgradF3(), adam(options))).x)).toBeLessThan(0.05);
});

test("but Adam at half the learning rate finds the minima of F1 and F2 as well", async () => {
  const half = adam({ ...options, learningRate: 0.05 });
  expect(Math.abs((await study(diffgradF1(), half)).x + 0.3)).toBeLessThan(0.01);
  expect(Math.abs((await study(diffgradF2(), half)).x + 0.6429)).toBeLessThan(0.01);
});

test("reports the mean friction of each step", async () => {
  const { answer, trace } = await minimize(diffgradF1(), diffgrad(options), { steps: 5 });
  answer.dispose();
  for (const { extra } of trace.rows.slice(1)) {
    expect(extra["friction"]).toBeGreaterThanOrEqual(0.5);
    expect(extra["friction"]).toBeLessThan(1);
  }
});

test("names what is wrong", () => {
  expect(() => diffgrad({ weightDecay: -1 })).toThrow(OptionError);
});
