import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says: "The inner weight must grow with β + μ: with β t/2, as in Lan's method, the share of μ in the contraction is lost.",
    established: "derivation",
  },
];
