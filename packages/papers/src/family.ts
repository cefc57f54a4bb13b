/** The families that papers and their methods are sorted into, with their names in headings. */
export const families = {
  "first-order": "First order",
  "second-order": "Second order",
  "multi-task": "Several tasks",
  surrogate: "Surrogates",
  composite: "Composite objectives",
  constrained: "Constrained",
  bilevel: "Bilevel",
  "derivative-free": "Derivative-free",
  swarm: "Robot swarms",
  decentralized: "Decentralized",
  sampling: "Sampling and averaging",
  plasticity: "Plasticity",
  "convex-network": "Convex networks",
  reinforcement: "Reinforcement learning",
  "post-training": "Post-training of language models",
  analysis: "Analysis of training",
} as const;

export type Family = keyof typeof families;
