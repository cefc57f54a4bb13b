import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "lv-hba",
  number: 16,
  title: "Constrained Bi-Level Optimization: Proximal Lagrangian Value Function Approach and Hessian-free Algorithm",
  authors: ["Wei Yao", "Chengming Yu", "Shangzhi Zeng", "Jin Zhang"],
  date: "2024-01",
  arxiv: "2401.16164",
  code: "https://github.com/SUSTech-Optimization/LV-HBA",
  venue: "ICLR 2024 (spotlight)",
  published: { kind: "inproceedings", booktitle: "International Conference on Learning Representations", year: 2024 },
  links: [
    { text: "OpenReview", url: "https://openreview.net/forum?id=xJ5N8qrEPl" },
    { text: "R package with a second implementation", url: "https://github.com/SUSTech-Optimization/MEHAHO" },
  ],
  family: "bilevel",
  summary:
    "One optimization inside another, as when hyperparameters are tuned on a model that is itself trained, is hardest when the " +
    "inner problem has constraints that couple both levels. LV-HBA replaces the inner problem by a smooth value function: a " +
    "saddle point of its Lagrangian, held near the present point by proximal terms. How far the inner variables are from " +
    "solving their problem becomes a penalty with a slowly fading weight on the outer objective. A single loop of gradient " +
    "steps and one projection follows; no Hessians, no inner solver, and the inner problem need not be strongly convex nor " +
    "have a unique solution.",
  method: {
    names: ["lv-hba"],
    keywords: [
      "hyperparameter optimization",
      "value function",
      "Moreau envelope",
      "data cleaning",
      "support vector machine",
      "saddle point",
      "federated",
    ],
    equations: [
      "v(x, y, z) = min_θ max_{λ ∈ Z} f(x, θ) + λᵀ g(x, θ) + ‖θ − y‖²/(2γ₁) − ‖λ − z‖²/(2γ₂)",
      "θ ← Π_Y(θ − η (∇_y f(x, θ) + ∇_y g(x, θ)ᵀ λ + (θ − y)/γ₁))",
      "λ ← Π_Z(λ + η (g(x, θ) − (λ − z)/γ₂)), with the old θ",
      "d_x = ∇_x F/c_k + ∇_x f(x, y) − ∇_x f(x, θ) − ∇_x g(x, θ)ᵀ λ,  d_y = ∇_y F/c_k + ∇_y f(x, y) − (y − θ)/γ₁",
      "(x, y) ← Π_C((x, y) − α (d_x, d_y)),  z ← Π_Z(z + β (λ − z)/γ₂),  c_k = c₀ (k + 1)ᵖ",
    ],
    latex: [
      String.raw`v(x, y, z) = \min_\theta \max_{\lambda\in Z}\; f(x,\theta) + \lambda^\top g(x,\theta) + \frac{\lVert\theta-y\rVert^2}{2\gamma_1} - \frac{\lVert\lambda-z\rVert^2}{2\gamma_2}`,
      String.raw`\theta^+ = \Pi_Y\Bigl(\theta - \eta\bigl(\nabla_y f(x,\theta) + \nabla_y g(x,\theta)^\top\lambda + \tfrac{\theta-y}{\gamma_1}\bigr)\Bigr), \qquad \lambda^+ = \Pi_Z\Bigl(\lambda + \eta\bigl(g(x,\theta) - \tfrac{\lambda-z}{\gamma_2}\bigr)\Bigr)`,
      String.raw`d_x = \tfrac1{c_k}\nabla_x F + \nabla_x f(x,y) - \nabla_x f(x,\theta^+) - \nabla_x g(x,\theta^+)^\top\lambda^+, \qquad d_y = \tfrac1{c_k}\nabla_y F + \nabla_y f(x,y) - \tfrac{y-\theta^+}{\gamma_1}`,
      String.raw`(x, y) \leftarrow \Pi_C\bigl((x, y) - \alpha\,(d_x, d_y)\bigr), \qquad z \leftarrow \Pi_Z\bigl(z + \tfrac{\beta}{\gamma_2}(\lambda^+ - z)\bigr), \qquad c_k = c_0\,(k+1)^p`,
    ],
    defaults: {
      "α, β, η (steps)": "0.05, 0.1, 0.1 here, α ≤ η; 0.01, 0.1, 0.01 for support vector machines (official code)",
      "γ₁, γ₂":
        "2 here; 10 for support vector machines, 1 for the toy with strongly convex lower level (official code)",
      "c₀": "1; 0.025 for the toy LLC (official code)",
      "p (growth of the penalty)": "0.3; 0.3 or 0.5 by experiment (official code); below ½ in theory",
      "r (bound of the multipliers)": "1000 (official code, toys); larger than any multiplier, the paper gives no rule",
      "scale of the constraints": "norm 1 of ∇_y g at the start (ours; the official code has none)",
    },
    reconstructed: [
      "The constants of the theorems, and a start near a solution of the lower level.",
      "The scaling of the constraints.",
      "Set-ups of data cleaning and of the federated problem, in miniature; the paper's figures could not be recovered as numbers.",
      "Of the baselines, when E-AiPOD projects x, and GAM without its sampling near kinks.",
    ],
  },
};
