import { mirrorDescent } from "./mirror-descent.ts";
import { onlineNewton } from "./online-newton.ts";
import type { OuterRule } from "./outer-rule.ts";
import { constantRate, squareRootDecay } from "./schedules.ts";
import { targetAdagrad } from "./target-adagrad.ts";
import { targetAdagradDiagonal } from "./target-adagrad-diagonal.ts";
import { targetLineSearch } from "./target-line-search.ts";

/** The rules that need no option of their own, by their names in commands. */
export const outerRules = {
  constant: constantRate,
  sqrt: squareRootDecay,
  sls: targetLineSearch,
  adagrad: targetAdagrad,
  "adagrad-diagonal": targetAdagradDiagonal,
  newton: onlineNewton,
  mirror: mirrorDescent,
} as const satisfies Record<string, () => OuterRule>;

export const outerNames = Object.keys(outerRules) as [keyof typeof outerRules, ...(keyof typeof outerRules)[]];
