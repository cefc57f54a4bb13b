import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says: "To be written.",
    established: "",
  },
];
