import curlDescent from "../01-curl-descent/recorded.json" with { type: "json" };
import directionalAttacks from "../02-directional-attacks/recorded.json" with { type: "json" };
import discretisationDrift from "../03-discretisation-drift/recorded.json" with { type: "json" };
import samGs from "../05-sam-gs/recorded.json" with { type: "json" };
import diffgrad from "../06-diffgrad/recorded.json" with { type: "json" };
import targetSurrogates from "../07-target-surrogates/recorded.json" with { type: "json" };
import consensusBasedOptimization from "../08-consensus-based-optimization/recorded.json" with { type: "json" };
import grokkingLi2 from "../10-grokking-li2/recorded.json" with { type: "json" };
import langevinAveraging from "../11-langevin-averaging/recorded.json" with { type: "json" };
import adaptiveMemoryMomentum from "../12-adaptive-memory-momentum/recorded.json" with { type: "json" };
import adabelief from "../13-adabelief/recorded.json" with { type: "json" };
import restartFreeSliding from "../14-restart-free-sliding/recorded.json" with { type: "json" };
import doubleDescent from "../15-double-descent/recorded.json" with { type: "json" };
import lvHba from "../16-lv-hba/recorded.json" with { type: "json" };
import gradientNormalizedSmoothness from "../17-gradient-normalized-smoothness/recorded.json" with { type: "json" };
import convexRelu from "../20-convex-relu/recorded.json" with { type: "json" };
import sketchedAugmentedLagrangian from "../21-sketched-augmented-lagrangian/recorded.json" with { type: "json" };
import sven from "../22-sven/recorded.json" with { type: "json" };
import caoMultiRobot from "../25-cao-multi-robot/recorded.json" with { type: "json" };
import type { PaperRecord } from "./record.ts";

export type { ClaimRecord, PaperRecord } from "./record.ts";

/** The last verdicts of quick experiments, by paper: every paper that can be run has them. */
export const recorded: Readonly<Record<string, PaperRecord>> = Object.fromEntries(
  [
    curlDescent,
    directionalAttacks,
    discretisationDrift,
    samGs,
    diffgrad,
    targetSurrogates,
    consensusBasedOptimization,
    grokkingLi2,
    langevinAveraging,
    adaptiveMemoryMomentum,
    adabelief,
    restartFreeSliding,
    doubleDescent,
    lvHba,
    gradientNormalizedSmoothness,
    convexRelu,
    sketchedAugmentedLagrangian,
    sven,
    caoMultiRobot,
  ]
    .map(read)
    .map((record) => [record.paper, record]),
);

/** Whether a paper's method is there and its claims can be run. */
export const isImplemented = (paper: string): boolean => Object.hasOwn(recorded, paper);

/** JSON has no infinite numbers: they are written as texts. */
function read(json: unknown): PaperRecord {
  const nonFinite = ["Infinity", "-Infinity", "NaN"];
  return JSON.parse(JSON.stringify(json), (_, value) => (nonFinite.includes(value) ? Number(value) : value));
}
