import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "With the theory's bound on the inner residual the sketch leaves no trace: on the fourteen problems of the first claim the " +
      "median KKT residual and the median number of evaluations are those of SQP with exact solves (ratios 1.0000 and 1), and on " +
      "drawn logistic regressions they differ by a trial at most. What is better than GMRES with loose tests is the accuracy.",
    established: "control 'SQP with exact solves' in the claims 'collection' and 'logistic', three and five seeds",
  },
  {
    says:
      "That accuracy is dear. Over the whole collection, to 1e-4, the median run spends 2.6 million operations in Kaczmarz steps and " +
      "9.2 million in Gaussian ones, against 92 thousand in adaptive GMRES, 50 thousand in GMRES, and 470 in direct solves. Stopped at a " +
      "hundredth of ‖∇L‖ instead, Kaczmarz needs 330 thousand and as many evaluations (median 18); at a tenth 450 thousand and 26, since " +
      "there are more outer steps. Four equations at a time, to a tenth, need 35 thousand.",
    established: "all 19 problems, seed 0, reports innerFlops and objectiveEvaluations",
  },
  {
    says:
      "No problem of the collection fails: all 19 are solved to a KKT residual of 1e-6 from their standard starts, by both sketches, with " +
      "each of three seeds, in at most 13 steps. According to the published results two of the authors' 47 end as singular (GOTTFR and " +
      "PRICE4NE, systems of equations), where λ_min(G Gᵀ) falls below 1e-2 on the way: that threshold is an option here.",
    established: "claim 'global-convergence'; the two failures according to the published results",
  },
  {
    says:
      "The bound ‖c‖ ≤ 2e-5 of the claim 'logistic' is no property of the method: one of five draws ends at ‖c‖ = 7.9e-5, and SQP with exact " +
      "solves ends there too, with the same digits. All that is asked for is a KKT residual of 1e-4, and its last value before the next, " +
      "quadratic, step happens to be 9.4e-5. The criterion was kept as it was written down, and the claim is published as not holding.",
    established: "control in the claim 'logistic', seed 1; seeds 0, 2, 3, 4 end below 8e-7",
  },
  {
    says:
      "Armijo's rule needs slack for rounding. Near a solution differences of M are below 1e-16 |M|, and the step is halved for no " +
      "reason: to 1e-10 with accuracy κ = 0.1 the median number of evaluations over the collection is 66 without slack and 50 with " +
      "1e-14 max(1, |M|), and HS78 has not converged after 500 steps without it. According to the published code it has none, and stops at " +
      "1e-4, where it does not show.",
    established: "all 19 problems, seed 0, options armijoSlack 0 and 1e-14",
  },
  {
    says:
      "With ∇²f in place of ∇²L, as according to the published code, ∇M is not M's gradient (differences show it), yet every one of the " +
      "19 problems takes the same number of steps either way. Near a solution the factor beside it, ∇ₓL, vanishes.",
    established:
      "tests of exactAugmentedLagrangian against differences; option meritHessian on all 19 problems with exact solves",
  },
  {
    says:
      "The inner solver starts at d = 0 with r = ∇L here. According to the published code it starts with the sign turned round (r = b where " +
      "r = K·0 − b is meant), so that the first sketch would lead away from the solution and later ones correct it.",
    established: "according to the published code; the residual here by the golden cases of sketch-and-project",
  },
  {
    says:
      "Where the penalties are adapted at all, it is by a few powers of ν: in no run of the collection does η₁ come near 10⁸, beyond which a " +
      "direction would be taken unchecked. δ falls to its floor of 1e-6 at the first step and stays there, so that the adaptive " +
      "accuracy of the paper is in practice a constant, and its Ψ does the rest.",
    established: "reports eta1, eta2, delta of the claims' runs; the golden trajectories have δ = 1e-6 throughout",
  },
  {
    says:
      "On the control problem with 18 unknowns the theory's bound is out of reach of 10⁵ Kaczmarz steps; the inner loop ends at its limit " +
      "every time, the direction passes the test of descent all the same, and three steps are enough. Gaussian vectors under the same limit " +
      "need 33 steps: one vector an iteration is the slower sketch on a badly conditioned system.",
    established: "claim 'pde-control'; the same with sketch gaussian and seed 1",
  },
  {
    says:
      "CUTEst's note of the least value of BT3, 4.09301056, is 1.3e-5 too low: it is 176/43 = 4.09302326, a rational number, since the " +
      "problem is a quadratic with linear constraints.",
    established: "solved in rational numbers; a step with exact solves ends at it to 2e-14",
  },
];
