import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "directional-attacks",
  number: 2,
  title: "Optimization by Directional Attacks",
  authors: ["Pierre-Yves Bouchet", "Thibaut Vidal"],
  date: "2025-10",
  arxiv: "2510.01461",
  code: "https://github.com/PierreYvesBouchet/Optimization-by-Directional-Attacks",
  venue: "arXiv preprint",
  family: "derivative-free",
  summary:
    "How does one choose the input of a trained network so that its output is best, under constraints? Adversarial attacks " +
    "are tools for just that: they move an output a long way by a small change of the input. This paper uses them as search " +
    "directions. Each iteration attacks along the gradient of the objective with respect to the outputs; where the attack " +
    "fails or gains little, a direct search steps in: a covering point, a search point, then a poll along a basis. The " +
    "attacks bring fast progress, the direct search brings convergence to a local maximum, even where the objective is " +
    "discontinuous.",
  method: {
    names: ["hybrid-attack", "direct-search", "attacks-only", "random-line-search"],
    keywords: [
      "FGSM",
      "PGD",
      "adversarial",
      "cDSM",
      "Householder",
      "counterfactual",
      "inverse problem",
      "maximization",
    ],
    equations: [
      "F(x) = f(y) − ‖z‖²,  y = Φ(x),  z = max(c(x, y), 0)",
      "u = (∇f(y), −2 z),  g = J(x)ᵀ u",
      "attack (FGSM): d = r sign(g)",
      "accept if F(x + d) > F(x); r ← 1.3 r or 1.1 r, else r ← r / 1.3",
      "unless F gained 0.1 %: covering point, search point, poll ± r h_i with H = I − 2 h hᵀ",
    ],
    latex: [
      String.raw`F(x) = f(y) - \lVert z\rVert^2, \qquad y = \Phi(x), \quad z = \max(c(x, y), 0)`,
      String.raw`u = \begin{pmatrix}\nabla f(y)\\ -2z\end{pmatrix}, \qquad d_{\mathrm{attack}} = r \operatorname{sign}\bigl(J(x)^\top u\bigr)`,
      String.raw`d_{\mathrm{cover}} = \frac{g}{\lVert g\rVert_\infty} (U r_0)^{1/n}, \qquad g \sim \mathcal N(0, I), \quad U \sim \mathcal U(0, 1)`,
      String.raw`d_{\mathrm{poll}} \in \{\pm r\, h_i\}, \qquad H = I - 2\, h h^\top, \quad \lVert h\rVert = 1`,
    ],
    defaults: {
      attack: "one step of the sign of the gradient, FGSM (official code)",
      "τ (sufficientIncrease)": "1e-3, relative; above it the direct search is skipped (official code)",
      poll: "n + 1 directions in the hybrid, 2n in plain direct search (official code)",
      "radius of the attack": "× 1.3 or 1.1 on success, / 1.3 on failure (official code)",
      "radius of the direct search": "× 2 on success, / 2 on failure (official code)",
    },
    reconstructed: [
      "The algorithm is the official code's; the paper's text could not be had.",
      "Attacks of several steps (PGD) with a step of 1/8, which reaches the whole ball; the code's 2/255 does not.",
    ],
  },
};
