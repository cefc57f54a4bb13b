import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "The figures' α = 100 is not in the regime of the theorem. There a few samples have all the weight: a hop still goes " +
      "along −∇E (median cosine 0.96 on the canyon with s = 0.1 and N = 200), but it is 18 times shorter than α s² ‖∇E‖. " +
      "It is a step of normalised descent, about s √(2 log N) long whatever the gradient.",
    established: "control in the claim 'direction'; follows from the deviation α s ‖∇E‖ of the exponent over the cloud",
  },
  {
    says:
      "The step that a hop makes is τ = α s², and it is an implicit one: on a quadratic the hop with infinitely many samples is " +
      "the proximal point for any α. After 60 hops with N = 20,000 its path is a dozen times nearer to implicit than to explicit " +
      "gradient descent.",
    established:
      "exp(−α E) times a normal density is again one for quadratic E; measured by the claims 'proximal-step' and 'path'",
  },
  {
    says:
      "A consensus that hops with fixed s never settles: with the figures' s = 0.7 all runs visit the canyon's minimum and about " +
      "three quarters end within 0.25 of it. The share that counts visits and the share that counts ends are different claims.",
    established: "remark of the claim 'canyon'; two trials of 50 runs",
  },
  {
    says:
      "Of Langevin's chains, which have as many evaluations as a CBO run, a quarter to two fifths arrive too. The paper's picture of " +
      "a method that needs tuned noise is right, that of one that fails is not.",
    established: "quick experiment of the claim 'canyon'; noise of the official code, not tuned",
  },
  {
    says:
      "A step of CBO is N evaluations. The figures' 250 steps are 50,000 evaluations; comparing them with 250 gradient steps " +
      "would be comparing prices of different goods.",
    established: "counted: every method here reports its evaluations",
  },
  {
    says:
      "In learning it is the noise on a cloud at rest that does the work: without it the cloud agrees too early, and test accuracy on " +
      "the blobs falls by 0.11 to 0.20 (five seeds). The official code has it; descriptions of the method leave it out.",
    established: "third criterion of the claim 'learning'; official learning code, read",
  },
  {
    says:
      "Published codes differ in what a step is. The official MATLAB code takes the noise from the particle after its drift, its " +
      "amplitude (1 − λ Δt) times smaller; CBX.jl has √(2Δt) in front of σ, the others √Δt; CBXpy corrects the noise too where the " +
      "original corrects the drift only. `order` and `correction` follow the equations; σ must be converted.",
    established:
      "sources read; the golden cases without truncation agree with CBXpy once its noise is fed the uncorrected drift",
  },
  {
    says:
      "Isotropic noise has to be weaker the more dimensions there are: with σ = 1 a cloud in twenty dimensions grows without " +
      "bound where anisotropic noise of the same σ contracts. The rule is 2λ > d σ² against 2λ > σ².",
    established: "tested on a flat function in twenty dimensions; claim 'dimension'",
  },
  {
    says:
      "Noise vanishes where all particles agree, so that a collapse is final: one particle alone never moves. Such a run ends here " +
      "with a reason instead of idling.",
    established: "tested",
  },
  {
    says:
      "At α = 0 a particle whose value is infinite spoils everything, since 0 · ∞ is no number. Values that are not finite have no " +
      "weight here; if none is finite, all particles weigh alike [reconstructed].",
    established: "tested with NaN and infinities",
  },
];
