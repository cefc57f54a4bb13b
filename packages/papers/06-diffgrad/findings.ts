import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "The first official code kept a reference to the gradient instead of a copy. With gradients updated in place the change " +
      "is 0 from the second step on and ξ = ½ always: Adam at half the learning rate. The journal's numbers come from that " +
      "code; the arXiv version has new ones.",
    established:
      "the official README and diffGrad.py against diffGrad_v2.py. One user's report: SE-ResNet18 on CIFAR-10, 10 epochs, " +
      "84.38 % with the fault, 83.42 % without",
  },
  {
    says:
      "Where gradients change by much less than 1, ξ is ½ + |Δ|/4, and diffGrad is Adam at half the learning rate; where they " +
      "change by much more than 1, it is Adam.",
    established: "expansion of the sigmoid; tested",
  },
  {
    says:
      "The friction has a scale: multiplying the loss by a constant changes diffGrad's path and leaves Adam's as it is. " +
      "Loss scaling and gradient clipping change ξ too.",
    established: "tested with a loss multiplied by 100",
  },
  {
    says:
      "On the paper's three functions Adam at half the learning rate does as well: it too ends in the global minima of F1 and " +
      "F2, and on F3 it overshoots less (largest x 0.158) than diffGrad (0.183) and Adam (0.267).",
    established: "remarks of the claim 'three-functions'; tested",
  },
  {
    says:
      "From other starts the three functions tell less: of 101 starts in [−1.5, 1.5], diffGrad and Adam at half the rate both " +
      "bring 77 % to F1's minimum and Adam 63 %; on F2 28 %, 34 % and 25 %; on F3 26 %, 72 % and 63 %, since diffGrad is still " +
      "on its way when the runs end.",
    established: "full experiment of 'three-functions', within 0.01 of the minimum after 299 steps",
  },
  {
    says:
      "The official notebook's derivative of F2 lacks a factor 8 in its last term. With it diffGrad ends near −0.81, where " +
      "there is no minimum, and Adam at 0.",
    established: "the notebook's code against the function; tested",
  },
  {
    says:
      "The first step has length α σ(|g|), between α/2 and α, since the gradient before the first counts as 0. Starting with " +
      "the first gradient instead gives α/2 and another path.",
    established: "official code; tested",
  },
  {
    says:
      "The official code adds ε to √v before bias correction, the paper's formula after it. They agree to about 1e-7 unless " +
      "gradients are below 1e-5.",
    established: "both forms compared",
  },
  {
    says:
      "pytorch_optimizer's DiffGrad leaves the friction out unless rectification is on, and is then plain Adam; " +
      "torch_optimizer's equals the official code.",
    established: "their code, compared with the official one",
  },
];
