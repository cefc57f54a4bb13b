import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "sketched-augmented-lagrangian",
  number: 21,
  title: "Constrained Optimization via Exact Augmented Lagrangian and Randomized Iterative Sketching",
  authors: ["Ilgee Hong", "Sen Na", "Michael W. Mahoney", "Mladen Kolar"],
  date: "2023-05",
  arxiv: "2305.18379",
  code: "https://github.com/IlgeeHong/AdaSketch-Newton",
  venue: "ICML 2023",
  published: {
    kind: "inproceedings",
    booktitle: "International Conference on Machine Learning",
    series: "Proceedings of Machine Learning Research",
    year: 2023,
    volume: "202",
    pages: "13174--13198",
  },
  family: "constrained",
  summary:
    "With equality constraints Newton's method has to solve a large indefinite system at each step. AdaSketch-Newton solves it " +
    "only roughly, by projecting onto a few random combinations of its equations at a time, as Kaczmarz's method does. What " +
    "makes rough steps safe is a smooth function of variables and multipliers together, the exact augmented Lagrangian, down " +
    "which both are searched with one step length. The accuracy of the inner solver and the two penalties adapt until the " +
    "step is a descent direction. Convergence is almost sure from any start, and fast near a solution, where whole steps are taken.",
  method: {
    names: ["ada-sketch-newton"],
    keywords: [
      "KKT",
      "Kaczmarz",
      "sequential quadratic programming",
      "sketch-and-project",
      "line search",
      "merit function",
      "CUTEst",
      "nonlinear programming",
    ],
    equations: [
      "min f(x) subject to c(x) = 0;  L = f + λᵀ c",
      "M_η = L + η₁/2 ‖c‖² + η₂/2 ‖∇_x L‖²",
      "K Δz = −∇L,  K = [B Gᵀ; G 0],  G = ∇c",
      "sketch: d ← d − K S (Sᵀ K² S)⁺ Sᵀ r,  r = K d + ∇L",
      "until ‖r‖ ≤ θ δ ‖∇L‖/(‖K‖ Ψ) and ∇Mᵀ d ≤ −η₂/2 ‖∇L‖²; otherwise η₁ ↑, η₂ ↓, δ ↓",
      "(x, λ) ← (x, λ) + α d, α by Armijo's rule on M",
    ],
    latex: [
      String.raw`M_\eta(x, \lambda) = f + \lambda^\top c + \tfrac{\eta_1}{2} \lVert c\rVert^2 + \tfrac{\eta_2}{2} \lVert\nabla_x L\rVert^2`,
      String.raw`K\,\Delta z = -\nabla L, \qquad K = \begin{pmatrix} B & G^\top\\ G & 0\end{pmatrix}, \qquad G = \nabla c`,
      String.raw`d \leftarrow d - K S\,(S^\top K^2 S)^{+} S^\top r, \qquad r = K d + \nabla L`,
      String.raw`\lVert r\rVert \le \theta_k\, \delta\, \frac{\lVert\nabla L\rVert}{\lVert K\rVert\, \Psi}, \qquad \nabla M_\eta^\top d \le -\tfrac{\eta_2}{2} \lVert\nabla L\rVert^2`,
      String.raw`(x, \lambda) \leftarrow (x, \lambda) + \alpha\, d`,
    ],
    defaults: {
      "η₁, η₂ (penalties)": "1 and 0.1 at the start, × and / by powers of ν = 1.5 (official code)",
      "δ (accuracy)": "0.1 at the start (official code)",
      sketch: "one Gaussian vector, or one row (randomized Kaczmarz) (official code)",
      "θ (forcing term)": "1 (official code)",
      "ξ_B (shift of the Hessian)": "0.1, added to ‖H‖ where the reduced Hessian is indefinite (official code)",
      "β (Armijo)": "0.1, halving the step, with a slack of 1e-14 for rounding (official code; the slack is ours)",
      "inner steps": "at most 1e5 before each test of the direction (official code)",
      tolerance: "1e-4 on the norm of ∇L (official code)",
    },
    reconstructed: [
      "Block sketches, and an accuracy relative to ‖∇L‖ in place of the paper's worst-case bound, which makes the method as " +
        "good as exact.",
      "Rates of convergence near a solution, in part.",
      "When a line search is given up (α < 1e-10), and the slack for rounding in it.",
    ],
  },
};
