import type { PaperFacts } from "../src/facts.ts";

export const facts: PaperFacts = {
  id: "discretisation-drift",
  number: 3,
  title: "On discretisation drift and smoothness regularisation in neural network training",
  authors: ["Mihaela Claudia Rosca"],
  date: "2023-10",
  arxiv: "2310.14036",
  code: "https://github.com/google-deepmind/discretisation_drift",
  venue: "PhD thesis, University College London, 2023",
  published: { kind: "phdthesis", school: "University College London", year: 2023 },
  links: [
    { text: "Code of the chapter on reinforcement learning", url: "https://github.com/floringogianu/snrl" },
    { text: "A continuous time model of gradient descent (TMLR 2023)", url: "https://arxiv.org/abs/2302.01952" },
    { text: "Discretization drift in two-player games (ICML 2021)", url: "https://arxiv.org/abs/2105.13922" },
    { text: "Implicit regularisation in SGD", url: "https://arxiv.org/abs/2307.05789" },
    { text: "Spectral normalisation for deep RL (ICML 2021)", url: "https://arxiv.org/abs/2105.05246" },
    { text: "Geometric complexity", url: "https://arxiv.org/abs/2209.13083" },
  ],
  family: "analysis",
  summary:
    "Gradient descent takes finite steps and drifts away from the smooth flow that theory likes to study. This thesis finds " +
    "flows that follow it more closely; the principal flow even oscillates and diverges where gradient descent does, and is " +
    "exact on quadratics. Two methods come of it, neither with a constant to tune: DAL sets the learning rate by how far the " +
    "next step would drift, from one Hessian-vector product, and in games between two players a correction cancels the part " +
    "of the drift that destabilises them. The last part traces the gains of spectral normalisation in reinforcement learning " +
    "to what it does to the optimizer.",
  method: {
    names: ["dal", "game-descent"],
    keywords: [
      "principal flow",
      "implicit gradient regularization",
      "edge of stability",
      "learning rate",
      "GAN",
      "spectral normalization",
      "Hessian-vector product",
      "modified equation",
    ],
    equations: [
      "principal flow: θ̇ = Σᵢ log(1 − h λᵢ)/(h λᵢ) ⟨g, uᵢ⟩ uᵢ,  H uᵢ = λᵢ uᵢ",
      "IGR flow: θ̇ = −(g + h/2 H g) = −∇(E + h/4 ‖g‖²)",
      "third order: θ̇ = −(g + h/2 H g + h² (H² g/3 + D³E[g, g]/12))",
      "stability coefficient: scᵢ = log(1 − h λᵢ)/(h λᵢ), unstable where Re scᵢ > 0, that is h λᵢ > 2",
      "DAL-p: h = 2 / ‖H g/‖g‖‖ᵖ,  θ ← θ − h g",
      "drift of a step: h²/2 ‖H g‖; DAL-1 makes it the step's length h ‖g‖",
      "n steps on batches E₀ … Eₙ₋₁ from θ₀ follow the gradient flow on",
      "  Ẽ = Ē + n h/4 ‖∇Ē‖² − h/n Σᵢ ∇Eᵢ · Σ_{j<i} ∇Eⱼ(θ₀)",
      "game of φ (loss E₁, rate α) and θ (loss E₂, rate λ), simultaneous steps:",
      "  Ẽ₁ = E₁ + α/4 ‖∇_φ E₁‖² + α/2 ∇_θ E₁ · sg(∇_θ E₂),  the last term is what is cancelled",
    ],
    latex: [
      String.raw`\dot\theta = \sum_i \frac{\log(1 - h\lambda_i)}{h\lambda_i}\, \langle g, u_i\rangle\, u_i, \qquad H u_i = \lambda_i u_i`,
      String.raw`\dot\theta = -\bigl(g + \tfrac h2 H g\bigr) = -\nabla \bigl(E + \tfrac h4 \lVert g\rVert^2\bigr)`,
      String.raw`\dot\theta = -\Bigl(g + \tfrac h2 H g + h^2 \bigl(\tfrac13 H^2 g + \tfrac1{12} D^3\!E[g, g]\bigr)\Bigr)`,
      String.raw`\theta \leftarrow \theta - h\, g, \qquad h = \frac{2}{\bigl\lVert H\, g/\lVert g\rVert \bigr\rVert^{p}}`,
      String.raw`\tilde E = \bar E + \tfrac{n h}{4} \lVert\nabla \bar E\rVert^2 - \tfrac hn \sum_{i \ge 1} \nabla E_i \cdot \sum_{j < i} \nabla E_j(\theta_0)`,
      String.raw`\tilde E_1 = E_1 + \tfrac{\alpha}{4} \lVert\nabla_\phi E_1\rVert^2 + \tfrac{\alpha}{2}\, \nabla_\theta E_1 \cdot \operatorname{sg}(\nabla_\theta E_2)`,
      String.raw`\tilde E_2 = E_2 + \tfrac{\lambda}{4} \lVert\nabla_\theta E_2\rVert^2 + \tfrac{\lambda}{2}\, \nabla_\phi E_2 \cdot \operatorname{sg}(\nabla_\phi E_1)`,
    ],
    defaults: {
      "p (power)": "1, which leaves nothing to tune; larger is more stable",
      "cap of the learning rate": "5 (official code)",
      "H g": "by an exact product with the Hessian; the code's other way, by the gradient 0.01 away, is an option",
      "rate outside of a window": "none: DAL holds from the first step to the last, unless told otherwise",
      "drift in games":
        "the players' own terms are kept, the interaction is cancelled (the thesis, for adversarial games)",
    },
    reconstructed: [
      "The combination of DAL with momentum: m ← β m + h g, θ ← θ − m.",
      "Corrections that both players of a game follow together when their learning rates differ.",
      "The modified loss of several steps of stochastic gradient descent, derived anew and checked numerically.",
      "Dividing the whole gradient by the product of spectral norms; the code divides that of one layer.",
    ],
  },
};
