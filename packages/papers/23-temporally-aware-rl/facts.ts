import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "temporally-aware-rl",
  number: 23,
  title: "Discovering Temporally-Aware Reinforcement Learning Algorithms",
  authors: [
    "Matthew T. Jackson",
    "Chris Lu",
    "Louis Kirsch",
    "Robert T. Lange",
    "Shimon Whiteson",
    "Jakob N. Foerster",
  ],
  date: "2024-02",
  arxiv: "2402.05828",
  code: "https://github.com/EmptyJackson/groove",
  venue: "ICLR 2024 (poster)",
  published: { kind: "inproceedings", booktitle: "International Conference on Learning Representations", year: 2024 },
  links: [
    {
      text: "Code of LPO, on which one variant builds",
      url: "https://github.com/luchris429/discovered-policy-optimisation",
    },
  ],
  family: "reinforcement",
  summary:
    "A learner who knows how much time is left explores at first and plays safe at the end. Objectives for reinforcement " +
    "learning that are themselves learned could not: they did not know the time. Here they are told, as two more inputs, how " +
    "far training has come and how long it will last. The objective is trained across many whole lifetimes by evolution " +
    "strategies, where two opposite variants meet the same task and only the winner counts; gradients through a few updates " +
    "are too shortsighted for it. The results anneal on their own and serve lifetimes and environments that were never trained on.",
  method: {
    names: ["ta-lpg", "ta-lpo", "open-es"],
    keywords: [
      "meta-learning",
      "learned objective",
      "evolution strategies",
      "LPG",
      "LPO",
      "PPO",
      "mirror learning",
      "antithetic",
      "horizon",
      "drift",
    ],
    equations: [
      "TA-LPG: features (r_t, d_t, π(a_t|s_t), e(y_t), e(y_{t+1}), n/N, log N), a GRU run backwards in time gives π̂_t, ŷ_t",
      "  L = mean[ π̂_t log π(a_t|s_t) ] + α_y mean KL(y(s_t) ‖ ŷ_t)",
      "TA-LPO: L = −mean( ρ A − f(ρ, A, n/N) ),  f = ReLU(net − ξ), inputs (u, A u, n/N u, n/N A u), u = (log ρ, log² ρ, 1 − ρ, (1 − ρ)²)",
      "evolution: members φ ± σ z_i on the same task, winner 1, loser 0",
      "  ∇ = 1/(2 P σ) Σ_i (rank_i⁻ − rank_i⁺) z_i, followed by Adam",
    ],
    latex: [
      String.raw`x_t = \bigl[r_t,\, d_t,\, \pi(a_t\mid s_t),\, e(y_t),\, e(y_{t+1}),\, \tfrac nN,\, \log N\bigr] \;\mapsto\; (\hat\pi_t, \hat y_t)`,
      String.raw`\mathcal L = \mathbb E\bigl[\hat\pi_t \log \pi_\theta(a_t \mid s_t)\bigr] + \alpha_y\, \mathbb E\, \mathrm{KL}\bigl(y_\theta(s_t)\,\Vert\,\hat y_t\bigr)`,
      String.raw`\mathcal L = -\mathbb E\bigl[\rho A - f(\rho, A, \tfrac nN)\bigr], \qquad f = \operatorname{ReLU}\bigl(\mathrm{net}_\varphi(x) - \xi\bigr)`,
      String.raw`\nabla_\varphi = \frac{1}{2P\sigma} \sum_{i=1}^{P} \bigl(\mathrm{rank}_i^- - \mathrm{rank}_i^+\bigr)\, z_i, \qquad z_i \sim \mathcal N(0, I)`,
    ],
    defaults: {
      "σ, learning rate, pairs": "0.1, 0.01 with decay 0.999, 512 (official code)",
      "lifetime N": "log-uniform in [10, 250] updates for TA-LPG (official code)",
      "α_y, ξ": "0.5 and 1e-4 (official code)",
    },
    reconstructed: ["Training TA-LPO with log N as well; the paper leaves it out, since its lifetimes are equal."],
  },
};
