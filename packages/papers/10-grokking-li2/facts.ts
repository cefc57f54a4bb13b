import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "grokking-li2",
  number: 10,
  title: "Provable Scaling Laws of Feature Emergence from Learning Dynamics of Grokking",
  authors: ["Yuandong Tian"],
  date: "2025-09",
  arxiv: "2509.21519",
  code: "https://github.com/yuandong-tian/understanding",
  venue: "arXiv preprint",
  family: "analysis",
  summary:
    "A network that has long memorised its training data may suddenly generalise: grokking. This paper explains it for " +
    "networks of two layers that learn group arithmetic, in three stages. First only the top layer learns, and its weight " +
    "decay leaves a gradient behind that tells the hidden layer what to look for. Then each hidden neuron climbs an explicit " +
    "energy on its own; for modular addition its maxima are single Fourier frequencies. Last, neurons repel each other and " +
    "fill in what is missing. From it follow a scaling law for the data that are needed, about log(M)/M of all pairs, and a " +
    "reason why Muon finds more diverse features.",
  method: {
    names: ["energy-ascent", "muon"],
    keywords: [
      "Newton-Schulz",
      "modular addition",
      "Fourier features",
      "lazy learning",
      "feature learning",
      "weight decay",
      "memorization",
      "irreducible representations",
    ],
    equations: [
      "hidden features F = σ(X W), outputs F V; Ỹ centred labels",
      "E(w) = ½ ‖Ỹᵀ σ(X w)‖² on ‖w‖ = 1",
      "∇E = Xᵀ (σ′(X w) ∘ (Ỹ Ỹᵀ σ(X w)))",
      "critical share of the M² pairs: p ~ log(M)/M",
      "G_F = (Y − F V) Vᵀ, centred; at the ridge solution G_F = P_η Ỹ Ỹᵀ F̃ B,  B = (F̃ᵀF̃ + η I)⁻¹,  P_η = η (F̃F̃ᵀ + η I)⁻¹",
      "Muon: M ← μ M + (1 − μ) G,  W ← W − α NS(M),  NS: five steps X ← a X + (b A + c A²) X, A = X Xᵀ",
      "nodes to find all L features: T₀ = L (1 + ½ + … + 1/L), with Muon 2^(−a) T₀ + (1 − 2^(−a)) L",
    ],
    latex: [
      String.raw`E(w) = \tfrac12\, \bigl\lVert \tilde Y^\top \sigma(X w) \bigr\rVert^2, \qquad \lVert w\rVert = 1`,
      String.raw`\nabla E(w) = X^\top \Bigl(\sigma'(Xw) \odot \bigl(\tilde Y \tilde Y^\top \sigma(X w)\bigr)\Bigr)`,
      String.raw`G_F(\infty) = \eta\,(\tilde F\tilde F^\top + \eta I)^{-1}\, \tilde Y\tilde Y^\top \tilde F\,(\tilde F^\top\tilde F + \eta I)^{-1}`,
      String.raw`p_{\mathrm{crit}} \sim \frac{\log M}{M}`,
      String.raw`\text{Muon:}\quad W \leftarrow W - \alpha\, U Q^\top, \qquad G = U \Sigma\, Q^\top`,
    ],
    defaults: {
      "learning rate, weight decay": "1e-3, 1e-4, coupled, with Adam (official code)",
      "hidden width": "512, with σ(x) = x² (official code)",
      "Muon, K. Jordan's":
        "momentum 0.95, learning rate 0.02, five equal Newton-Schulz steps, s = √max(1, outputs/inputs)",
      "Muon, the experiments'":
        "momentum 0.99 without look-ahead, five different steps, s = 1; the top layer by Adam (official code)",
      "h (step of the energy ascent)": "1, along the normalised gradient [reconstructed]",
    },
    reconstructed: [
      "With σ(x) = x² the maxima of the energy are four times those printed, which belong to x²/2.",
      "The energy's gradient flow is followed by normalised steps of fixed length.",
      "Which epochs count as memorised (99 % of training pairs) and generalised (95 % of held-out pairs).",
    ],
  },
};
