import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "adabelief",
  number: 13,
  title: "AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients",
  authors: [
    "Juntang Zhuang",
    "Tommy Tang",
    "Yifan Ding",
    "Sekhar Tatikonda",
    "Nicha Dvornek",
    "Xenophon Papademetris",
    "James S. Duncan",
  ],
  date: "2020-10",
  arxiv: "2010.07468",
  code: "https://github.com/juntang-zhuang/Adabelief-Optimizer",
  venue: "NeurIPS 2020 (spotlight)",
  published: { kind: "inproceedings", booktitle: "Advances in Neural Information Processing Systems", year: 2020 },
  family: "first-order",
  summary:
    "Adam divides each step by the size of recent gradients. AdaBelief divides it by how far they stray from their own " +
    "running mean: the mean is a forecast, and a gradient that comes out as forecast is believed and followed with a " +
    "long step. The two differ where gradients are large but steady, as along the floor of a valley: there Adam's steps " +
    "stay short and AdaBelief's grow. Nothing else changes: the same two moments, the same cost. With step sizes that fall " +
    "as 1/√t the paper proves a regret of O(√T) online and a rate of O(log T/√T) for smooth non-convex losses.",
  method: {
    names: ["adabelief"],
    equations: [
      "m_t = β₁ m_{t−1} + (1 − β₁) g_t",
      "s_t = β₂ s_{t−1} + (1 − β₂)(g_t − m_t)² + ε",
      "m̂_t = m_t / (1 − β₁ᵗ),  ŝ_t = s_t / (1 − β₂ᵗ)",
      "θ_t = θ_{t−1} − α m̂_t / (√ŝ_t + ε)",
    ],
    latex: [
      String.raw`m_t = \beta_1 m_{t-1} + (1-\beta_1)\, g_t`,
      String.raw`s_t = \beta_2 s_{t-1} + (1-\beta_2)\,(g_t - m_t)^2 + \varepsilon`,
      String.raw`\hat m_t = \frac{m_t}{1-\beta_1^t}, \qquad \hat s_t = \frac{s_t}{1-\beta_2^t}`,
      String.raw`\theta_t = \theta_{t-1} - \alpha\, \frac{\hat m_t}{\sqrt{\hat s_t} + \varepsilon}`,
    ],
    defaults: {
      "α (learningRate)": "1e-3 (official packages)",
      "β₁ (beta1)": "0.9 (the paper); 0.5 for GANs",
      "β₂ (beta2)": "0.999 (the paper)",
      "ε (epsilon)": "1e-8 (the paper's image classification); about the square of Adam's elsewhere, 1e-12 to 1e-16",
      "rectify, decoupled": "off (the paper); on in adabelief-pytorch 0.2.1, whose defaults are `adabeliefPackage`",
    },
    reconstructed: [
      "The functions |x|/10 + |y| and x²/10 + y²/2, and the starts of Beale's and Rosenbrock's functions, are rebuilt from " +
        "the paper's figure of trajectories; they are close to its own but not confirmed.",
      "The projection onto a feasible set in the paper's algorithm is left out, as in the official code.",
    ],
  },
};
