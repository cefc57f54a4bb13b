import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "The dual step is γ_a/ρ, not γ_a. With ρ = 0.1 the latter is tenfold too slow: after 2000 iterations the certified gap on " +
      "planar points is 0.026 and 0.14 instead of 3e-5 and 3e-3 (two draws).",
    established: "convex-relu-admm with dualStep 0.1 and 1 on planar-teacher, seeds 0 and 1; tested",
  },
  {
    says:
      "The global optimum is certified, not only claimed: scaled to feasibility, ν = ∇ℓ(f(X), y) bounds the optimum from below " +
      "over all patterns and any width. On twenty planar points the relative gap after 8000 iterations is 1e-7 to 5e-5. " +
      "The bound holds for networks from elsewhere too, so that it tells how far a local minimum of back-propagation is off.",
    established: "certify with all 40 patterns, seeds 0, 1 and 2; tested on random networks, none of which is below",
  },
  {
    says:
      "Most of the advantage over back-propagation goes with width. The median over ten starts is 1.5 to 9 % above the optimum " +
      "with 4 neurons, and 0.1 to 0.8 % with 20 (five draws).",
    established: "quick experiment of the claim 'global-optimum', its remarks",
  },
  {
    says:
      "In ten dimensions a few dozen sampled patterns are not enough: on 150 labels the objective with 24 patterns is 26 to 32, and " +
      "that of 4000 sampled neurons 17 to 19, where back-propagation with 20 neurons gets to 11.4 to 12.8; held-out accuracies are " +
      "closer together. The approximate programs do not beat back-propagation's objective there.",
    established:
      "thresholded-teacher, seeds 0 to 2: relu-descent at 5e-4, 4000 steps; 24 patterns, 1500 iterations; SCP, 300 steps",
  },
  {
    says:
      "The patterns of a network that back-propagation has found make a convex program whose optimum cannot be above it. There is " +
      "little left to gain: 0.05 % of the objective on the same labels. Local minima differ in their patterns, not within them.",
    established: "activationPatterns of relu-descent's U as patterns of convex-relu-admm, seeds 0 to 2; tested",
  },
  {
    says:
      "Robust constraints with random patterns leave the zero network alone in twenty dimensions: each sample would have to keep " +
      "its distance from each gate. With the pattern of ones, and a column of ones that no adversary moves, the program is a robust " +
      "linear classifier at least, and that is most of what the convex-robust network is in the claim 'adversarial'.",
    established: "robust-convex-relu with includeAllOnes false on shielded-features, seeds 0 to 2: no neuron; tested",
  },
  {
    says:
      "Exact steps make ADMM accurate, blocks make it cheap and slow. Single blocks at the safe step need 3000 steps an iteration " +
      "and ρ = 0.02 for an objective right to 4e-4 on eight labels with cross-entropy; with 300 steps and ρ = 0.1 it is 2 % off " +
      "after 1500 iterations, while the primal residual is 3e-4. A small residual does not show that the objective is right.",
    established: "convex-relu-admm by rbcd, blockStep 'safe', on 8 planar points, certified",
  },
  {
    says:
      "The linear rate is one of fixed points with separate patterns. On the points of the claim 'linear-rate' the error falls by a " +
      "factor of 11 in 500 iterations; with all patterns of random points neighbours share neurons and u may drift for thousands " +
      "of iterations at the same objective.",
    established: "quick and full experiments of the claim 'linear-rate'",
  },
  {
    says:
      "At sizes that a quick run can afford the time is not yet that of the largest operations. From 400 to 1,600 unknowns an iteration's " +
      "exponent in P_s d is 1.66 instead of 2, and the factor's 2.05 instead of 3.",
    established: "quick experiment of the claim 'quadratic-time', with nothing else running",
  },
];
