import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "κ = 2 halves the step for squared errors: on a linear model residuals shrink by 1 − η/κ a step, so a learning rate " +
      "of 0.1 at κ = 2 is one of 0.05 at κ = 1. Learning rates of different κ are not to be compared.",
    established: "follows from M = 2 r ∂r and R = r²; measured to 1e-10 by the claim 'natural-gradient'",
  },
  {
    says:
      "With more samples than parameters κ does not merely rescale the update, as it is summarized: it weights the samples " +
      "anew. The matrix is (κ/2)² Σ ℓ^(κ−2) ∇ℓ ∇ℓᵀ and the right-hand side (κ/2) Σ ℓ^(κ−1) ∇ℓ; the steps differ in direction.",
    established: "algebra; tested on random losses, where the steps for κ = 1 and κ = 2 are not parallel",
  },
  {
    says:
      "Levenberg-Marquardt on the same batches, from the same Jacobians, ends four orders of magnitude below Sven on the damped " +
      "wave (1e-10 to 1e-8 against 1e-6 to 5e-5 for κ = 1, five seeds) with nothing to tune. What beats Adam there is second-order " +
      "information about single samples; a fixed learning rate and a hard cut are not the best use of it.",
    established: "control in the quick experiment of the claim 'regression'",
  },
  {
    says:
      "That does not carry over to classification: on small perceptrons and 8 × 8 digits in batches of 64, 230 steps, Adam at " +
      "0.01 reaches a test accuracy of 0.964, Sven 0.953 (κ = 2) and 0.951 (κ = 1), and Levenberg-Marquardt, which fits each " +
      "batch as well as it can, comes apart (three seeds).",
    established:
      "gradus race digits-mlp -m sven,sven:kappa=1:learningRate=0.05,levenberg-marquardt,adam:learningRate=0.01 --steps 230",
  },
  {
    says:
      "κ = 2 is less reliable than κ = 1: over ten seeds of the small regression κ = 1 at 0.05 ends below the better of Adam at " +
      "0.01 and 0.03 in each, κ = 2 at 0.1 in seven; on seed 8 it ends at 2e-3 against Adam's 1.2e-5.",
    established: "quick set-up of the claim 'regression' with seeds 1 to 10",
  },
  {
    says:
      "The learning rate matters as much as Adam's. κ = 1 at 0.2 ends anywhere between 4e-5 and 1.5e-2, at 0.5 above 1 in four of " +
      "five seeds; κ = 2 at 0.2 is no worse than at 0.1 in four seeds and ends at 0.04 in the fifth. Each step fits its own batch, so " +
      "rates near 1 fit nothing else.",
    established: "quick set-up of the claim 'regression' with other learning rates, seeds 1 to 5",
  },
  {
    says:
      "rtol is what keeps the step bounded. At 1e-5 instead of 1e-3 (κ = 1, all k) every run of the small regression ends above " +
      "1e5: nearly equal samples have tiny singular values, and the step is divided by them.",
    established: "quick set-up of the claim 'regression' with rtol = 1e-5, seeds 1 to 5",
  },
  {
    says:
      "Half the batch as k is more than is used: with rtol = 1e-3 about a dozen of 32 singular values are kept on the damped wave, and " +
      "k = 32 takes the same steps as k = 16. With batches of 128, k = 16 ends within a factor of two of k = 64.",
    established: "quick and full experiments of the claim 'rank'",
  },
  {
    says:
      "The example's rival, Adam at 0.001, is far from tuned: over the 20 epochs of the small regression Adam at 0.01 or 0.03 ends " +
      "100 to 2700 times lower. Against that one Sven's lead shrinks from a factor of 4000 to one of 5 (κ = 2) or 16 (κ = 1).",
    established: "quick experiment of the claim 'regression'",
  },
  {
    says:
      "Against L-BFGS the lead is in time, and the loss depends on the length of the race: with 512 samples and 320 steps Sven " +
      "(κ = 1) ends level, with 10,000 samples and 790 steps 4 times higher (0.08 to 19 over three seeds), in a quarter of the " +
      "seconds either time.",
    established: "quick and full experiments of the claim 'lbfgs'",
  },
  {
    says:
      "What a step costs in steps of SGD depends on how M is decomposed. In PyTorch on one thread, for 26,506 parameters, a batch " +
      "of 64 and k = 32, a full singular value decomposition makes it 135, the eigenvalues of M Mᵀ 10; ours, by M Mᵀ, " +
      "costs 31 of our steps of SGD. The pseudoinverse from M Mᵀ is the same to 1e-9.",
    established: "npm run bench -- --only sven, on two cores; golden cases",
  },
  {
    says:
      "A Gram matrix squares the condition number: singular values below 1e-7 of the largest are noise there, so rtol = 0 on a " +
      "rank-deficient Jacobian divides by rounding errors. rtol is held at 1e-7 or above (float32 parameters: 1e-6).",
    established: "tested with singular values 1 and 1e-9, which a full decomposition resolves",
  },
  {
    says:
      "Where the Jacobian is 0 the official code fails, since no singular value is above rtol times 0; where a loss is 0 and κ " +
      "below 2 its derivative is infinite. Here the step is 0, and the condition is left out.",
    established: "the official code, read; both cases tested",
  },
  {
    says:
      "The losses must be handed over one a sample. Of their mean, M has one row and the step is R g/‖g‖²: gradient descent with " +
      "Polyak's step size.",
    established: "tested: a microbatch of the whole batch takes the steps of polyak-sgd",
  },
  {
    says:
      "Scaling before the pseudoinverse (rmsprop 'before') divides by √v + ε with v = 0 for units without a gradient. With the " +
      "default ε = 1e-8 any rounding there is blown up to the whole step; use 1e-4 or more. The mean row depends on the signs of " +
      "rows, unlike everything else: rows must be those of the losses, not of signed residuals.",
    established: "the official code, read; golden case 'mlp-rmsprop-pre' fails with rows of signed residuals",
  },
];
