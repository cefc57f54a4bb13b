import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "target-surrogates",
  number: 7,
  title: "Target-based Surrogates for Stochastic Optimization",
  authors: ["J. Wilder Lavington", "Sharan Vaswani", "Reza Babanezhad", "Mark Schmidt", "Nicolas Le Roux"],
  date: "2023-02",
  arxiv: "2302.02607",
  code: "https://github.com/WilderLavington/Target-Based-Surrogates-For-Stochastic-Optimization",
  venue: "ICML 2023",
  published: { kind: "inproceedings", booktitle: "International Conference on Machine Learning", year: 2023 },
  family: "surrogate",
  summary:
    "Sometimes the gradient with respect to a model's outputs is the expensive part, because it takes a simulator or an " +
    "environment, while the model itself is cheap. Then one such gradient should pay for many steps. At the current outputs " +
    "the loss is bounded by a quadratic in output space, and several cheap steps of the parameters go down that surrogate. " +
    "Whatever lowers it lowers the loss, and any deterministic method may do so. With batches this is projected stochastic " +
    "gradient descent in output space. The promise: far fewer calls of the expensive oracle for the same loss.",
  method: {
    names: ["sso"],
    keywords: ["majorization-minimization", "Armijo", "line search", "imitation learning", "targets", "inner loop"],
    equations: [
      "z_t = f(θ_t),  G_t = ∇ℓ(z_t)",
      "S_t(θ) = 1/B Σ_i [ ⟨G_i, f_i(θ) − z_i⟩ + 1/(2η) ‖f_i(θ) − z_i‖² ]",
      "ω₀ = θ_t;  m times: ω ← ω − α ∇S_t(ω), α by Armijo's rule",
      "θ_{t+1} = ω_m",
    ],
    latex: [
      String.raw`z_t = f(\theta_t), \qquad G_t = \nabla \ell(z_t)`,
      String.raw`S_t(\theta) = \frac1B \sum_{i\in I_t} \Bigl[ \langle G_i,\, f_i(\theta) - z_{t,i}\rangle + \frac{1}{2\eta}\, \lVert f_i(\theta) - z_{t,i}\rVert^2 \Bigr]`,
      String.raw`\omega_{k+1} = \omega_k - \alpha_k \nabla S_t(\omega_k), \qquad \omega_0 = \theta_t, \quad \theta_{t+1} = \omega_m`,
      String.raw`\eta \le 1/L \;\Longrightarrow\; h(\theta) \le h(\theta_t) + S_t(\theta) \quad \text{(full batch)}`,
    ],
    defaults: {
      "η (targetRate)": "1/L of a sample's loss in its outputs: ½ for (z − y)², 4 for the logistic loss, 2 for softmax",
      "m (innerSteps)": "10; 1 to 100 in the paper",
      "outer rule (outer)": "a constant η",
      "inner method (inner)":
        "gradient descent with Armijo's rule: c = 0.1, × 0.9, from 20/(p · mean w) (official code)",
    },
    reconstructed: [
      "The paper's text could not be had: the surrogate is written in its scale 1/(2η), the official code leaves the factor ½ out.",
      "A penalty of the parameters is added to the surrogate as it is.",
      "The scale of mirror descent's surrogate, and Newton's weights taken at z.",
      "The slack of Armijo's rule in float32.",
      "The system to be steered in the imitation experiment, in place of MuJoCo's robots.",
    ],
  },
};
