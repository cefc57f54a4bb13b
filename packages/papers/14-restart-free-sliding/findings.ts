import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "Chambolle and Pock's method with f by its gradient all but undoes the case for RF-ASGS on deblurring: to a gap of 1e-4 it " +
      "needs 304 and 273 of each oracle, RF-ASGS 186 and 201 gradients but 13,394 and 13,506 applications of K (two instances); " +
      "over five, RF-ASGS takes 0.24 to 0.62 of its gradients and 23 to 48 times its K. The promised orders are those of " +
      "smoothing; a gradient of f has to cost tens to hundreds of applications of K for sliding to pay here.",
    established: "control in the experiments of the claim 'operator-counts'; tested for one instance",
  },
  {
    says:
      "On denoising, where a gradient costs no more than K, RF-ASGS needs a quarter of Chambolle-Pock's gradients and about " +
      "eight times its applications of K (32 × 32 pixels, gap 1e-3, three images).",
    established: "remarks of the claim 'denoising'",
  },
  {
    says:
      "The rule for T₀ starts too low when the gap at the start is large: on the absolute quadratic it gives 1, and RF-SGS takes " +
      "133 and 116 gradients to a gap of 0.01; T₀ = 10 takes 68 and 68, with 5,230 subgradients each against 4,617 and 2,386. " +
      "T₀ = 100 saves nothing further and takes 41,000 or more.",
    established: "two instances, seed 0; tested for one",
  },
  {
    says:
      "Nothing has to be known of the minimum: a bound of the gap from one gradient and one subgradient at the start leads " +
      "RF-SGS to the same inner loops as the true gap on all of five instances of the absolute quadratic, while M-SGS, whose " +
      "phases hang on it, needs up to 1.4 times its gradients.",
    established: "absolute quadratic, instances 0 to 4, gap 0.01, seed 0",
  },
  {
    says:
      "How much less weight β the centre may have depends on the data: RF-SGS with exact subgradients still converges with 0.6 of " +
      "L γ on one instance (and a little faster than with 1) and diverges with 0.6 on the next; with 0.5 it diverges on both. " +
      "RF-ASGS bears 0.2 and diverges with 0.1.",
    established: "absolute quadratic, instances 0 and 1; the divergence is part of the claim 'one-step-bounds'",
  },
  {
    says:
      "It is the sampling of subgradients that costs: with exact ones RF-SGS (T₀ = 1) reaches a gap of 0.01 on the absolute " +
      "quadratic with 71 gradients and 414 subgradients, with one of 20 terms drawn at a time with 133 and 4,617.",
    established: "absolute quadratic, instance 0, seed 0",
  },
  {
    says:
      "On portfolios with a small gap at the start M-SGS is as good: to a gap of 0.01 both take as many gradients in the median " +
      "of three, to 0.1 RF-SGS takes a quarter more. Its advantage shows at small gaps.",
    established: "claim 'portfolio'; the data are of our making",
  },
];
