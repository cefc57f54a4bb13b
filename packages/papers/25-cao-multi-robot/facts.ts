import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "cao-multi-robot",
  number: 25,
  title:
    "A distributed, plug-n-play algorithm for multi-robot applications with a priori non-computable objective functions",
  authors: ["Athanasios Ch. Kapoutsis", "Savvas A. Chatzichristofis", "Elias B. Kosmatopoulos"],
  date: "2019",
  arxiv: "2111.07441",
  code: "https://github.com/athakapo/A-distributed-plug-n-play-algorithm-for-multi-robot-applications",
  venue: "The International Journal of Robotics Research 38(7), 2019",
  published: {
    kind: "article",
    journal: "The International Journal of Robotics Research",
    year: 2019,
    volume: "38",
    number: "7",
    pages: "813--832",
    doi: "10.1177/0278364919845054",
  },
  links: [{ text: "The authors' code in Python", url: "https://github.com/athakapo/pyBCD-CAO" }],
  family: "swarm",
  summary:
    "A team of robots has a common cost that nobody can write down; it can only be measured once they have moved. Each robot " +
    "keeps its own account: the share of each change that its own last move has caused. To the last few entries it fits a " +
    "small polynomial, imagines a few hundred small random moves, drops those that are not allowed, and makes the one that " +
    "looks best. This is coordinate descent without gradients, and robots may fail, join, or face a cost that changes. It " +
    "promises to match methods made for one task, such as covering an area or watching unknown terrain.",
  method: {
    names: ["bcd-cao", "cao"],
    keywords: [
      "BCD-CAO",
      "coverage",
      "surveillance",
      "derivative-free",
      "block coordinate descent",
      "regression",
      "fault tolerance",
      "online",
    ],
    equations: [
      "Δ_i(k) = J_k(x(k)) − J_k(x(k) with robot i at x_i(k − 1))",
      "J_i(k) = J_i(k − 1) + Δ_i(k)",
      "θ_i = least-norm fit of J_i(l) by θᵀ φ(x_i(l)) over a window, φ monomials up to order 3",
      "candidates x_i + α(k) (2 u − 1), u ~ U[0, 1)ᵈ, and x_i itself",
      "x_i(k + 1) = the feasible candidate with the least θ_iᵀ φ",
    ],
    latex: [
      String.raw`\Delta_i(k) = J_k\bigl(x(k)\bigr) - J_k\bigl(x_1(k), \dots, x_i(k-1), \dots, x_N(k)\bigr), \qquad J_i(k) = J_i(k-1) + \Delta_i(k)`,
      String.raw`\theta_i = \operatorname*{arg\,min}_\theta \sum_{l=k-m+1}^{k} \bigl(J_i(l) - \theta^\top \varphi(x_i(l))\bigr)^2 \quad \text{of least norm}`,
      String.raw`x_i(k+1) = \operatorname*{arg\,min}_{c \,\in\, \text{feasible}} \theta_i^\top \varphi(c), \qquad c = x_i(k) + \alpha(k)\,(2u - 1), \quad u \sim \mathcal U[0, 1)^d`,
    ],
    defaults: {
      window: "6 or 31 measurements, by application (official code)",
      "M (candidates)": "400 or 200 (official code)",
      "order of the monomials": "3 (official code)",
      "α(k) (size of moves)": "falls linearly from 0.012 (official code); the theory asks Σ α = ∞, Σ α² < ∞",
    },
    reconstructed: [
      "What happens when robots leave or join: the others keep their accounts.",
      "The surveillance and persistent-coverage tasks in the small; only coverage of an area is in the official code.",
      "Moving one robot after the other, as coordinate descent has it; the official code moves all at once.",
      "Fits in coordinates about the robot, with random moves until there is something to fit.",
      "A bound on how often refused candidates are drawn again: the official code can go on for ever.",
    ],
  },
};
