import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "gradient-normalized-smoothness",
  number: 17,
  title: "Gradient-Normalized Smoothness for Optimization with Approximate Hessians",
  authors: ["Andrei Semenov", "Martin Jaggi", "Nikita Doikov"],
  date: "2025-06",
  arxiv: "2506.13710",
  code: "https://github.com/epfml/grad-norm-smooth",
  venue: "ICLR 2026 (poster)",
  published: { kind: "inproceedings", booktitle: "International Conference on Learning Representations", year: 2026 },
  links: [{ text: "OpenReview", url: "https://openreview.net/forum?id=Epu8Lm6VMK" }],
  family: "second-order",
  summary:
    "Newton's method with whatever Hessian you can afford: Gauss-Newton, Fisher, or none. The step is regularised by the norm " +
    "of the gradient over one number, γ, and γ is found by doubling and halving with a simple test of decrease. What it " +
    "adapts to is a new measure, the radius in which the linear model of the gradient is good relative to the gradient " +
    "itself; the error of the approximate Hessian enters through that same number. From it follow rates for many classes of " +
    "problems at once, without choosing among them: for softmax and separable logistic regression with cheap Hessians, a " +
    "global linear rate without strong convexity.",
  method: {
    names: ["gradient-regularized-newton"],
    keywords: [
      "Newton",
      "Gauss-Newton",
      "Fisher",
      "quasi-self-concordant",
      "regularization",
      "adaptive search",
      "LogSumExp",
      "inexact Hessian",
    ],
    equations: [
      "x⁺ = x − (H(x) + λ B)⁻¹ ∇f(x),  λ = ‖∇f(x)‖ / γ",
      "accept if f(x) − f(x⁺) ≥ ‖∇f(x⁺)‖² / (8 λ); then γ ← 2γ, otherwise γ ← γ/2",
      "γ(x) = max γ such that ‖∇f(x + h) − ∇f(x) − H(x) h‖ ≤ ‖∇f(x)‖ ‖h‖ / γ for all ‖h‖ ≤ γ",
    ],
    latex: [
      String.raw`x^+ = x - \bigl(H(x) + \lambda B\bigr)^{-1} \nabla f(x), \qquad \lambda = \frac{\lVert\nabla f(x)\rVert_*}{\gamma}`,
      String.raw`\text{accept if}\quad f(x) - f(x^+) \ge \frac{\lVert\nabla f(x^+)\rVert_*^2}{8\lambda}; \qquad \gamma \leftarrow 2\gamma \;\text{ or }\; \gamma/2`,
      String.raw`\gamma(x) = \max\bigl\{\gamma : \lVert\nabla f(x+h) - \nabla f(x) - H(x)h\rVert_* \le \tfrac1\gamma \lVert\nabla f(x)\rVert_* \lVert h\rVert \;\; \forall\, \lVert h\rVert \le \gamma\bigr\}`,
    ],
    defaults: {
      "γ₀ (radius)": "1 (official code)",
      "B (metric)": "the identity",
      search: "at most 40 trials an iteration (official code)",
    },
    reconstructed: [
      "What is done where the Cholesky factorisation fails (γ is halved) and where no trial is accepted (the run ends).",
      "The set of directions in the definition of γ(x), which the method does not need.",
    ],
  },
};
