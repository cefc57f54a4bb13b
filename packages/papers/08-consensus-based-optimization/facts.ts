import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "consensus-based-optimization",
  number: 8,
  title:
    "Gradient is All You Need? How Consensus-Based Optimization can be Interpreted as a Stochastic Relaxation of Gradient Descent",
  authors: ["Konstantin Riedl", "Timo Klock", "Carina Geldhauser", "Massimo Fornasier"],
  date: "2023-06",
  arxiv: "2306.09778",
  code: "https://github.com/KonstantinRiedl/CBOGlobalConvergenceAnalysis",
  venue: "arXiv preprint",
  links: [
    { text: "CBXpy, a general library in Python", url: "https://github.com/PdIPS/CBXpy" },
    { text: "ConsensusBasedX.jl, a general library in Julia", url: "https://github.com/PdIPS/ConsensusBasedX.jl" },
  ],
  family: "derivative-free",
  summary:
    "A cloud of particles looks for a global minimum with nothing but values of the function. Each step computes a consensus, " +
    "the mean of the particles weighted by how low they lie; the particles drift towards it and shake in proportion to their " +
    "distance from it. The paper shows that the consensus point moves like stochastic gradient descent, though no gradient is " +
    "ever taken: a step is nearly a proximal step, and the noise carries it over barriers. In between stands consensus " +
    "hopping, which draws a fresh cloud around each consensus. It explains why such swarms find global minima.",
  method: {
    names: ["consensus", "consensus-hopping"],
    keywords: [
      "CBO",
      "particles",
      "swarm",
      "Gibbs measure",
      "Laplace principle",
      "zeroth order",
      "minimizing movement",
      "global",
    ],
    equations: [
      "c = Σ_i w_i x_i,  w_i ∝ exp(−α E(x_i))",
      "CBO: x_i ← x_i − λ Δt (x_i − c) + σ √Δt D(x_i − c) ξ_i,  ξ_i ~ N(0, I)",
      "consensus hopping: x_i ← c + s ξ_i",
      "c_{k+1} ≈ argmin_x E(x) + ‖x − c_k‖²/(2τ) ≈ c_k − τ ∇E(c_k),  τ = α s²",
    ],
    latex: [
      String.raw`c = \sum_i w_i\, x_i, \qquad w_i = \frac{e^{-\alpha E(x_i)}}{\sum_j e^{-\alpha E(x_j)}}`,
      String.raw`x_i \leftarrow x_i - \lambda\, \Delta t\,(x_i - c) + \sigma \sqrt{\Delta t}\; D(x_i - c)\, \xi_i, \qquad \xi_i \sim \mathcal N(0, I)`,
      String.raw`x_i \leftarrow c + s\, \xi_i \qquad \text{(consensus hopping)}`,
      String.raw`c_{k+1} \approx \operatorname*{arg\,min}_x\; E(x) + \frac{\lVert x - c_k\rVert^2}{2\tau} \approx c_k - \tau \nabla E(c_k), \qquad \tau = \alpha s^2`,
    ],
    defaults: {
      "N (particles)": "200 (the paper's figures, official code); 100 [reconstructed]",
      "α (inverse temperature)": "100 (the paper's figures, official code); 50 [reconstructed]",
      "λ, σ, Δt":
        "1, 1.6, 0.01 with isotropic noise (official code); 1, √1.6, 0.02 with anisotropic noise [reconstructed]",
      "s (hopping)": "0.7 (official code)",
    },
    reconstructed: [
      "Defaults other than those of the paper's figures, and the treatment of values that are not finite.",
      "The constants of the convergence theorem are not from the paper's text, which could not be had.",
    ],
  },
};
