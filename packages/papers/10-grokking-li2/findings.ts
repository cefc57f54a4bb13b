import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "With σ(x) = x² as the paper writes it the energy's maxima are M/(4 d) for a pair of conjugate representations and M/(2 d) for a " +
      "real one: four times the printed values, which belong to x²/2. On sums modulo 71, Z₄ × Z₇, S₃, D₅, D₁₂ and S₄ every node arrives " +
      "at one of these to 1e-14, and every part of the group is found.",
    established: "full experiment of the claim 'energy-maxima', one seed; S₃ and D₅ tested",
  },
  {
    says:
      "The two halves of a node need not mirror each other, as Theorem 2 prints it (w = [u; ±P u]): they share a frequency, their phases " +
      "are free, and the energy does not change with them.",
    established: "tested: two waves of one frequency with any phases have E = M/4",
  },
  {
    says:
      "That a network without weight decay stays below a half of the test pairs is not safe at M = 17: of 23 seeds two end above (0.51 " +
      "and 0.59), the mean is 0.28. None generalises. The bound of the claim 'grokking' is passed by one of its three seeds, by 0.006.",
    established: "quick set-up of the claim 'grokking', weight decay 0, 500 epochs, seeds 0 to 22",
  },
  {
    says:
      "The multiple of M log M that is needed is not yet the same within 700 epochs: 2.82 [2.75, 2.85] at M = 17, 2.98 [2.95, 3.05] at " +
      "M = 23 (three seeds, brackets of 0.1). Near the boundary generalising takes longer the larger M is, so that a boundary that is read at a " +
      "fixed epoch moves up.",
    established: "remarks of the claim 'scaling-law'",
  },
  {
    says:
      "The length of G_F does not tell a network that will grok from one that will not: at M = 17 and a learning rate of 0.005 it is largest around the " +
      "20th epoch in both, while the training pairs are memorised, and falls from there. What differs is purity: it goes on rising with weight decay " +
      "(0.52 to 0.75 between epochs 60 and 400) and stands still without (0.51 to 0.52).",
    established: "instruments on the quick set-up of the claim 'grokking', seed 0",
  },
  {
    says:
      "Similar features repel each other from the first epoch on: of the 200 most similar pairs 93 % to 100 % have the sign that Theorem 6 " +
      "gives them at every epoch that was looked at.",
    established: "the same run; the rule itself is tested against features removed one pair at a time",
  },
  {
    says:
      "Features are found without being learnt to the end: when 95 % of the held-out pairs are right, 8 of 8 frequencies have a node of " +
      "purity above 0.9, but the mean purity is 0.67.",
    established: "the same run, epoch 260",
  },
  {
    says:
      "With Adam's learning rate Muon is the slower one: at 0.005 it memorises around epoch 100 instead of 30 and has a quarter of the held-out pairs right at " +
      "epoch 400, where Adam has all. What holds is its diversity on independent features, not a faster training at the same rate.",
    established: "the same network by Muon with the official code's options, learning rate 0.005, seed 0",
  },
  {
    says:
      "η is weight decay, not a learning rate, and not the optimizer's number either: the code's loss is a mean over n samples without ½, so that a coupled " +
      "decay w is η = n w/2 in the theory's J. The code centres outputs over classes, the theory features over samples.",
    established: "algebra, from the paper and the official code",
  },
  {
    says:
      "The official Muon's look-ahead weights gradient and momentum the other way round than K. Jordan's: β₁ times the gradient instead of 1 − μ. Its five " +
      "coefficients leave singular values in about [0.9, 1.16]; the usual ones in [0.68, 1.13].",
    established: "the official code, read; golden cases have both; ranges tested",
  },
];
