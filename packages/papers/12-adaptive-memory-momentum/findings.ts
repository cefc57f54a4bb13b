import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "No official code is known, and the paper's tables were not available: the verdicts here are on its sentences, not on " +
      "its numbers.",
    established: "the authors' pages list no code",
  },
  {
    says:
      "The formulas of a public implementation (AM_MSGD, AM_AdamW) and those derived from the proximal step on the larger of " +
      "two planes agree. At a momentum strictly between 0 and β_max both planes are equally high at the new point.",
    established:
      "derivation; tested as a property of the methods, and every unclipped step of the golden cases was checked by it",
  },
  {
    says:
      "β_max is the hyperparameter that matters, and it is not tuning-free: on the convex problems the best fixed momentum " +
      "lies at 0.8 to 0.95, and with the deep-learning setting β_max = 0.9 AM-MGD loses to it, with 0.99 it wins. λ makes " +
      "little difference.",
    established: "remarks of the claim 'convex'; tested on one problem",
  },
  {
    says:
      "The momentum in effect is (β + λ)/(1 + λ), never below λ/(1 + λ): β_max = 0.9 with λ = 0.1 allows 0.909. To allow 0.9 " +
      "set β_max = 0.9 − 0.1 λ = 0.89, which is AM-AdamW's default.",
    established: "from the recursion of the direction; tested",
  },
  {
    says:
      "At its default bound 0.89 AM-AdamW cannot be told from AdamW with β₁ = 0.89: on the convex problem, learning rate 0.03 " +
      "and 0.1, the momentum is at its bound in all 400 steps and the results differ by 0.1 % or less.",
    established: "three seeds at condition 100; tested on one",
  },
  {
    says:
      "At learning rates 0.1 and 0.3 on the convex problem, AdamW with a well-chosen fixed momentum (0.9 or 0.95) beats " +
      "AM-AdamW with bound 0.99. What AM-AdamW with a high bound is safe from is that bound itself as a fixed momentum.",
    established: "three seeds at condition 100, β₁ in {0, 0.5, 0.9, 0.95, 0.99}",
  },
  {
    says:
      "The difference of losses in place of its linear estimate ('exact') is no better at steps up to 2/L and worse beyond: at " +
      "8/L it stalls near 5e-6 where the linear form reaches 1e-8 to 1e-10.",
    established: "three seeds at condition 100, 400 steps; tested on one",
  },
  {
    says: "With a learning-rate schedule only AM-AdamW scales the gap by η_{t−1}/η_t; AM-MSGD takes ⟨g, d⟩ as it is.",
    established: "the public implementation and the derivation, compared",
  },
];
