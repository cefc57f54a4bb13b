import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "The printed algorithm averages the similarity over all pairs, those of a task with itself included. For two tasks Ψ is then " +
      "at least 1/2, and the paper's own γ = 0.1 could never act. The code counts pairs i < j; so does this library.",
    established: "algebra; the official code, read and executed",
  },
  {
    says:
      "The printed equalising step multiplies the gradient twice: w_k = (mean length/‖g_k‖) g_k and then w_k ∘ g_k, which would " +
      "square it. The code scales once.",
    established: "paper and official code compared; golden cases are those of the code",
  },
  {
    says:
      "The paper divides by √ĥ + ε, the code by √ĥ; ε stands inside the recursion of h too. The difference is at most 1e-5, since " +
      "ĥ is at least ε/(1 − β₂). Both can be had (outerEpsilon).",
    established: "paper and official code compared; golden case 'direction-k4-outer-eps'",
  },
  {
    says:
      "The appendix prints the second valley of the toy problems with the opposite sign of tanh, and two of the starts at b = −2.5 " +
      "instead of −3. The figures here are for the official code's signs and starts, which are those of the CAGrad and FAMO papers.",
    established: "paper and official code compared",
  },
  {
    says:
      "Clipping is part of the method: where lengths agree the direction is up to 1000 times as long as the momenta, and it is " +
      "quadratic in the gradients (losses s times as large make it s² times as long). With Adam behind it this is hidden, with " +
      "plain gradient descent it is not.",
    established: "follows from ĥ ≥ ε/(1 − β₂); tested",
  },
  {
    says:
      "The comparison of the toy figures is not even. In the official code the clipping to length 1 reaches only the methods that " +
      "overwrite the gradient (SAM-GS, PCGrad, CAGrad, GradDrop, Aligned-MTL); for the plain sum, MGDA, IMTL-G, Nash-MTL and FAMO it " +
      "runs before the backward pass, without effect. With it the plain sum arrives from 8 of ten random starts instead of 3; MGDA and " +
      "Nash-MTL gain little (4 of 10).",
    established: "official code, read; remarks of the claim 'any-start' and its set-up with MGDA and Nash-MTL cut",
  },
  {
    says:
      "γ = 0.1 to 0.3 arrives from all seven starts of the first toy problem, 0.5 and 0.7 from five, 0.9 and 1 from one, 0 from five. " +
      "The paper's benchmarks use 0.9: there is no γ for all problems.",
    established: "set-up of the claim 'threshold' with γ = 0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9 and 1",
  },
  {
    says:
      "On the two optima SAM-GS depends on small steps. With Adam at 0.01 and 2000 steps it ends within 0.5 of an optimum from two " +
      "of the six starts: from two it is still on its way, from the two on the line of symmetry it stands at the saddle; CAGrad " +
      "arrives from all six. With the paper's 0.001 and 20,000 steps it arrives from four, and stands at the saddle from (0, 10) and " +
      "(0, −8). From (0, 10) only rounding decides whether a run leaves the line: one whose rounding is not symmetric does.",
    established: "quick experiment of the claim 'two-optima'; SAM-GS alone in its full set-up",
  },
  {
    says:
      "The 1e-6 that PyTorch's clipping adds to the length shows in the result. Without it SAM-GS ends 0.54 above the optima from " +
      "two starts of the second toy problem, with it 0.28: where gradients agree in length, d is long and always clipped, and Adam " +
      "turns the rest into a drift.",
    established: "SAM-GS in the full set-up of the claim 'two-optima', with and without it",
  },
  {
    says:
      "Gradients of equal length never call for equalising, whatever their angle: from (0, −8) in the second toy problem SAM-GS " +
      "goes to the saddle at (0, −10.84), 14.9 above the optima, and stays. The paper names opposite gradients as an open weakness.",
    established: "tested",
  },
  {
    says:
      "Where losses differ in scale SAM-GS beats plain sums, PCGrad, Aligned-MTL and IMTL-G clearly, but not Nash-MTL, which does not " +
      "depend on scales at all: with the same clipping Nash-MTL is better in two of three seeds. PCGrad's errors move by a fifth " +
      "with the orders in which tasks meet.",
    established:
      "quick set-up of the claim 'loss-scales', Nash-MTL with and without clipping; PCGrad on seed 3 with six draws of orders",
  },
  {
    says:
      "That experiment says nothing about momentum modulation: lengths never agree to within γ = 0.9, so thresholds from 0.7 to 1 are the " +
      "same method, and with γ = 0 (momenta alone) the tasks are learned worse than by the plain sum (Δm% of 410 to 950).",
    established: "tested; set-up of the claim 'loss-scales' with γ = 0",
  },
  {
    says:
      "Ends of slow or narrow descents depend on rounding: from (0, 10), on the line of symmetry, Aligned-MTL ends 0.05 above the optimum " +
      "here, 0.78 in a plain loop over the same formulas; other starts agree to four digits.",
    established: "the same 2000 steps, written a second time without the engine",
  },
];
