import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "The baselines have no derivatives, the hybrid has, and derivatives are what wins: L-BFGS on the same penalised objective, " +
      "with at most a tenth as many calls, ends below every contender on the counterfactual miniature in four of five " +
      "instances and within 3e-6 of the best on the recovery one. A comparison with derivative-free methods alone does not " +
      "show that attacks are the way to use derivatives.",
    established: "control in the quick experiments; in the full ones L-BFGS ends lowest of all in each instance",
  },
  {
    says:
      "Attacks alone are good on both miniatures too, by the same measure as the hybrid: their larger median gap is 3e-5. On " +
      "the counterfactual one they end lowest of all in four of five instances, the hybrid on the recovery one.",
    established: "quick experiment of the claim 'consistent'",
  },
  {
    says:
      "The lead over direct search on the recovery miniature is no certainty: on two of five instances the hybrid ends higher " +
      "(gaps of 2e-8 against 5e-9, and 1e-6 against 2e-7), where its attacks lead to a bad pattern first; on ten further instances " +
      "on one.",
    established: "quick experiment of the claim 'recovery'; its set-up with seeds 6 to 15",
  },
  {
    says:
      "The published counts leave vector-Jacobian products out. Charging two evaluations for each raises the hybrid's gaps on the " +
      "counterfactual miniature two- to fourfold (at most 8e-4), which changes no verdict.",
    established: "remark in the quick experiments; products are counted apart from evaluations here",
  },
  {
    says:
      "Ten PGD steps of 2/255 move an entry by at most 0.157 of the radius that was asked for, so attacks alone with PGD " +
      "shrink their radius by a factor of six with every success: after the whole budget they are at gaps of 1e-2 to 0.8. Steps of 1/8, our " +
      "default, reach the whole ball.",
    established: "algebra; tested on a linear network; measured on five instances of both miniatures",
  },
  {
    says:
      "The attack that the official code calls is not the one that is stated: it maximises a cross-entropy with u for labels, " +
      "which attacks along u less its mean. The directions differ unless u sums to 0.",
    established: "the official code, read; golden cases of both losses; tested on linear networks",
  },
  {
    says:
      "The official code's random rotation of the n + 1 poll directions is none for n ≥ 4: it sets all coordinates above n/2 to " +
      "zero, so half of the variables are never polled. A rotation of each direction by itself would not keep a positive " +
      "spanning set either. Here the directions are not rotated; that they span is tested.",
    established: "the official code, read",
  },
  {
    says:
      "The radius of covering points is (U r₀)^(1/n) in the official code, where a uniform draw from the ball would have r₀ U^(1/n). " +
      "With r₀ = 1e-3 and n = 2, as in the paper's third problem, covering points lie up to 0.032 away.",
    established: "the official code, read; tested",
  },
  {
    says:
      "In the official run histories the hybrid leads early and not always at the end: on the counterfactual problem direct search " +
      "(−6.88) and random line searches (−6.43) end above it (−7.88) with two to three times its evaluations. All are runs of one seed.",
    established: "run histories stored in the official repository, read",
  },
  {
    says:
      "On the paper's two-dimensional problem the hybrid is ahead up to about 100 evaluations and ties at the end: over 20 seeds its " +
      "median is 1.514 or 1.506 (2n or n + 1 directions), that of direct search 1.519. The optimum, 1.876, lies elsewhere: all " +
      "stop on a ridge of the penalty. The difference in the official runs, 1.525 against 1.510, is within the spread of seeds.",
    established:
      "an independent float64 implementation with the official weights, which are not part of this repository",
  },
  {
    says:
      "An attack that gains 0.1 % of |F| skips direct search. Near F = 0, as at the end of image recovery, nearly every gain is " +
      "that large, so that direct search is skipped as long as attacks gain anything.",
    established: "follows from the rule, which is relative to |F|",
  },
  {
    says:
      "A penalty of max(c, 0)² has no slope where c = 0, so attacks do not see a constraint until they have violated it, and zigzag " +
      "along it with shrinking radii.",
    established: "algebra; tested: weights of constraints that are met change no vector-Jacobian product",
  },
];
