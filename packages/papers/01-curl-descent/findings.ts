import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "What the official code descends is not the gradient of its loss: the error is told back from the outputs without the " +
      "derivative of their activation, though that is applied there too. For tanh outputs this is the gradient of another " +
      "loss than the squared error, and derivatives by machine give other iterates.",
    established:
      "the official code, read; tested: both agree for linear outputs and not for tanh; golden cases need the code's",
  },
  {
    says:
      "Fixed norms decide whether a flip in the readout helps. The code rescales each layer to its first Frobenius norm after every " +
      "update, for gradient descent too, and the student's is twice the teacher's. With norms free the ratio of epochs has a " +
      "median of 1.25 over five seeds (0.24 to 1.89), faster in two of them, instead of 0.78 (0.09 to 0.96), faster in all.",
    established: "quick set-up of the claim 'speed' with fixNorms off and at most 5,000 epochs, seeds 0 to 4",
  },
  {
    says:
      "The critical fraction of finite networks lies well above the formula's. At c = 0.4 the formula says 0.18; by the eigenvalues at " +
      "the teacher it is 0.36 [0.28, 0.48] with 20 inputs, 0.25 [0.23, 0.28] with 80 and 0.22 [0.20, 0.24] with 160 (ten seeds, 95 %). Runs agree with the " +
      "eigenvalues of their own teacher to one flip. The formula itself is right: spectra of 150 and more inputs have its edge.",
    established: "quick experiment of the claim 'critical-fraction'; the edge tested against random matrices",
  },
  {
    says:
      "c = ¼, below which no number of flipped inputs is said to matter, is no safe side for small networks: with 20 inputs, 80 hidden neurons " +
      "and all inputs flipped, λ is between −0.20 and 0.09 over five seeds; one run ends as high as a student that answers 0.",
    established: "quick experiment of the claim 'transition', third row",
  },
  {
    says:
      "Flips in the readout do not keep the teacher stable (λ from 1.3 to 2.3): learning leaves it and settles at another solution, " +
      "at which the largest eigenvalue is negative, with a loss below 1e-7 of that of a student that answers 0.",
    established: "quick experiment of the claim 'transition', fifth row; the eigenvalue at the end is tested",
  },
  {
    says:
      "The escape from the saddle at (0.9, −0.9) is a matter of finite steps. The flow keeps w₁² + w₂² = 1.62, and needs 2 to meet a " +
      "solution; steps of 0.05 let the circle grow and arrive after 414, steps of 0.005 have not arrived after ten times as many.",
    established: "tested",
  },
  {
    says:
      "A fraction of exactly 0 and one that vanishes are not the same: the formula for large networks has the latter, an eigenvalue or two " +
      "outside of the unflipped spectrum. So for c ≥ 0.7 it calls any flip unstable, though without flips all is stable.",
    established: "the formula at α = 0, and J ≤ −‖W₂‖² without flips, tested on random networks",
  },
  {
    says:
      "Which side a sign stands on swaps the two phase diagrams: in the code's figures D scales columns, so that D₁ belongs to input neurons " +
      "and D₂ to hidden ones, and 'hidden' means flipped inputs.",
    established: "the official code, read",
  },
  {
    says:
      "Epochs to a threshold that is never reached come out as the last logged epoch in the code's tables (its search answers −1, which is " +
      "an index). Here such runs count as the limit and are told as such.",
    established: "the official code, read",
  },
];
