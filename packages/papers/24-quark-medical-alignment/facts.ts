import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "quark-medical-alignment",
  number: 24,
  title: "Quark Medical Alignment: A Holistic Multi-Dimensional Alignment and Collaborative Optimization Paradigm",
  authors: [
    "Tianxiang Xu",
    "Jiayi Liu",
    "Yixuan Tong",
    "Jialu Xu",
    "Yunqing Wei",
    "Kaiwen Feng",
    "PanPan Hou",
    "Kangping Yin",
    "Jiyuan Hu",
    "Hao Zhou",
    "Zhenxin Ma",
    "Jian Xu",
    "Guanjun Jiang",
  ],
  date: "2026-02-12",
  arxiv: "2602.11661",
  code: null,
  venue: "arXiv preprint",
  family: "post-training",
  summary:
    "A medical assistant is judged by many rewards at once: correctness, safety, usefulness, format. Added up as they are, the " +
    "one with the largest scale wins. This paper puts them on one scale by statistics that are taken from the model before " +
    "training and then frozen, so that progress stays visible and a saturated reward does not turn into noise. The weights of " +
    "the sum then follow three factors: a weak dimension counts more, a risky one that is violated counts more, and rewards " +
    "that say the same share their weight. Any group policy gradient takes it from there.",
  method: {
    names: ["tri-factor-weighting"],
    keywords: [
      "multi-objective",
      "reward normalization",
      "scalarization",
      "RFN",
      "TFADW",
      "GRPO",
      "safety",
      "reward model",
      "MAP",
    ],
    equations: [
      "z_k = (r_k − μ_k)/σ_k, μ and σ of the reference policy, frozen",
      "m ← (1 − η) m + η mean z;  v ← share of violations;  C ← correlations of z (both averaged alike)",
      "weakness: F₁ = clip((τ_k − m_k)/τ_k, g, 1);  risk: F₂ = 1 + λ s_k √v_k",
      "redundancy: F₃ = 1/(1 + Σ_{j≠k} max(0, C_kj))",
      "w_k ∝ w⁰_k F₁ F₂ F₃,  S = Σ_k w_k z_k",
    ],
    latex: [
      String.raw`z_k = \frac{r_k - \mu_k}{\sigma_k}, \qquad \mu_k, \sigma_k \text{ of the frozen reference policy}`,
      String.raw`F_{1,k} = \operatorname{clip}\Bigl(\frac{\tau_k - m_k}{\tau_k},\, g,\, 1\Bigr), \qquad F_{2,k} = 1 + \lambda\, s_k \sqrt{v_k}, \qquad F_{3,k} = \frac{1}{1 + \sum_{j\ne k} \max(0, C_{kj})}`,
      String.raw`w_k \propto w_k^0\, F_{1,k}\, F_{2,k}\, F_{3,k}, \qquad S = \sum_k w_k z_k`,
    ],
    defaults: {
      "η, λ, g": "0.1, 4, 0.05 [reconstructed]",
      "answers to calibrate on": "512 [reconstructed]",
    },
    reconstructed: [
      "All formulas and constants. Only the abstract and a part of a summary could be had: they name the frozen " +
        "normalisation and the three factors, and say what each is for. The formulas have every property that is named there; " +
        "the paper's own are not known, and the factors can be replaced.",
    ],
  },
};
