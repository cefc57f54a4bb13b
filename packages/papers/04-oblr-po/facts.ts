import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "oblr-po",
  number: 4,
  title: "OBLR-PO: A Theoretical Framework for Stable Reinforcement Learning",
  authors: ["Zixun Huang", "Jiayi Sheng", "Zeyu Zheng"],
  date: "2025-11-28",
  arxiv: "2511.23310",
  code: null,
  venue: "arXiv preprint",
  family: "post-training",
  summary:
    "Policy gradients for language models are noisy, and two knobs decide how much that hurts: the baseline that is subtracted " +
    "from the reward, and the learning rate. This paper computes both. The baseline of least variance is a mean of rewards " +
    "in which each answer counts by the squared norm of its score, rather than the plain mean of GRPO; for a confident " +
    "policy the plain mean can be worse than no baseline at all. The learning rate follows from the signal-to-noise ratio of " +
    "the gradient, so that steps shrink when noise drowns the signal. The promise is stable training without tuning either.",
  method: {
    names: ["oblr-po"],
    keywords: ["GRPO", "RLOO", "REINFORCE", "control variate", "SNR", "baseline", "verifiable rewards", "Qwen3"],
    equations: [
      "s = ∇ log π(y|x),  w = ‖s‖²",
      "b*(x) = E[w r | x] / E[w | x]",
      "ĝ = mean of (r − b*) s over prompts and answers,  V̂ its variance",
      "m ← β m + (1 − β)(‖ĝ‖² − V̂),  v ← β v + (1 − β) V̂",
      "η = η_max max(m, 0) / (max(m, 0) + v),  θ ← θ + η ĝ",
    ],
    latex: [
      String.raw`s = \nabla_\theta \log \pi_\theta(y \mid x), \qquad w = \lVert s\rVert^2, \qquad b^*(x) = \frac{\mathbb E[w\, r \mid x]}{\mathbb E[w \mid x]}`,
      String.raw`\hat g = \frac{1}{NG} \sum_{i,j} \bigl(r_{ij} - b(x_i)\bigr)\, s_{ij}`,
      String.raw`\eta^* = \frac1L\, \frac{\mathrm{SNR}}{1 + \mathrm{SNR}}, \qquad \mathrm{SNR} = \frac{\lVert \nabla J\rVert^2}{\operatorname{tr} \operatorname{Cov}(\hat g)}`,
      String.raw`m \leftarrow \beta m + (1-\beta)\bigl(\lVert\hat g\rVert^2 - \hat V\bigr), \qquad v \leftarrow \beta v + (1-\beta)\, \hat V`,
      String.raw`\theta \leftarrow \theta + \eta_{\max} \frac{m_+}{m_+ + v}\, \hat g`,
    ],
    defaults: {
      "β (decay of the averages)": "0.95 [reconstructed]",
      baseline: "estimated within the group of answers [reconstructed]",
      "η_max (learningRate)": "about ten times a good fixed rate; 1/L in theory",
    },
    reconstructed: [
      "Only the paper's abstract and opening could be had. The statements are its own; all formulas were derived from them " +
        "by standard arguments, and the smoothing of the two averages, the estimate of the variance and all constants are ours.",
    ],
  },
};
