import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "curl-descent",
  number: 1,
  title: "Curl Descent: Non-Gradient Learning Dynamics with Sign-Diverse Plasticity",
  authors: ["Hugo Ninou", "Jonathan Kadmon", "N. Alex Cayco-Gajic"],
  date: "2025-10",
  arxiv: "2510.02765",
  code: "https://github.com/caycogajiclab/Curl_Descent",
  venue: "NeurIPS 2025 (spotlight)",
  published: { kind: "inproceedings", booktitle: "Advances in Neural Information Processing Systems", year: 2025 },
  family: "plasticity",
  summary:
    "Brains may well learn without following the gradient of anything. Here gradient descent has the sign of some neurons' " +
    "updates flipped: their synapses climb where the others descend. The flow of the weights then has a curl and is the " +
    "gradient of no function, and yet it can learn. A few flips leave the solutions stable; beyond a critical fraction, " +
    "which the paper computes from spectra of random matrices, flips before the hidden layer bring chaos. Flips in the " +
    "readout are kinder: learning still converges, and may be faster than gradient descent, because it leaves saddles by " +
    "climbing the loss for a while.",
  method: {
    names: ["curl-descent", "direct-feedback-alignment"],
    keywords: [
      "Hebbian",
      "anti-Hebbian",
      "Dale's law",
      "teacher and student",
      "direct feedback alignment",
      "saddle",
      "chaos",
    ],
    equations: [
      "δ₂ = e = ŷ − y,  δ₁ = (W₂ᵀ δ₂) ∘ φ′(W₁ x)",
      "G₂ = δ₂ hᵀ / B,  G₁ = δ₁ Xᵀ / B",
      "W_l ← W_l − η G_l D_l,  D_l diagonal with entries ±1",
      "W_l ← W_l ‖W_l(0)‖ / ‖W_l‖  (fixed norms)",
      "linear network: stable where −(‖W₂‖² D₁ + W₁ᵀ D₂ W₁) has no positive eigenvalue",
    ],
    latex: [
      String.raw`\delta_2 = \hat y - y, \qquad \delta_1 = (W_2^\top \delta_2) \odot \varphi'(W_1 x)`,
      String.raw`G_2 = \tfrac1B\, \delta_2 h^\top, \qquad G_1 = \tfrac1B\, \delta_1 X^\top`,
      String.raw`W_l \leftarrow W_l - \eta\, G_l D_l, \qquad D_l = \operatorname{diag}(\pm 1)`,
      String.raw`W_l \leftarrow W_l\, \frac{\lVert W_l(0)\rVert_F}{\lVert W_l\rVert_F}`,
      String.raw`\lambda_{\max}\bigl(-\lVert W_2\rVert^2 D_1 - W_1^\top D_2 W_1\bigr) < 0`,
    ],
    defaults: {
      "η (learningRate)": "0.1 for the whole training set, 0.1 b/P for batches of b of P samples (official code)",
      "D (signs)": "the outgoing synapses of a neuron share their sign (official code)",
      fraction: "0.1 of the readout's neurons (Figure 5: one of ten)",
      fixNorms: "on in all of the paper's figures (official code); off elsewhere",
    },
    reconstructed: [
      "Signs as factors between −1 and 1, one for each layer, neuron or weight.",
      "The formulas for the critical fractions of flips and the analysis of the saddle at the origin were derived anew and " +
        "checked against simulations; the paper's text could not be had.",
    ],
  },
};
