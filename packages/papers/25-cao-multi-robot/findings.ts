import type { Finding } from "../src/claim.ts";

export const findings: Finding[] = [
  {
    says:
      "The gain is in real steps. A step of BCD-CAO also asks for N costs that would have been; random search with as many " +
      "evaluations, 1800 instead of 200, ends at 8.70, 14.1, 8.74, 8.75 and 10.8, BCD-CAO at 8.68 to 8.70.",
    established: "remark in the quick experiment of the claim 'convergence'",
  },
  {
    says:
      "Few robots need no shares. On the line with 2000 points two robots end at 303.85 under CAO for both together and under SPSA " +
      "too, six at 113.97, 114.05 and 120.4; ten at 69.6, 130 and 144, sixteen at 43.6, 186 and 198.",
    established: "full experiment of the claim 'convergence'",
  },
  {
    says:
      "It does not bear noise. With a relative error of 0.0001 in what is read of the cost the eight robots end at 8.69 to 8.75, " +
      "with 0.001 at 8.9 to 11.2, with 0.01 at 20 to 37, hardly below where they began. A longer window helps little; a linear " +
      "fit over 31 readings ends at 15 to 25. A share is a difference of two readings of the whole team's cost.",
    established: "quick set-up of the claim 'convergence', seeds 1 to 5, with noise; tested",
  },
  {
    says:
      "Robots that survive need no memory to recover: with empty accounts from step 150 on they end at 16.47 in five of five seeds, " +
      "as with their accounts. With six readings in the window what was before is forgotten at once; that robots have no fixed " +
      "parts to play is what makes them robust.",
    established: "quick set-up of the claim 'fault-tolerance', with a new team of the survivors at their places",
  },
  {
    says:
      "Roaming at random is a strong rival in persistent coverage: at 0.057 a step, as far as a move of BCD-CAO can go, the mean " +
      "neglect is 0.277, against 0.251 for BCD-CAO and 0.233 for the greedy oracle. At 0.04 a step, as the claim has it, it is 0.378.",
    established: "remark in the quick experiment of the claim 'persistent-coverage'",
  },
  {
    says:
      "Order and number of candidates matter little, the window a lot: on the line with eight robots order 1 ends at 8.68 to " +
      "8.86, four candidates at 8.68 to 8.75, a single one at 15 to 28; a window of 31 readings at 8.7 to 12.9, of two at 26 to 39.",
    established: "quick set-up of the claim 'convergence', seeds 1 to 5",
  },
  {
    says:
      "The first move is an artefact: of one reading the fit of least norm is a multiple of φ(x), so that every robot sets out " +
      "towards the origin of its coordinates. In coordinates about the robot the fit is flat and nothing would ever move; with " +
      "random moves until there is something to fit it ends as low (8.68 to 8.87).",
    established: "algebra; tested over forty seeds, and the quick set-up of 'convergence' with centered: true",
  },
  {
    says:
      "BCD-CAO ends 2 to 5 percent below Lloyd's descent although that knows the density. No oracle is beaten: Lloyd's descent " +
      "minimises squared distances, the cost of the official code is of plain ones.",
    established: "quick and full experiments of the claim 'adaptive-coverage'; the official code, read",
  },
  {
    says:
      "Schwager's controller does not explore: from seed 3 no robot comes near the peaks in 400 steps, none learns them, and the true " +
      "cost stays at 5077, against 2533 to 2933 from the other starts. BCD-CAO and Schwager's robots do not know the same either: " +
      "the former share one estimate of the density, the latter agree on theirs with their neighbours alone.",
    established: "quick experiment of the claim 'adaptive-coverage', weights read at its end",
  },
  {
    says:
      "The official test bed for adaptive coverage books the team's learning as the robots' doing: the cost is measured with the " +
      "weights of before, the counterfactuals with those after an update. Here both are of one time.",
    established: "the official code, read",
  },
  {
    says:
      "The redraw of monomials does nothing in the released code: as many are kept as there are. Its ranking could never keep the " +
      "last monomial of an order. Here all monomials are used unless a redraw is asked for.",
    established: "the official code, read; golden case 'retain'",
  },
  {
    says:
      "The official code can go on for ever: where a robot's own place is not allowed and refused candidates are drawn again, and " +
      "where more monomials are asked for than there are, as with one coordinate. Here both are bounded, and the robot stays.",
    established: "the official code, read; both cases tested",
  },
  {
    says:
      "A distance between robots that is checked before moves is not kept by moves at once: two robots can approach each other. " +
      "It is kept where they move one after another, at the same cost in the end (8.68 to 8.70 on the line).",
    established: "tested with three robots; quick set-up of 'convergence' with moves: 'sequential'",
  },
  {
    says:
      "The official adaptive coverage weights neighbours by counts of adjacent points for every robot but the first, once they are to " +
      "agree. Here every neighbour counts the same; from the official start of ten robots the controller ends at 2308, Lloyd's " +
      "descent at 1524.",
    established: "the official code, read; full experiment of the claim 'adaptive-coverage'",
  },
];
