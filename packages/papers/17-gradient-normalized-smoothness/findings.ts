import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "Without a margin the Fisher matrix loses its lead: on separable logistic regression with margin 0 the loss is still 1e-3 to " +
      "2e-3 after 300 iterations, as with backtracking gradient descent, where the exact Hessian is at 1e-8 after 24. The " +
      "linear rate holds, but its constant contains the margin.",
    established: "the quick set-up of the claim 'linear-rate' with margin 0, seeds 1 to 5; tested",
  },
  {
    says:
      "Backtracking gradient descent without a lower bound on L converges linearly on the same problems, in 43 to 50 iterations " +
      "to 1e-8 against Fisher's 36 to 42, with no matrix at all. What the claim's sublinear gradient descent lacks is not second " +
      "derivatives but a step that grows as the curvature vanishes.",
    established: "control in the quick experiment of the claim 'linear-rate'",
  },
  {
    says:
      "The linear rate sets in late on some draws: with seed 6, iterations per factor of 100 are 8, 18, 26, 27, 27, 28 from 1e-2 to " +
      "1e-14. Ratios of neighbouring counts near 1e-8 lie between 1 and 1.5 over ten draws, and between 1 and 1.2 further down.",
    established: "full experiment of the claim 'linear-rate'",
  },
  {
    says:
      "The fast gradient method with the same backtracking is no faster than the plain one on LogSumExp in the metric B: 47 to 58 " +
      "iterations against 41 to 55, at twice the gradients.",
    established: "control in the quick experiment of the claim 'weighted-gauss-newton'",
  },
  {
    says:
      "Where the exact Hessian is at hand it is the better choice on LogSumExp: 13 or 14 iterations, against 16 to 18 of " +
      "super-universal Newton and 18 of cubic Newton, and 20 to 26 with weighted Gauss-Newton. The approximation pays only where " +
      "it is cheaper.",
    established: "controls in the quick experiment of the claim 'weighted-gauss-newton'",
  },
  {
    says:
      "On a well-behaved convex problem the search brings nothing over Newton with a line search: on breast-cancer-logistic 10 iterations " +
      "and 22 oracle calls against 9 and 19. L-BFGS takes 58 calls and gradient descent 820.",
    established: "gradus race breast-cancer-logistic -m gd,lbfgs,gradient-regularized-newton,newton",
  },
  {
    says:
      "How far second order wins depends on how a Hessian is counted. As one call each it needs 22 calls there; solved by " +
      "conjugate gradients, with each product counted, the same run takes 135, more than L-BFGS.",
    established: "gradus race breast-cancer-logistic -m gradient-regularized-newton:matrixFree=true --steps 300",
  },
  {
    says:
      "For ‖Ax − b‖⁴ in the metric AᵀA the exact Hessian is the worst of three: 28 iterations against 26 or 27 of the gradient method in " +
      "that metric and 18 or 19 with the Fisher term, which needs no factorization. The Euclidean gradient method depends " +
      "on the draw: at the notebook's size 59, 69 and 81 iterations over three seeds, where the notebook has 88.",
    established: "quick and full experiments of the claim 'rank-one'",
  },
  {
    says:
      "With B = AᵀA + 1e-8 I on 50 equations in 100 unknowns half of B's eigenvalues are 1e-8, so rounding in the gradient is " +
      "magnified by 1e8: two correct ways to the same step agree to 1e-10 in the norm of B, while their Euclidean difference " +
      "means nothing.",
    established: "quick experiment of the claim 'rank-one': 1e-11 in the norm of B; 1e-14 with B = AᵀA + I",
  },
  {
    says:
      "On the Chebyshev system three of five starts end in a stationary point that is no minimum, with all methods alike. Plots of " +
      "f there compare landing places; the norm of the gradient compares methods.",
    established: "quick experiment of the claim 'chebyshev'",
  },
  {
    says:
      "The bound of 40 iterations that holds in 50 dimensions does not in 1000: from one of two starts the inexact Hessian needs 43 " +
      "(the exact one 46) to a gradient of norm 1e-8, from the other 30 (32). The gradient method is no nearer to it there than here.",
    established: "full experiment of the claim 'chebyshev', which for this reason does not hold",
  },
  {
    says:
      "On badly conditioned logistic regression (condition 1e6, ridge 1e-8) it takes 28 iterations and 45 gradients where Newton " +
      "with a line search takes 8 and 9, and SciPy's trust-region methods 15 to 17.",
    established: "npm run bench -- --only newton",
  },
  {
    says:
      "For softmax regression the weighted Gauss-Newton matrix must be formed from scores less that of the label. From the " +
      "scores themselves it drops a term that does not vanish: at a loss of 1e-5 its error is 0.8, where the Hessian is 3e-5 and the " +
      "centred matrix is off by 1e-9.",
    established: "both matrices against the exact Hessian along a run on 60 separable samples of three classes; tested",
  },
  {
    says:
      "After a failed Cholesky factorization the official code takes the previous trial's step once more, or stops with an error in the " +
      "first iteration; after 40 failed trials it takes a 41st step although the test fails. Here a failure refuses the radius, " +
      "and a search without success ends the run with its reason.",
    established: "the official code, read and run; golden case 'indefinite-exact'",
  },
  {
    says:
      "The official code's exact Hessian of ‖u‖^p/p has a wrong factor, p/‖u‖² instead of 1, before the curvature of the equations. " +
      "Its experiments are not touched: they use it for linear equations only.",
    established:
      "the official code, read; the exact Hessian here is differentiated, golden cases 'rosenbrock-exact' and 'indefinite-exact'",
  },
  {
    says:
      "In float32 the test of decrease fails once f − f⁺ is below 1e-7 |f|, far from the solution, and γ collapses. Parameters in " +
      "float32 are refused. In float64 the same happens at the very end; `tolerateRounding` passes over it.",
    established: "tested",
  },
];
