import { llc, lvHba, type Trace } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import type { Experiment, Trial } from "../../src/experiment.ts";
import { largest, type Measurements, measured, median } from "../../src/statistic.ts";
import { llcOptions } from "./non-singleton.ts";

const exponents = [0.1, 0.2, 0.3, 0.4, 0.49];
const burnIn = 2000;

/** The slope of log gap against log k by least squares, after the burn-in. */
export function slopeOf({ rows }: Pick<Trace, "rows">): number {
  const points = rows
    .filter(({ step, extra }) => step > burnIn && extra["lowerGap"] !== undefined)
    .map(({ step, extra }) => [Math.log(step), Math.log(extra["lowerGap"]!)] as const);
  const mean = (i: 0 | 1) => points.reduce((sum, point) => sum + point[i], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

const experiment = (steps: number, trials: Trial[]): Experiment => ({
  setup:
    `The toy LLC with n = 100, its constraint divided by √n, ${steps} steps of LV-HBA with c_k = (k + 1)^p, ` +
    `p = ${exponents.join(", ")}; α = β = η = 0.1, γ = 10. Slopes of log(f − min f) against log k by least squares over ` +
    `k > ${burnIn}. From x = y = 10 projected on C, and from random starts.`,
  trials,
  async trial(context) {
    const start = context.name === "from 10" ? "tens" : "normal";
    const problem = llc({ start, instance: context.seed });
    const measurements: Measurements = {};
    for (const p of exponents) {
      const label = { contender: `p = ${p}` };
      const trace = await context.run(label, problem, lvHba({ ...llcOptions, p }), {
        steps,
        every: 100,
        metricsEvery: 100,
      });
      measurements[`slope, p = ${p}`] = slopeOf(trace);
    }
    return measurements;
  },
  criteria: [
    {
      measures: "slope + p, over all p",
      statistic: largest(...exponents.map((p) => (trial: Measurements) => measured(`slope, p = ${p}`)(trial) + p)),
      holds: atMost(0),
    },
    {
      measures: "slope at each p less that at the p below",
      statistic: largest(
        ...exponents
          .slice(1)
          .map(
            (p, i) => (trial: Measurements) =>
              measured(`slope, p = ${p}`)(trial) - measured(`slope, p = ${exponents[i]}`)(trial),
          ),
      ),
      holds: { text: "< 0", admits: (value) => value < 0 },
    },
  ],
  remarks: exponents.map((p) => ({ measures: `slope, p = ${p}`, statistic: median(measured(`slope, p = ${p}`)) })),
});

const random = (...values: number[]): Trial[] => values.map((seed) => ({ name: `random start ${seed}`, seed }));

export const rate = claim({
  id: "rate",
  says: "The gap of the lower level falls at least as fast as K^(−p), p being the growth of the penalty.",
  source: "Theorem 3.1 [reconstructed]",
  quick: experiment(20_000, [{ name: "from 10", seed: 0 }, ...random(0, 1)]),
  full: experiment(100_000, [{ name: "from 10", seed: 0 }, ...random(0, 1, 2, 3)]),
  reading:
    "The gap is of second order in a distance that falls like 1/c_k, hence slopes near −2p, twice the guarantee.",
});
