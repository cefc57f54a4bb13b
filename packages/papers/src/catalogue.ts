import { facts as curlDescent } from "../01-curl-descent/facts.ts";
import { facts as directionalAttacks } from "../02-directional-attacks/facts.ts";
import { facts as diffgrad } from "../06-diffgrad/facts.ts";
import { facts as adaptiveMemoryMomentum } from "../12-adaptive-memory-momentum/facts.ts";
import { facts as adabelief } from "../13-adabelief/facts.ts";
import type { PaperFacts } from "./facts.ts";

export { bibtexOf } from "./bibtex.ts";
export type { MethodFacts, PaperFacts, Publication } from "./facts.ts";
export { type Family, families } from "./family.ts";

/** The facts of all papers of the collection, by number: those that can be run, and those whose method is to come. */
export const catalogue: PaperFacts[] = [curlDescent, directionalAttacks, diffgrad, adaptiveMemoryMomentum, adabelief];
