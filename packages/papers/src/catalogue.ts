import { facts as curlDescent } from "../01-curl-descent/facts.ts";
import { facts as directionalAttacks } from "../02-directional-attacks/facts.ts";
import { facts as discretisationDrift } from "../03-discretisation-drift/facts.ts";
import { facts as oblrPo } from "../04-oblr-po/facts.ts";
import { facts as samGs } from "../05-sam-gs/facts.ts";
import { facts as diffgrad } from "../06-diffgrad/facts.ts";
import { facts as targetSurrogates } from "../07-target-surrogates/facts.ts";
import { facts as consensusBasedOptimization } from "../08-consensus-based-optimization/facts.ts";
import { facts as fisherPolicyGradient } from "../09-fisher-policy-gradient/facts.ts";
import { facts as grokkingLi2 } from "../10-grokking-li2/facts.ts";
import { facts as langevinAveraging } from "../11-langevin-averaging/facts.ts";
import { facts as adaptiveMemoryMomentum } from "../12-adaptive-memory-momentum/facts.ts";
import { facts as adabelief } from "../13-adabelief/facts.ts";
import { facts as restartFreeSliding } from "../14-restart-free-sliding/facts.ts";
import { facts as doubleDescent } from "../15-double-descent/facts.ts";
import { facts as lvHba } from "../16-lv-hba/facts.ts";
import { facts as gradientNormalizedSmoothness } from "../17-gradient-normalized-smoothness/facts.ts";
import { facts as dadao } from "../18-dadao/facts.ts";
import { facts as dypo } from "../19-dypo/facts.ts";
import { facts as convexRelu } from "../20-convex-relu/facts.ts";
import { facts as sketchedAugmentedLagrangian } from "../21-sketched-augmented-lagrangian/facts.ts";
import { facts as sven } from "../22-sven/facts.ts";
import { facts as temporallyAwareRl } from "../23-temporally-aware-rl/facts.ts";
import { facts as quarkMedicalAlignment } from "../24-quark-medical-alignment/facts.ts";
import { facts as caoMultiRobot } from "../25-cao-multi-robot/facts.ts";
import type { PaperFacts } from "./facts.ts";

export { bibtexOf } from "./bibtex.ts";
export type { MethodFacts, PaperFacts, Publication } from "./facts.ts";
export { type Family, families } from "./family.ts";

/** The facts of all papers of the collection, by number: those that can be run, and those whose method is to come. */
export const catalogue: PaperFacts[] = [
  curlDescent,
  directionalAttacks,
  discretisationDrift,
  oblrPo,
  samGs,
  diffgrad,
  targetSurrogates,
  consensusBasedOptimization,
  fisherPolicyGradient,
  grokkingLi2,
  langevinAveraging,
  adaptiveMemoryMomentum,
  adabelief,
  restartFreeSliding,
  doubleDescent,
  lvHba,
  gradientNormalizedSmoothness,
  dadao,
  dypo,
  convexRelu,
  sketchedAugmentedLagrangian,
  sven,
  temporallyAwareRl,
  quarkMedicalAlignment,
  caoMultiRobot,
];
