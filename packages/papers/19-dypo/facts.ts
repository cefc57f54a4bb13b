import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "dypo",
  number: 19,
  title: "Bridging SFT and RL: Dynamic Policy Optimization for Robust Reasoning",
  authors: ["Taojie Zhu", "Dongyang Xu", "Ding Zou", "Sen Zhao", "Qiaobo Hao", "Zhiguo Yang", "Yonghong He"],
  date: "2026-04",
  arxiv: "2604.08926",
  code: "https://github.com/Tocci-Zhu/DYPO",
  venue: "Findings of ACL 2026",
  published: {
    kind: "inproceedings",
    booktitle: "Findings of the Association for Computational Linguistics: ACL 2026",
    year: 2026,
  },
  family: "post-training",
  summary:
    "Language models learn to reason by imitating good solutions or by being rewarded for their own. DYPO decides for each " +
    "prompt, by trying it a few times. If all answers fail, there is nothing to reinforce, and the model imitates a solution " +
    "of a teacher drawn at random from several, so that the teachers' own biases average out. If all succeed, the prompt is " +
    "skipped. If some do, a policy gradient is mixed with a contrast between each right and each wrong answer, which has less " +
    "variance and fades as the two come apart. The promise: better reasoning than either alone or one after the other.",
  method: {
    names: ["dypo"],
    keywords: [
      "GRPO",
      "supervised fine-tuning",
      "distillation",
      "contrastive",
      "GAL",
      "rollouts",
      "difficulty",
      "Qwen",
    ],
    equations: [
      "k answers to each prompt, s of them right: s = 0 hard, s = k easy, otherwise mid",
      "L = E[ 1{hard} γ L_SFT + 1{mid} (α L_GRPO + (1 − α) L_GAL) ]",
      "A_i = (R_i − mean)/(std + ξ),  L_GRPO = mean of max(−A ρ, −A clip(ρ, 1 − ε, 1 + ε))",
      "L_GAL = mean over right s and wrong f of −log σ(β (ℓ_s − ℓ_f)),  ℓ = log π_θ − log π_ref",
    ],
    latex: [
      String.raw`\mathcal L = \mathbb E_q\bigl[\mathbf 1_{\text{hard}}\, \gamma\, \mathcal L_{\text{SFT}} + \mathbf 1_{\text{mid}}\,\bigl(\alpha\, \mathcal L_{\text{GRPO}} + (1-\alpha)\, \mathcal L_{\text{GAL}}\bigr)\bigr]`,
      String.raw`\mathcal L_{\text{GRPO}} = \frac1k \sum_i \max\bigl(-A_i\rho_i,\, -A_i \operatorname{clip}(\rho_i, 1-\varepsilon, 1+\varepsilon)\bigr), \qquad A_i = \frac{R_i - \bar R}{\operatorname{std} R + \xi}`,
      String.raw`\mathcal L_{\text{GAL}} = \frac{1}{|S||F|} \sum_{s\in S,\, f\in F} -\log \sigma\bigl(\beta(\ell_s - \ell_f)\bigr), \qquad \ell = \log\pi_\theta - \log\pi_{\text{ref}}`,
      String.raw`\mathcal L_{\text{SFT}} = -\log \pi_\theta(\tau^{(j)} \mid q), \qquad j \sim \mathcal U\{1, \dots, m\}`,
    ],
    defaults: {
      "α, β": "0.5, 1 (the paper); the official script adds the contrast with weight 0.001 and β = 0.1",
      "k (answers)": "8 (the paper)",
      "ε (clip)": "0.2 (official code); no penalty for leaving the reference",
      γ: "1 (official code); not stated in the paper",
    },
    reconstructed: ["The reference policy is the initial one; the paper only says reference."],
  },
};
