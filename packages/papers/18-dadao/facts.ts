import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "dadao",
  number: 18,
  title: "DADAO: Decoupled Accelerated Decentralized Asynchronous Optimization",
  authors: ["Adel Nabli", "Edouard Oyallon"],
  date: "2022-08",
  arxiv: "2208.00779",
  code: "https://github.com/AdelNabli/DADAO",
  venue: "ICML 2023",
  published: {
    kind: "inproceedings",
    booktitle: "International Conference on Machine Learning",
    series: "Proceedings of Machine Learning Research",
    year: 2023,
    volume: "202",
    pages: "25604--25626",
  },
  family: "decentralized",
  summary:
    "Many machines minimise the sum of their own functions and talk only to their neighbours, without a common clock. In DADAO " +
    "gradients and messages happen at random times, each by its own Poisson process, and neither waits for the other; " +
    "between events the variables flow along a linear differential equation that carries the momentum. Both counts are " +
    "accelerated: gradients by the root of the condition number, messages by a quantity of the graph besides. It promises " +
    "fewer messages than synchronous methods, without inner loops of communication. How often each edge should talk is " +
    "found by a semidefinite program.",
  method: {
    names: ["dadao"],
    keywords: [
      "gossip",
      "Poisson process",
      "Laplacian",
      "effective resistance",
      "asynchronous",
      "network",
      "consensus",
      "ADOM+",
      "SDP",
    ],
    equations: [
      "g = ∇f_i(x) − ν x − ỹ at a gradient event of node i;  m = (y_i + z_i) − (y_j + z_j) at a message on edge ij",
      "dx = η (x̃ − x) dt − γ g dN,  dx̃ = η̃ (x − x̃) dt − γ̃ g dN",
      "dỹ = −θ (y + z + ν x̃) dt + (δ + δ̃) g dN,  dy = α (ỹ − y) dt",
      "dz = α (z̃ − z) dt − β m dM,  dz̃ = α̃ (z − z̃) dt − β̃ m dM",
      "rates of the edges such that χ₁ χ₂ ≤ ½",
    ],
    latex: [
      String.raw`g = \nabla f_i(x) - \nu x - \tilde y, \qquad m = (y_i + z_i) - (y_j + z_j)`,
      String.raw`dx = \eta\,(\tilde x - x)\,dt - \gamma\, g\, dN, \qquad d\tilde x = \tilde\eta\,(x - \tilde x)\,dt - \tilde\gamma\, g\, dN`,
      String.raw`dy = \alpha\,(\tilde y - y)\,dt, \qquad d\tilde y = -\theta\,(y + z + \nu\tilde x)\,dt + (\delta + \tilde\delta)\, g\, dN`,
      String.raw`dz = \alpha\,(\tilde z - z)\,dt - \beta\, m\, dM, \qquad d\tilde z = \tilde\alpha\,(z - \tilde z)\,dt - \tilde\beta\, m\, dM`,
      String.raw`\chi_1 = \frac{1}{\lambda_2(\Lambda)}, \qquad \chi_2 = \tfrac12 \max_{ij} (e_i - e_j)^\top \Lambda^+ (e_i - e_j), \qquad \chi_1\chi_2 \le \tfrac12`,
    ],
    defaults: {
      "α, α̃, η, η̃": "r/4, r/8, r/8, r/8 with r = √(ν/L), ν = μ/2 (official code)",
      "θ, β, β̃": "1/(2r), ½, 2 χ₁/r (official code)",
      "γ, γ̃, δ, δ̃": "1/(4L), 1/(4√(νL)), r/4, 1 (official code)",
      "rates of the edges": "equal, in all √(2 χ₁ χ₂) (official code)",
    },
    reconstructed: [
      "The flow between events in closed form; the official code uses a matrix exponential.",
      "The semidefinite program for the rates, which is not in the official code.",
    ],
  },
};
