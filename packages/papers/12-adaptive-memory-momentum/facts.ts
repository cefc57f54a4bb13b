import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "adaptive-memory-momentum",
  number: 12,
  title: "Adaptive Memory Momentum via a Model-Based Framework for Deep Learning Optimization",
  authors: ["Kristi Topollai", "Anna Choromanska"],
  date: "2025-10",
  arxiv: "2510.04988",
  code: null,
  venue: "AISTATS 2026",
  published: {
    kind: "inproceedings",
    booktitle: "Proceedings of the International Conference on Artificial Intelligence and Statistics",
    series: "Proceedings of Machine Learning Research",
    year: 2026,
    volume: "300",
    pages: "4060--4068",
  },
  family: "first-order",
  summary:
    "Momentum has a coefficient that everybody sets to 0.9. This paper computes it anew at each step. The loss is modelled " +
    "by the larger of two planes, one through the present gradient, one through the accumulated direction; a proximal " +
    "step on that model has a closed form, in which the weight of the old direction is the momentum. Where that direction " +
    "still makes progress, as along a valley, it is large; where it has overshot, it falls, down to 0. In AdamW's metric " +
    "the same idea gives AM-AdamW. It costs a few inner products, and the O(1/√T) rates of stochastic gradient " +
    "descent are kept for convex and smooth non-convex losses.",
  method: {
    names: ["am-msgd", "am-adamw"],
    equations: [
      "AM-MGD, AM-MSGD:",
      "  q = d_t − g_t,  gap_t = ⟨g_t, d_t⟩",
      "  β_t = clip( ((1 + λ) gap_t − ⟨q, g_t + λ d_t⟩) / ‖q‖², 0, β_max )",
      "  d_{t+1} = ((β_t + λ) d_t + (1 − β_t) g_t) / (1 + λ),  d_1 = g_0",
      "  θ_{t+1} = θ_t − η d_{t+1}",
      "AM-AdamW, for each tensor:",
      "  v_t = β₂ v_{t−1} + (1 − β₂) g_t²,  P = (1 − β_max ∏ past β)(√(v_t / (1 − β₂ᵗ)) + ε),  M = P (1 + λ P)",
      "  gap_t = η_{t−1} ⟨g_t, d_t/P + μ θ_t⟩",
      "  β_t = clip( ((1 + μ η_t) gap_t/η_t − ⟨q, (g_t + λ P d_t)/M⟩ − μ ⟨θ_t, q⟩) / ⟨q, q/M⟩, 0, β_max )",
      "  d_{t+1} = ((1 − β_t) g_t + (λ P + β_t) d_t) / (1 + λ P)",
      "  θ_{t+1} = (1 − μ η_t) θ_t − η_t d_{t+1}/P",
    ],
    latex: [
      String.raw`\beta_t = \operatorname{clip}_{[0,\beta_{\max}]} \frac{(1+\lambda)\,\langle g_t, d_t\rangle - \langle d_t - g_t,\, g_t + \lambda d_t\rangle}{\lVert d_t - g_t\rVert^2}`,
      String.raw`d_{t+1} = \frac{(\beta_t+\lambda)\, d_t + (1-\beta_t)\, g_t}{1+\lambda}, \qquad \theta_{t+1} = \theta_t - \eta\, d_{t+1}`,
      String.raw`P = \Bigl(1 - \beta_{\max}\prod_{s<t}\beta_s\Bigr)\Bigl(\sqrt{v_t/(1-\beta_2^t)} + \varepsilon\Bigr), \qquad q = d_t - g_t`,
      String.raw`\beta_t = \operatorname{clip}_{[0,\beta_{\max}]} \frac{(1+\mu\eta_t)\frac{\eta_{t-1}}{\eta_t}\langle g_t, P^{-1}d_t + \mu\theta_t\rangle - \langle q, M^{-1}(g_t+\lambda P d_t)\rangle - \mu\langle \theta_t, q\rangle}{\langle q, M^{-1} q\rangle}, \quad M = P(1+\lambda P)`,
      String.raw`d_{t+1} = \frac{(1-\beta_t)\, g_t + (\lambda P + \beta_t)\, d_t}{1+\lambda P}, \qquad \theta_{t+1} = (1-\mu\eta_t)\,\theta_t - \eta_t P^{-1} d_{t+1}`,
    ],
    defaults: {
      "λ (lambda)": "0.1 (the paper's setting, by a public implementation)",
      "β_max (betaMax)": "0.9, for AM-AdamW 0.89 = 0.9 − 0.1 λ (likewise); try 0.99 on convex problems",
      "η (learningRate)":
        "0.1, in the form in which momentum averages: ten times that of PyTorch's at momentum 0.9; AM-AdamW 1e-3",
      "β₂, ε (AM-AdamW)": "0.999, 1e-8 (AdamW)",
      gap: "linear: ⟨g, d⟩ in place of the difference of losses",
    },
    reconstructed: [
      "The paper's text could not be had. The formulas are those of a public summary and of a public implementation that " +
        "follows the paper's algorithms 1 and 3; deriving them anew from the two-plane model gives the same.",
      "Gap 'exact', which uses the losses themselves, for AM-MGD.",
      "Scope 'global' of AM-AdamW, one momentum for all tensors, and 'nesterov' of AM-MSGD.",
      "The convex test problem, logistic regression with a chosen condition number; the paper's own is not known.",
    ],
  },
};
