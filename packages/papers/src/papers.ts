import { curlDescent } from "../01-curl-descent/paper.ts";
import { directionalAttacks } from "../02-directional-attacks/paper.ts";
import { discretisationDrift } from "../03-discretisation-drift/paper.ts";
import { samGs } from "../05-sam-gs/paper.ts";
import { diffgrad } from "../06-diffgrad/paper.ts";
import { targetSurrogates } from "../07-target-surrogates/paper.ts";
import { consensusBasedOptimization } from "../08-consensus-based-optimization/paper.ts";
import { grokkingLi2 } from "../10-grokking-li2/paper.ts";
import { langevinAveraging } from "../11-langevin-averaging/paper.ts";
import { adaptiveMemoryMomentum } from "../12-adaptive-memory-momentum/paper.ts";
import { adabelief } from "../13-adabelief/paper.ts";
import { restartFreeSliding } from "../14-restart-free-sliding/paper.ts";
import { doubleDescent } from "../15-double-descent/paper.ts";
import { lvHba } from "../16-lv-hba/paper.ts";
import { gradientNormalizedSmoothness } from "../17-gradient-normalized-smoothness/paper.ts";
import { convexRelu } from "../20-convex-relu/paper.ts";
import { sketchedAugmentedLagrangian } from "../21-sketched-augmented-lagrangian/paper.ts";
import { sven } from "../22-sven/paper.ts";
import { caoMultiRobot } from "../25-cao-multi-robot/paper.ts";
import type { Paper } from "./paper.ts";

/** All papers that can be run, by number. */
export const papers: Paper[] = [
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
];
