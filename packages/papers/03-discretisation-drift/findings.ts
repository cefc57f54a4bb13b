import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "The principal flow cannot be followed in real numbers up to h λ_max = 1 measured at the start: where the curvature rises " +
      "along the step, the logarithm turns complex on the way. On random sums of log cosh this happens in 4 of 10 instances at " +
      "h λ_max = 0.9. The claim therefore measures λ_max as the largest curvature anywhere.",
    established:
      "one step from the start, seeds 0 to 9; with λ_max at the start seeds 1, 2, 3 and 8 are refused, with λ_max(BᵀB) + 0.2 none",
  },
  {
    says:
      "Off quadratics the gain of the principal flow over the IGR flow is a constant, and it varies: the ratio of their errors lies " +
      "between 0.03 and 0.5 at h λ_max = 0.3 and in one instance of five it is 0.65 at 0.9. Both have order 3 in h; it takes the term " +
      "of the third derivative, which the principal flow leaves out, to reach order 4.",
    established: "quick experiment of the claim 'one-step', values of single seeds; orders 3.0 and 4.0",
  },
  {
    says:
      "DAL with p = 1 sits at the edge of stability by design: 39 to 49 % of its steps raise the loss, and yet it never ends above its " +
      "start. Its final loss is two to eleven times that of p = 1.5. For a steady run take p > 1, where s > 1.",
    established: "quick experiment of the claim 'drift-adjusted-rate', five seeds",
  },
  {
    says:
      "The share of steps that raise the loss does not rank the powers below 1: the oscillation has period two, so the share saturates " +
      "at about a half (0.43 to 0.61 at p = 0.5 and 0.75) while the final loss differs by a factor of hundreds.",
    established: "quick experiment of the claim 'drift-adjusted-rate', traces",
  },
  {
    says:
      "Where s = ‖H g‖/‖g‖ is below 1 the effect of p reverses, and the cap alone holds the step. A start with s < 1 can raise the " +
      "loss once with p = 1.5: to 2.8 against 2.05 at the start in one seed of five. Late in classification, where curvatures are " +
      "small, runs sit at the cap.",
    established: "regression with seed 3, first steps; separate runs on cross-entropy, outside of the claims",
  },
  {
    says:
      "The paper's abstract has DAL depend on no rate, the official code has a largest one: 5, written as 5 over the static rate and " +
      "multiplied back. Where s is 0 the rule without a cap has no value; here s is floored at 1e-12.",
    established: "the official code compared with the paper; tests of 'dal' on an affine objective",
  },
  {
    says:
      "The official code's approximation of H g steps by 0.01/‖g‖ times the gradient, a perturbation of length 0.01; its docstring says " +
      "0.01 ‖g‖, which depends on the scale of the loss. The file also refers to an undefined module and raises where both a gradient " +
      "and a product are given.",
    established: "reading of the official code",
  },
  {
    says:
      "The official notebook gives NaN for a stability coefficient at λ = 0, and replaces log 0 at h λ = 1 by −100. The first has the " +
      "limit −1; the second is a choice, since the step lands on the minimum of that direction at once.",
    established: "reading of the notebooks; tests of the series around 0 against the logarithm",
  },
  {
    says:
      "The fields of the players' drift hold for each player at its own time. With different learning rates they do not compose over " +
      "steps: the error of a joint step has order 2 with the paper's coefficients and 3 with those of the joint convention, in which " +
      "each player's interaction term has the other one's rate.",
    established:
      "numerical orders on a smooth nonlinear game with rates 1 : 3, compared for both conventions; equal rates agree",
  },
  {
    says:
      '"Interaction" and "other" are different terms: the first differentiates a player\'s own loss, the second (consensus ' +
      "optimisation, symplectic gradient adjustment) that of the opponent. In zero-sum games they differ by their sign alone, which " +
      "hides the difference in most examples.",
    established: "the official code; golden cases of a game that is not zero-sum",
  },
  {
    says:
      "Two readings of divGrad exist: the thesis divides the whole gradient by the spectral norms, the code the tracked layer's weights " +
      "by their own. The second does little: −0.31 against −0.43 without it, where the first reaches 0.32.",
    established: "deep Q-learning on Catch in NumPy, width 64, five seeds; the text compared with the code",
  },
  {
    says:
      "mulEps acts only where Adam's ε is not negligible beside √v: with ε = 1e-8 it does nothing. For a constant factor divGrad and " +
      "mulEps are the same in Adam, (m/ρ)/(√v/ρ + ε) = m/(√v + ρ ε).",
    established: "algebra; deep Q-learning on Catch in NumPy with ε = 1e-8: −0.39 against −0.34 without it",
  },
  {
    says:
      "What spectral normalisation gains on Catch hinges on a rate that is too large: at 0.01 and below all variants learn, at 0.03 they " +
      "lie between 0.80 and 0.91, at 0.06 the plain network fails.",
    established: "deep Q-learning on Catch in NumPy at three rates, five seeds",
  },
];
