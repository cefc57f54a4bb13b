import { chambollePock, mAgs, rfAsgs, smoothedApg, type TvDenoising, tvDenoising } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type Trial } from "../../src/experiment.ts";
import { largest, type Measurements, measured, median, ratio } from "../../src/statistic.ts";
import { type Counted, callsOf, countCalls, gapAtStart, type Kind, lowest } from "./counts.ts";

const kinds: Kind[] = ["gradient", "operator"];
const setting = "2-D total variation denoising";

type Parts = { trials: Trial[]; side: number; tolerance: number; referenceCalls: number; limit: number };

function experiment({ trials, side, tolerance, referenceCalls, limit }: Parts): Experiment {
  const calls = (kind: Kind, contender: string) => callsOf(kind, contender, tolerance);
  return {
    setup:
      `An image of ${side} × ${side} pixels with noise 0.1, λ = 0.1, a tenth of ½‖x − b‖² as the simple part; trials differ in ` +
      `image and noise. RF-ASGS and M-AGS know the gap at the start, smoothed APG the tolerance. Gradients of f and ` +
      `applications of K until the gap is first within ${tolerance}.`,
    trials,
    async trial(context) {
      const problem = tvDenoising({ side, instance: context.seed });
      const { value: minimum } = await lowest<TvDenoising>(problem, [chambollePock()], {
        calls: referenceCalls,
        signal: context.signal,
        every: 100,
      });
      const initialGap = await gapAtStart<TvDenoising>(problem, chambollePock(), minimum);
      const measurements: Measurements = { "gap at the start": initialGap };
      const limits = { calls: { operator: limit } };
      const contenders: Record<string, Counted<TvDenoising>> = {
        "RF-ASGS": { method: rfAsgs({ initialGap }), limits },
        "M-AGS": { method: mAgs({ initialGap }), limits },
        "smoothed APG": { method: smoothedApg({ accuracy: tolerance }), limits },
        "Chambolle-Pock": { method: chambollePock(), limits },
      };
      for (const [contender, counted] of Object.entries(contenders)) {
        const to = { minimum, tolerances: [tolerance], kinds };
        Object.assign(measurements, await countCalls(context, { contender, setting }, problem, counted, to));
      }
      return measurements;
    },
    criteria: [
      {
        measures: "gradients of f, RF-ASGS / M-AGS",
        statistic: median(ratio(calls("gradient", "RF-ASGS"), calls("gradient", "M-AGS"))),
        holds: atMost(1),
      },
      {
        measures: "gradients of f, RF-ASGS / smoothed APG",
        statistic: largest(ratio(calls("gradient", "RF-ASGS"), calls("gradient", "smoothed APG"))),
        holds: atMost(0.1),
      },
    ],
    remarks: [
      {
        measures: "applications of K, RF-ASGS / M-AGS",
        statistic: median(ratio(calls("operator", "RF-ASGS"), calls("operator", "M-AGS"))),
      },
      {
        measures: "gradients of f, RF-ASGS / Chambolle-Pock",
        statistic: median(ratio(calls("gradient", "RF-ASGS"), calls("gradient", "Chambolle-Pock"))),
      },
      {
        measures: "applications of K, RF-ASGS / Chambolle-Pock",
        statistic: median(ratio(calls("operator", "RF-ASGS"), calls("operator", "Chambolle-Pock"))),
      },
      { measures: "gap at the start", statistic: median(measured("gap at the start")) },
    ],
  };
}

export const denoising = claim({
  id: "denoising",
  says: "On total variation denoising RF-ASGS is competitive with restarted methods.",
  source: "experiments, second problem; details rebuilt",
  quick: experiment({ trials: seeds(0, 1, 2), side: 32, tolerance: 1e-3, referenceCalls: 10_000, limit: 20_000 }),
  full: experiment({ trials: seeds(0, 1, 2), side: 128, tolerance: 1e-2, referenceCalls: 20_000, limit: 40_000 }),
  reading:
    "Here a gradient of f costs no more than K: that RF-ASGS asks for few of them saves no time, and Chambolle-Pock, which " +
    "asks for as many of both, needs fewer applications of K. The separation pays where f is dear.",
});
