import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "double-descent",
  number: 15,
  title: "Understanding the Role of Optimization in Double Descent",
  authors: ["Chris Yuhao Liu", "Jeffrey Flanigan"],
  date: "2023-12",
  arxiv: "2312.03951",
  code: null,
  venue: "NeurIPS 2023 workshop Optimization for Machine Learning (OPT 2023)",
  published: { kind: "inproceedings", booktitle: "NeurIPS Workshop on Optimization for Machine Learning", year: 2023 },
  links: [
    { text: "The first author's minimal double descent", url: "https://github.com/chrisliu298/min_double_descent" },
  ],
  family: "analysis",
  summary:
    "As a model grows, its test error may rise to a peak where it can just fit the training data, and fall again beyond. " +
    "Often that peak is not seen, and this paper says why: it appears if and only if the optimizer gets to a low enough " +
    "training loss. At the threshold the problem is worst conditioned, and the directions that cause the peak are the ones " +
    "learned last. Initialization, normalization, batch size, learning rate and algorithm all act through conditioning or " +
    "through how far training gets. So double descent should rarely trouble practice. It is a claim to test, not an optimizer.",
  method: {
    names: [],
    keywords: [
      "interpolation threshold",
      "random features",
      "condition number",
      "overparameterization",
      "spectral filter",
      "ridge",
    ],
    equations: [
      "features Z = φ(X W₀) with fixed W₀; Z = U S Vᵀ",
      "after t steps of gradient descent with step η:",
      "  w_t = w₀ − V diag((1 − (1 − η sᵢ²/N)ᵗ)/sᵢ) Uᵀ (Z w₀ − y)",
      "direction i is learned after about N/(η sᵢ²) steps, all of them after about κ²,  κ = s_max/s_min",
    ],
    latex: [
      String.raw`Z = \varphi(X W_0) = U S V^\top, \qquad \min_w \frac{1}{2N} \lVert Z w - y\rVert^2`,
      String.raw`w_t = w_0 - V \operatorname{diag}\!\left(\frac{1 - (1 - \eta s_i^2/N)^t}{s_i}\right) U^\top (Z w_0 - y)`,
      String.raw`t_i \sim \frac{N}{\eta s_i^2}, \qquad t_{\max} \sim \kappa^2, \qquad \kappa = \frac{s_{\max}}{s_{\min}}`,
    ],
    defaults: {
      "samples N, inputs d": "40, 20 [reconstructed]",
      "features φ": "tanh (companion script)",
      "W₀": "N(0, 1/d), nested over P (companion script; the deviation is reconstructed)",
      "cut-off of singular values": "10⁻¹⁰ of the largest [reconstructed]",
      "ridge a": "10⁻⁸ (companion script)",
      rates: "1/L with L = s_max²/N for gradient descent and momentum 0.9, 0.01 for Adam [reconstructed]",
    },
    reconstructed: [
      "The peak ratio, test loss at P = N over that at P = 5 N, and the rank correlation with the training loss.",
      "The set-ups of the experiments: the paper's data sets and settings could not be had.",
      "The formula for gradient descent on random features, which follows from the singular value decomposition.",
    ],
  },
};
