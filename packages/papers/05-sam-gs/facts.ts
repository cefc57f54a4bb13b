import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "sam-gs",
  number: 5,
  title: "Gradient Similarity Surgery in Multi-Task Deep Learning",
  authors: ["Thomas Borsani", "Andrea Rosani", "Giuseppe Nicosia", "Giuseppe Di Fatta"],
  date: "2025-06",
  arxiv: "2506.06130",
  code: "https://github.com/ThomBors/samgs",
  venue: "arXiv preprint",
  links: [{ text: "Project page", url: "https://unibzmlgroup.github.io/SAMGS" }],
  family: "multi-task",
  summary:
    "A network that learns several tasks gets several gradients, and their sum may serve one task and starve the others. " +
    "SAM-GS looks at the lengths of the gradients rather than at the angles between them. Where the lengths disagree, it " +
    "scales all to their mean length and adds them; where they agree, it weights each coordinate of each gradient by that " +
    "task's own momentum, damped by how much the lengths have disagreed so far. Nothing is solved: a step costs a backward " +
    "pass for each task and a few sums. It promises to reach optima from starts at which other methods get stuck.",
  method: {
    names: ["sam-gs"],
    keywords: [
      "gradient surgery",
      "magnitude similarity",
      "PCGrad",
      "CAGrad",
      "MGDA",
      "Nash-MTL",
      "Aligned-MTL",
      "FAMO",
    ],
    equations: [
      "ψ(g_i, g_j) = 2 ‖g_i‖ ‖g_j‖ / (‖g_i‖² + ‖g_j‖²),  Ψ = mean of ψ over pairs i < j",
      "m_k ← β₁ m_k + (1 − β₁) g_k,  h ← β₂ h + (1 − β₂)(1 − Ψ)² + ε",
      "m̂_k = m_k / (1 − β₁ᵗ),  ĥ = h / (1 − β₂ᵗ)",
      "Ψ < γ: d = Σ_k (mean_j ‖g_j‖ / ‖g_k‖) g_k",
      "otherwise: d = Σ_k |m̂_k| g_k / √ĥ",
    ],
    latex: [
      String.raw`\psi(g_i, g_j) = \frac{2\,\lVert g_i\rVert\,\lVert g_j\rVert}{\lVert g_i\rVert^2 + \lVert g_j\rVert^2}, \qquad \Psi = \operatorname{mean}_{i<j} \psi(g_i, g_j)`,
      String.raw`m_k \leftarrow \beta_1 m_k + (1-\beta_1)\, g_k, \qquad h \leftarrow \beta_2 h + (1-\beta_2)(1-\Psi)^2 + \varepsilon`,
      String.raw`d = \begin{cases} \displaystyle\sum_k \frac{\operatorname{mean}_j \lVert g_j\rVert}{\lVert g_k\rVert}\, g_k & \Psi < \gamma\\[2ex] \displaystyle\sum_k \frac{\lvert\hat m_k\rvert}{\sqrt{\hat h}} \odot g_k & \text{otherwise} \end{cases}`,
    ],
    defaults: {
      "β₁ (beta1)": "0.9 (the paper)",
      "β₂ (beta2)": "0.99 (the paper); 0.9 for CityScapes and NYU-v2",
      "γ (threshold)": "0.1 (the paper's toy problems); 0.9 for its benchmarks",
      "ε (epsilon)": "1e-8, inside the recursion (official code)",
    },
    reconstructed: [
      "What happens where gradients are 0: two zero gradients agree, one zero gradient disagrees with all others.",
    ],
  },
};
