import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "langevin-averaging",
  number: 11,
  title: "Improved high-dimensional estimation with Langevin dynamics and stochastic weight averaging",
  authors: ["Stanley Wei", "Alex Damian", "Jason D. Lee"],
  date: "2026-03",
  arxiv: "2603.06028",
  code: null,
  venue: "ICLR 2026",
  published: { kind: "inproceedings", booktitle: "International Conference on Learning Representations", year: 2026 },
  links: [{ text: "OpenReview", url: "https://openreview.net/forum?id=GYXUD3hGTh" }],
  family: "sampling",
  summary:
    "A hidden direction in d dimensions is hard to find where the loss is flat around the equator: gradient descent wanders " +
    "there and needs very many samples to leave. This paper lets it wander. Run noisy gradient descent on the sphere and " +
    "average the iterates over time; the average points in the hidden direction although no single iterate does. Where the " +
    "sign of the direction cannot be known, the top eigenvector of the averaged outer products does the same. About " +
    "d^(k/2) samples suffice, k being the order of the saddle, without smoothing the loss on purpose; single-sample gradient " +
    "descent is conjectured to do it with its own noise.",
  method: {
    names: ["langevin-average", "spherical-sgd-average"],
    keywords: [
      "tensor PCA",
      "single-index model",
      "information exponent",
      "sphere",
      "Polyak averaging",
      "SWA",
      "partial trace",
      "Hermite",
    ],
    equations: [
      "dθ = (−(d − 1)/2 θ − ε P ∇L(θ)) dt + P dW,  P = I − θ θᵀ",
      "v = P(−ε h ∇L(θ) + √h ξ),  θ ← (θ + v)/‖θ + v‖,  ξ ~ N(0, I)",
      "k odd: θ̄/‖θ̄‖,  θ̄ = mean of θ_t",
      "k even: the top eigenvector of the mean of θ_t θ_tᵀ",
    ],
    latex: [
      String.raw`d\theta = \Bigl(-\tfrac{d-1}{2}\,\theta - \varepsilon P_\theta \nabla L_n(\theta)\Bigr)\, dt + P_\theta\, dW, \qquad P_\theta = I - \theta\theta^\top`,
      String.raw`v = P_\theta\bigl(-\varepsilon h \nabla L_n(\theta) + \sqrt h\, \xi\bigr), \qquad \theta \leftarrow \frac{\theta + v}{\lVert \theta + v\rVert}`,
      String.raw`\hat\theta = \frac{\bar\theta}{\lVert\bar\theta\rVert}, \quad \bar\theta = \frac1T \sum_t \theta_t \qquad (k \text{ odd})`,
      String.raw`\hat\theta = \text{top eigenvector of } \frac1T \sum_t \theta_t \theta_t^\top \qquad (k \text{ even})`,
    ],
    defaults: {
      "ε (signal strength)": "d/4 [reconstructed]",
      "h (step)": "0.2/d [reconstructed]",
      "learning rate of single-sample descent": "0.5/√d [reconstructed]",
      chains: "64, averaged together [reconstructed]",
    },
    reconstructed: [
      "The discretisation (a tangent step, then normalisation), its constants, and the normalisation of the tensor problem; " +
        "the paper's text could not be had.",
    ],
  },
};
