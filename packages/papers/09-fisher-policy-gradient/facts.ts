import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "fisher-policy-gradient",
  number: 9,
  title: "Stochastic Policy Gradient Methods: Improved Sample Complexity for Fisher-non-degenerate Policies",
  authors: ["Ilyas Fatkhullin", "Anas Barakat", "Anastasia Kireeva", "Niao He"],
  date: "2023-02",
  arxiv: "2302.01734",
  code: null,
  venue: "ICML 2023",
  published: {
    kind: "inproceedings",
    booktitle: "International Conference on Machine Learning",
    series: "Proceedings of Machine Learning Research",
    year: 2023,
    volume: "202",
    pages: "9827--9869",
  },
  family: "reinforcement",
  summary:
    "How many trajectories does a policy need to come close to the best? This paper answers with fewer, for policies whose " +
    "Fisher matrix stays away from singular, and with methods of a single loop: one or two trajectories a step, no large " +
    "batch, no importance sampling. N-PG-IGT takes its gradient at a point ahead of the iterate, where the bias of momentum " +
    "cancels, and makes steps of fixed length; it needs about ε^−2.5 samples where momentum alone needs ε^−3. HARPG corrects the " +
    "momentum by a product with a sampled Hessian and gets to ε^−2. Guarantees are for the last iterate.",
  method: {
    names: ["n-pg-igt", "n-harpg", "harpg"],
    keywords: [
      "implicit gradient transport",
      "variance reduction",
      "Hessian-vector product",
      "normalized",
      "momentum",
      "STORM",
      "sample complexity",
      "GPOMDP",
    ],
    equations: [
      "N-PG-IGT: θ̃_t = θ_t + (1 − η_t)/η_t (θ_t − θ_{t−1})",
      "  d_t = (1 − η_t) d_{t−1} + η_t g(θ̃_t)",
      "  θ_{t+1} = θ_t − γ_t d_t / ‖d_t‖",
      "HARPG: θ̂_t = q θ_t + (1 − q) θ_{t−1},  q ~ U[0, 1]",
      "  d_t = (1 − η_t)(d_{t−1} + B(θ̂_t)(θ_t − θ_{t−1})) + η_t g(θ_t)",
      "  θ_{t+1} = θ_t − γ_t d_t;  N-HARPG: divided by ‖d_t‖",
    ],
    latex: [
      String.raw`\tilde\theta_t = \theta_t + \frac{1-\eta_t}{\eta_t}\,(\theta_t - \theta_{t-1})`,
      String.raw`d_t = (1-\eta_t)\, d_{t-1} + \eta_t\, g(\tau_t, \tilde\theta_t), \qquad \theta_{t+1} = \theta_t - \gamma_t\, \frac{d_t}{\lVert d_t\rVert}`,
      String.raw`\hat\theta_t = q_t\theta_t + (1-q_t)\,\theta_{t-1}, \qquad q_t \sim \mathcal U[0, 1]`,
      String.raw`d_t = (1-\eta_t)\bigl(d_{t-1} + B(\hat\tau_t, \hat\theta_t)(\theta_t - \theta_{t-1})\bigr) + \eta_t\, g(\tau_t, \theta_t)`,
      String.raw`B\,v = \nabla_\theta \langle \nabla\Phi, v\rangle + \langle \nabla \log p(\tau\mid\theta), v\rangle\, \nabla\Phi, \qquad \Phi = \sum_t R_t \log \pi_\theta(a_t \mid s_t)`,
    ],
    defaults: {
      "γ_t (learning rate)":
        "γ₀ k for the normalised methods, γ₀ √k for HARPG, k = 2/(t + 2), γ₀ = 0.1 (official code)",
      "η_t (momentum)": "η₀ k^(4/5) for N-PG-IGT, η₀ k for HARPG and N-HARPG, η₀ = 1 (official code)",
    },
    reconstructed: ["The bound η_t ≤ 1.", "The product with the Hessian as one directional derivative."],
  },
};
