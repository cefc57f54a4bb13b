import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "κ = 2 halves the step for squared errors: on a linear model residuals shrink by 1 − η/κ a step, so a learning rate " +
      "of 0.1 at κ = 2 is one of 0.05 at κ = 1. Learning rates of different κ are not to be compared.",
    established: "follows from M = 2 r ∂r and R = r²; the claim 'natural-gradient' measures it to 1e-10",
  },
];
