import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "diffgrad",
  number: 6,
  title: "diffGrad: An Optimization Method for Convolutional Neural Networks",
  authors: [
    "Shiv Ram Dubey",
    "Soumendu Chakraborty",
    "Swalpa Kumar Roy",
    "Snehasis Mukherjee",
    "Satish Kumar Singh",
    "Bidyut Baran Chaudhuri",
  ],
  date: "2019-09",
  arxiv: "1909.11015",
  code: "https://github.com/shivram1987/diffGrad",
  venue: "IEEE Transactions on Neural Networks and Learning Systems 31(11), 2020",
  published: {
    kind: "article",
    journal: "IEEE Transactions on Neural Networks and Learning Systems",
    year: 2020,
    volume: "31",
    number: "11",
    pages: "4500--4511",
  },
  family: "first-order",
  summary:
    "Adam with brakes. Each coordinate of its step is multiplied by a friction ξ between one half and one, the sigmoid of " +
    "how much that coordinate's gradient has changed since the last step. Where the gradient changes fast, as on a steep " +
    "approach, the step is left whole; where it hardly changes, as near a minimum, it is halved, which is meant to keep the " +
    "iterate from shooting past. The price is one more copy of the parameters, for the last gradient. In the online convex " +
    "setting the paper proves a regret of O(√T), as for Adam.",
  method: {
    names: ["diffgrad"],
    equations: [
      "m_t = β₁ m_{t−1} + (1 − β₁) g_t,  v_t = β₂ v_{t−1} + (1 − β₂) g_t²",
      "ξ_t = σ(|g_{t−1} − g_t|),  g_0 = 0",
      "θ_t = θ_{t−1} − α √(1 − β₂ᵗ)/(1 − β₁ᵗ) · ξ_t m_t / (√v_t + ε)",
    ],
    latex: [
      String.raw`m_t = \beta_1 m_{t-1} + (1-\beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2`,
      String.raw`\xi_t = \frac{1}{1 + e^{-\lvert g_{t-1} - g_t\rvert}}, \qquad g_0 = 0`,
      String.raw`\theta_t = \theta_{t-1} - \alpha\, \frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\, \frac{\xi_t\, m_t}{\sqrt{v_t} + \varepsilon}`,
    ],
    defaults: {
      "α (learningRate)": "1e-3 (official code); 0.1 for the three functions",
      "β₁ (beta1)": "0.9 (official code); 0.95 for the three functions",
      "β₂ (beta2)": "0.999 (official code)",
      "ε (epsilon)":
        '1e-8, added to √v before bias correction (official code); `epsilonMode: "hat"` for the paper\'s place',
      variant: "abs (the paper); signed and wide from a third party",
    },
    reconstructed: [
      "AMSGrad (`amsgrad`): a docstring of the official code mentions it, but there is no such argument.",
      "The variants signed and wide, rectified warm-up and decoupled weight decay are a third party's (lessw2020), not the paper's.",
      "The paper's training on CIFAR (100 epochs, learning rate 1e-3, a tenth of it for the last 20) is from general " +
        "knowledge of it; its tables could not be had.",
    ],
  },
};
