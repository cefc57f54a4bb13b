import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "convex-relu",
  number: 20,
  title: "Efficient Global Optimization of Two-Layer ReLU Networks: Quadratic-Time Algorithms and Adversarial Training",
  authors: ["Yatong Bai", "Tanmay Gautam", "Somayeh Sojoudi"],
  date: "2022-01-06",
  arxiv: "2201.01965",
  code: null,
  venue: "SIAM Journal on Mathematics of Data Science",
  published: { kind: "article", journal: "SIAM Journal on Mathematics of Data Science", year: 2022 },
  links: [
    {
      text: "The authors' code for the convex baseline (CVX)",
      url: "https://github.com/Bai-YT/Convex-NN-Training",
    },
    { text: "Its precursor on adversarial training (ACC 2022)", url: "https://arxiv.org/abs/2105.12237" },
  ],
  family: "convex-network",
  summary:
    "A ReLU network with one hidden layer can be trained to its global optimum: for fixed patterns of active neurons the " +
    "problem is convex, and its solution gives the network back. But the patterns are very many, and solvers take cubic time " +
    "even for a sample of them. This paper says how good a sample is, and solves the sampled program by the alternating " +
    "direction method, whose iterations take quadratic time and are accurate early on. A second relaxation samples whole " +
    "neurons and is a mere lasso. Both extend to training against adversarial perturbations, with the worst case in closed form.",
  method: {
    names: ["convex-relu-admm", "sampled-convex-program", "robust-convex-relu", "relu-descent"],
    keywords: ["ADMM", "lasso", "activation patterns", "RBCD", "robustness", "global optimum", "group norm", "SCP"],
    equations: [
      "min over v_i, w_i: ℓ(Σ D_i X (v_i − w_i), y) + β Σ (‖v_i‖ + ‖w_i‖)",
      "  subject to (2 D_i − I) X v_i ≥ 0,  (2 D_i − I) X w_i ≥ 0,  D_i = diag(1[X a_i ≥ 0]), a_i ~ N(0, I)",
      "ADMM with u = v, G u = s:",
      "  u ← argmin ℓ(F u, y) + ρ/2 ‖u − v + λ‖² + ρ/2 ‖G u − s + ν‖²",
      "  v_j ← (1 − β/(ρ ‖u_j + λ_j‖))₊ (u_j + λ_j),  s ← (G u + ν)₊",
      "  λ ← λ + γ_a/ρ (u − v),  ν ← ν + γ_a/ρ (G u − s)",
      "sampled neurons: min_α ℓ((X U)₊ α, y) + β ‖α‖₁",
      "network: v_i ≠ 0 gives u = v_i/√‖v_i‖, α = √‖v_i‖;  w_i ≠ 0 gives w_i/√‖w_i‖, −√‖w_i‖",
      "adversary |δ_l| ≤ e_l: (2 D_i − I) X v_i ≥ Σ e_l |v_i,l|,  loss of y x·q − Σ e_l |q_l|,  q = Σ D_i (v_i − w_i)",
      "certificate: max_ν −ℓ*(ν) subject to |νᵀ(X u)₊| ≤ β for all ‖u‖ ≤ 1, at scaled ν = ∇ℓ(f(X), y)",
    ],
    latex: [
      String.raw`\min_{v_i, w_i}\; \ell\Bigl(\sum_i D_i X (v_i - w_i),\, y\Bigr) + \beta \sum_i \bigl(\lVert v_i\rVert + \lVert w_i\rVert\bigr) \quad \text{s.t.}\quad (2D_i - I)Xv_i \ge 0,\; (2D_i - I)Xw_i \ge 0`,
      String.raw`D_i = \operatorname{diag}\bigl(\mathbf 1[X a_i \ge 0]\bigr), \qquad a_i \sim \mathcal N(0, I)`,
      String.raw`u \leftarrow \operatorname*{arg\,min}_u\; \ell(Fu, y) + \tfrac\rho2 \lVert u - v + \lambda\rVert^2 + \tfrac\rho2 \lVert Gu - s + \nu\rVert^2`,
      String.raw`v_j \leftarrow \Bigl(1 - \frac{\beta}{\rho\,\lVert u_j + \lambda_j\rVert}\Bigr)_{\!+} (u_j + \lambda_j), \qquad s \leftarrow (Gu + \nu)_+`,
      String.raw`\min_\alpha\; \ell\bigl((XU)_+ \alpha,\, y\bigr) + \beta\, \lVert\alpha\rVert_1`,
      String.raw`v_i \mapsto \bigl(v_i/\sqrt{\lVert v_i\rVert},\; \sqrt{\lVert v_i\rVert}\bigr), \qquad w_i \mapsto \bigl(w_i/\sqrt{\lVert w_i\rVert},\; -\sqrt{\lVert w_i\rVert}\bigr)`,
      String.raw`(2D_i - I)Xv_i \ge \sum_l e_l |v_{i,l}|, \qquad \frac1n\sum_k \Bigl(1 - y_k x_k^\top q_k + \sum_l e_l |q_{k,l}|\Bigr)_+, \quad q_k = \sum_i D_{i,kk}(v_i - w_i)`,
      String.raw`\max_\nu\; -\ell^*(\nu) \quad\text{s.t.}\quad \bigl|\nu^\top (Xu)_+\bigr| \le \beta \;\;\forall\, \lVert u\rVert \le 1`,
    ],
    defaults: {
      "γ_a/ρ (dual step)": "1 is the standard method; up to 1.6 is allowed",
      "patterns or neurons": "sampled from normal vectors, duplicates dropped",
      "ρ (penalty)": "0.1; 1 is fast at first and has a slow tail [reconstructed]",
      "random blocks": "α₀ 2e-4, threshold 1.3e-3 times 0.96 an iteration (public re-implementation)",
    },
    reconstructed: [
      "The paper's text could not be had. The convex program and the recovery are those of the authors' code, the alternating " +
        "direction method that of public re-implementations.",
      "The sampled lasso, the adversarial programs and the theorems, each derived anew and tested numerically.",
      "The solver of the adversarial programs (the paper hands them to an interior-point method), and the certificate.",
    ],
  },
};
