import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "sven",
  number: 22,
  title: "Sven: Singular Value Descent as a Computationally Efficient Natural Gradient Method",
  authors: ["Samuel Bright-Thonney", "Thomas R. Harvey", "Andre Lukas", "Jesse Thaler"],
  date: "2026-04-01",
  arxiv: "2604.01279",
  code: "https://github.com/sambt/sven",
  venue: "arXiv preprint (MIT-CTP/6022)",
  family: "second-order",
  summary:
    "Gradient descent averages the losses of a batch before it looks at their gradients. Sven keeps them apart: each sample's " +
    "loss is an equation that should become zero, and the step is the smallest change of the parameters that would solve all " +
    "of them at once to first order. That is a pseudoinverse of the Jacobian, cut to its largest singular values; with more " +
    "samples than parameters it is the natural gradient. Per batch it costs as much as a few gradients, about as many as " +
    "singular values are kept. On regression it promises to be much faster than Adam and to end lower.",
  method: {
    names: ["sven"],
    keywords: ["Gauss-Newton", "pseudoinverse", "SVD", "Jacobian", "per-sample gradients", "minimum norm", "Fisher"],
    equations: [
      "R_a = ℓ_a^(κ/2) for each sample a,  M = ∂R/∂θ",
      "M = U diag(s) Vᵀ, kept: the k largest s_i with s_i > rtol s_max",
      "θ ← θ − η V diag(1/s) Uᵀ R",
    ],
    latex: [
      String.raw`R_a = \ell_a^{\kappa/2}, \qquad M_{ai} = \frac{\partial R_a}{\partial \theta_i}`,
      String.raw`M = U \operatorname{diag}(s)\, V^\top, \qquad s_1 \ge \dots \ge s_k > \mathrm{rtol}\cdot s_1`,
      String.raw`\theta \leftarrow \theta - \eta\, M^{+} R, \qquad M^{+} = V_k \operatorname{diag}(s_1^{-1}, \dots, s_k^{-1})\, U_k^\top`,
    ],
    defaults: {
      "η (learningRate)": "0.1 (official example)",
      "k (rank)": "half the batch (official README)",
      "rtol (relative cut-off)": "1e-3 (official README)",
      "κ (power)": "2 (official code); 1 is Gauss-Newton for squared errors",
    },
    reconstructed: [
      "The pseudoinverse by the smaller Gram matrix, which gives the same step as a singular value decomposition.",
      "What is done where a loss is 0 and κ below 2, and where the Jacobian is 0.",
      "Rows computed in chunks, and the running mean squares of parameters that a step leaves alone.",
    ],
  },
};
