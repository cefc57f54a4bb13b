import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "ε is added to s at every step and accumulates: after bias correction the floor under s is ε/(1 − β₂), a thousand " +
      "times ε for β₂ = 0.999. The longest effective step is α/√(ε/(1 − β₂)), 0.32 for α = 1e-3 and ε = 1e-8. Adding ε only " +
      "where the root is taken is another optimizer.",
    established: "follows from the algorithm; tested with a gradient that is 0",
  },
  {
    says: "The deviation g_t − m_t is from the new mean. In the first step it is β₁ g, and the step has length α/β₁ = 1.11 α, not α.",
    established: "follows from the algorithm; tested. Ports that use the old mean differ from the first step on",
  },
  {
    says:
      "A gradient that does not change makes s decay to its floor and the steps grow far above α. Clipping gradients element " +
      "by element does just that; clipping their norm does not.",
    established: "tested with a constant gradient; the official README warns of it",
  },
  {
    says:
      "The package is not the paper: adabelief-pytorch 0.2.1 has ε = 1e-16, rectified warm-up and decoupled weight decay by " +
      "default; the paper's runs on CIFAR had 1e-8 and neither.",
    established: "the releases' code and the README's table of settings, compared",
  },
  {
    says:
      "With rectification on (β₂ = 0.999), the first five steps are momentum steps of length α |g|, without any division: " +
      "the scale of the loss matters there.",
    established: "code of adabelief-pytorch 0.2.1; tested",
  },
  {
    says: "In adabelief-pytorch 0.2.x amsgrad has no effect once rectification is on, since the rectified step divides by s itself.",
    established: "code of the package; tested: both trajectories are the same",
  },
  {
    says:
      "Release 0.1.0 of adabelief-pytorch added coupled weight decay to the gradient after the moments had been updated, so " +
      "that it had no effect; 0.2.0 put it back before.",
    established: "the releases' code, compared",
  },
  {
    says:
      "The README says that rectification was not used for the paper's results, and its own table has it on for SN-GAN, " +
      "Transformer and reinforcement learning.",
    established: "the official README",
  },
  {
    says:
      "The repository's tables give the best test accuracy over all epochs of a single run. At the last epoch of ResNet34 on " +
      "CIFAR-10: AdaBelief 95.20 instead of 95.44, SGD 93.52 instead of 94.64, Adam 92.94 instead of 93.02. The order of " +
      "these three stays the same.",
    established: "the logs in the official repository",
  },
  {
    says:
      "On the toy functions the gain is over Adam alone: SGD with momentum 0.9 at the same learning rate is faster than " +
      "AdaBelief on five of the seven (453 steps against 1954 on (x + y)² + (x − y)²/10).",
    established: "quick experiment of the claim 'toy-functions'",
  },
  {
    says:
      "The better samples of the toy GAN are partly a matter of step length: at learning rate 2e-3 and 3000 iterations Adam " +
      "brings 68 % of the points near a mode and AdaBelief 66 %, at 1e-3 15 % and 69 %, at 5e-4 6 % and 24 %. A tuned Adam " +
      "does as well; AdaBelief asks for less tuning.",
    established: "full experiment of the claim 'gan', hidden layers of 48, batches of 128, one seed",
  },
  {
    says:
      "At the paper's learning rate 1e-3 and five epochs of digits, AdaBelief trains a little faster than Adam and stays " +
      "two points of accuracy behind SGD; Adam at 3e-3 makes up most of them. Short trainings want longer steps, and " +
      "AdaBelief's are only somewhat longer.",
    established: "quick experiment of the claim 'image-classification'",
  },
];
