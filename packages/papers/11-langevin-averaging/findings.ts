import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "What averaging adds depends on a signal that is weak enough. On a tensor with k = 3, d = 24, n = 2 d² the last iterates overlap with " +
      "the hidden direction by 0.2 at ε = d/4, by 0.6 at d/2 and by 0.9 at d: from d/2 on the chains leave the equator by " +
      "themselves, which is plain optimisation. The average is better there too (0.995), so a larger ε is the better estimator " +
      "at these sizes.",
    established:
      "langevin-average with signal 6, 12 and 24, 64 chains, 1000 steps, three instances; the first two are tested",
  },
  {
    says: "The step hardly matters: h d = 0.05 and h d = 0.5 give overlaps of 0.94 to 0.96, for the same time of the dynamics.",
    established: "tensor with k = 3, d = 24, n = 2 d², 4000 and 800 steps, three instances",
  },
  {
    says:
      "One pass over the same samples is not lost altogether if the loss is smoothed: with k = 4, d = 32, n = 10 d² a smoothed pass " +
      "reaches a mean overlap of 0.93 at e = 0.3, where plain passes stay at 0.35 to 0.67 at their best rates; at e = 0.03 it reaches " +
      "0.23. Averaging, which sees each sample many times, reaches 0.99.",
    established: "smoothed-spherical-sgd, e = 0.01 to 1, 16 starts, one instance; claim 'one-pass'",
  },
  {
    says:
      "For odd k the top eigenvector of the mean outer product is the better estimate of the two on labels without noise " +
      "(0.99 against 0.97 to 0.99 for k = 3), though theory covers the mean iterate alone. It loses the sign.",
    established: "remarks of the claim 'odd-exponents'",
  },
  {
    says:
      "The average is nearer to the hidden direction than the partial trace that theory says it tends to: 0.957 against 0.930 for k = 3, " +
      "0.905 against 0.830 for k = 4 (medians), and in each of ten instances. In one of them, with k = 4, the partial trace is lost " +
      "(0.57) and the average is not (0.97), so that the two overlap by 0.63 alone. At ε = d/4 the chains already lean to the pole.",
    established: "quick experiment of the claim 'tensor-pca', with its remarks",
  },
  {
    says:
      "Failure below d^(k/2) samples cannot be shown with labels that have no noise and samples that are seen again: k = 4, d = 24 is " +
      "learnt to an overlap of 0.73 to 0.84 from n = d²/8 = 3 d samples. The exponent that these runs give, 1.7 with a 90 % interval from " +
      "1.2 to 2.1, excludes 3 but is a bound on what is needed, from three instances.",
    established: "quick experiment of the claim 'sample-size'",
  },
  {
    says:
      "Small tensors are no test of optimisation: plain gradient ascent from random starts reaches a mean overlap of 0.5 to 0.8 " +
      "on k = 3, d = 16, n = d², and 0.4 on d = 32, since many starts succeed. The comparison that means something is with the last " +
      "iterates of the same chains.",
    established: "spherical-gd, 64 starts, 500 steps, one or two instances each",
  },
  {
    says:
      "The drift −(d − 1)/2 θ of the stochastic differential equation must not be added to a step that is normalised: the " +
      "normalisation makes it. Without a signal the chains decorrelate by exp(−(d − 1) t/2), as they should.",
    established: "tested on 2000 chains of Brownian motion in eight dimensions",
  },
];
