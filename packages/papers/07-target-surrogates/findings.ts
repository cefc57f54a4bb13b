import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "The official code has no ½ on its quadratic: its step size is 2η of the paper, its surrogate S times 2η/p for p outputs a " +
      "sample, and inner step sizes scale the other way. So the optimal step sizes that it lists (2 for the logistic loss, ¼ for squares) " +
      "are η = 1/(2L) and less, and its line search in output space moves half of what it accepted (scale: 0.5 does the same here).",
    established: "the official code, read; golden cases, which reproduce its optimizers in float64",
  },
  {
    says:
      "In the official code the surrogate takes the gradient of each sample's loss, its baselines that of the batch's mean. " +
      "Whoever divides by the batch size twice gets a step in output space that is B times too short.",
    established: "the official code, read",
  },
  {
    says:
      "η = 1/L is safe, not best: on all samples η = 40 instead of 4 ends at half the loss after 50 steps (0.37 to 0.54 of it over " +
      "three seeds), although the surrogate is no bound then. How often it breaks depends on the data: in 48 to 50 of 50 steps on " +
      "seven data sets, in 15 on the easiest of eight, so that asking for 25 on each (the counter-check) is asking too much.",
    established: "quick experiment of the claim 'majorisation', and its set-up with seeds 0 to 7",
  },
  {
    says:
      "Adam does as well for the same number of gradients: with the best of seven rates, chosen on the result, its loss is that of " +
      "SSO with m = 100 and nothing tuned (ratio 1.09; 0.76 to 1.51 over five seeds). The paper compares each rule with its own " +
      "counterpart in parameters; no claim here is against Adam but that of online imitation.",
    established: "control in the quick experiment of the claim 'amortisation'",
  },
  {
    says:
      "What is saved in gradients is spent on the model. A step with m = 100 evaluates it some 350 times, one with m = 1 about 20 " +
      "times: Armijo's rule starts from a large step at each gradient and backs off by tenths. Going on from the last step and " +
      "halving (reset: false, backtrack: 0.5, expand: 2) with m = 10 costs 31 evaluations instead of 56 and ends no higher. On a " +
      "network whose loss is as cheap as itself SSO takes twenty times the seconds of Adam for as many gradients.",
    established:
      "set-up of the claim 'amortisation', seeds 0 to 2; gradus race digits-mlp -m adam,sven,lbfgs,sso (1000 gradients each)",
  },
  {
    says:
      "The inner method matters as much as m: with m = 10 and the same η, L-BFGS inside ends at 0.087 and exact least squares at 0.076 " +
      "where Armijo's rule ends at 0.150 (medians of three seeds).",
    established: "remarks in the quick experiment of the claim 'rules'",
  },
  {
    says:
      "More inner steps are not better on small batches, whose few outputs can be moved at will: with batches of 5 and 20 parameters an " +
      "exact step ends at 0.25 to 0.43 after 400 gradients, m = 10 at 0.21 to 0.33; with batches of 25 it is 0.13 to 0.36 against 0.11 " +
      "to 0.15. η that falls with √t brings most of it back (0.10 to 0.11 with 25, 0.23 to 0.34 with 5).",
    established:
      "set-up of the claim 'amortisation' with batches of 5 and 25, Armijo's rule and exact least squares, seeds 0 to 2",
  },
  {
    says:
      "The gain depends on the data: on 455 tumours in batches of 25, after 1800 gradients, m = 100 ends at 0.86 times the loss of m = 1 " +
      "(required: 0.5) and m = 10 at 1.09 times, against 0.75 times the best SGD of 14; the larger experiment's criteria fail there.",
    established: "full experiment of the claim 'amortisation', one seed",
  },
  {
    says:
      "One inner step is stochastic gradient descent only with a fixed inner rate, and then η does not matter at all: the curvature of " +
      "the surrogate does not show in its gradient at the start. With Armijo's rule η decides which steps pass.",
    established: "claim 'projection', to 1e-15 for η = 0.1 and 10; property test",
  },
  {
    says:
      "The outer rule for mirror descent in the official code does not run. Here the divergence is brought to the scale of the others, so " +
      "that S is 0 at θ and has the gradient of the loss there. Its Newton rule takes the curvature at the inner iterate, and the " +
      "surrogate changes under the inner method; here it stays at z.",
    established: "the official code, read; a gradient step on either surrogate is one on the loss, tested",
  },
  {
    says:
      "Armijo's rule cannot be trusted below the rounding of S. In float32 it would reject every step once S changes by less than 1e-7 of " +
      "itself; a slack of four units of rounding and a gradient tolerance of 1e-4 let it go on and stop.",
    established: "tested: float32 reaches the loss of float64 to four digits",
  },
  {
    says:
      "Single runs of the baselines come apart: the best rate of online gradient descent by the median of three seeds diverges on one " +
      "of them for the tanh policy. Bests are therefore chosen by medians, and ratios told with their spread.",
    established: "quick experiment of the claim 'imitation'",
  },
];
