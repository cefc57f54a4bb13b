import { OptionError } from "../../core/errors.ts";
import { valueAt } from "../../core/options.ts";
import type { Generator } from "../../engine/random.ts";
import type { CaoSettings } from "./cao-options.ts";
import { allMonomials, drawMonomials, type Monomial, retainMonomials, sideBySide } from "./monomials.ts";
import { fitPolynomial } from "./polynomial-estimator.ts";

/** What one robot remembers: where it was, and its share of the team's cost there. */
export type Account = {
  /** The robot's number, which stays its own when others leave. */
  id: number;
  /** x_i(k − 1) */
  previous: Float64Array;
  /** x_i(l), the oldest first. */
  places: Float64Array[];
  /** J_i(l) */
  shares: number[];
  /** Monomials of the estimator: those of one order in a list of their own where they are drawn. */
  monomials: Monomial[][];
};

/** What a robot decided, and why. */
export type Move = {
  id: number;
  position: Float64Array;
  /** The candidate that was chosen: 0 is to stay. Counts all candidates, or, where more were drawn, those allowed. */
  chosen: number;
  /** θᵀ φ of the choice; NaN while moves are random, since there is nothing to fit. */
  estimate: number;
  theta: Float64Array;
};

/** A candidate may be refused, by whatever a robot must heed. */
export type IsAllowed = (candidate: Float64Array) => boolean;

/** Draws tuples of coordinates for new monomials. */
const tuples = (random: Generator, coordinates: number) => (order: number) =>
  Array.from({ length: order }, () => random.integer(coordinates));

/** An empty account; `blocks` robots that decide as one have their monomials side by side. */
export function openAccount(
  id: number,
  position: Float64Array,
  { plans, listed, order }: CaoSettings,
  random: Generator,
  blocks = 1,
): Account {
  const coordinates = position.length / blocks;
  const drawn = plans?.(coordinates);
  const foreign = listed?.flat().find((f) => f >= coordinates);
  if (foreign !== undefined) {
    throw new OptionError(`cao: features must be of coordinates below ${coordinates}, got ${foreign}`);
  }
  const monomials = drawn
    ? drawMonomials(drawn, tuples(random, coordinates))
    : [listed ?? allMonomials(coordinates, order)];
  return {
    id,
    previous: position.slice(),
    places: [],
    shares: [],
    monomials: blocks === 1 ? monomials : monomials.map((some) => sideBySide(some, coordinates, blocks)),
  };
}

/** J_i(k) = J_i(k − 1) + J − J⁻ⁱ, J⁻ⁱ the cost with the robot where it was; an empty account starts from J. */
export function enter(
  account: Account,
  position: Float64Array,
  cost: number,
  counterfactual: number,
  { window }: CaoSettings,
): Account {
  const before = account.shares.at(-1) ?? cost;
  return {
    ...account,
    previous: position.slice(),
    places: [...account.places, position.slice()].slice(-window - 1),
    shares: [...account.shares, before + cost - counterfactual].slice(-window - 1),
  };
}

/** The best of some random moves, by a polynomial through the account's entries. */
export function chooseMove(
  account: Account,
  step: number,
  settings: CaoSettings,
  uniform: () => number,
  isAllowed: IsAllowed,
  count: number,
): Move {
  const { alpha, centered, cutoff, invalid, maxTries } = settings;
  const position = account.previous;
  const size = valueAt(alpha, step);
  if (!(size > 0 && size < Number.POSITIVE_INFINITY)) {
    throw new OptionError(`cao: alpha must be a positive number at every step, got ${size} at step ${step}`);
  }
  const { places, shares } = account;
  const last = shares.at(-1)!;
  const shifted = (x: Float64Array) => (centered ? x.map((v, i) => (v - position[i]!) / size) : x);
  const monomials = account.monomials.flat();
  const { theta, estimate } = fitPolynomial(
    places.map(shifted),
    centered ? shares.map((share) => share - last) : shares,
    monomials,
    { cutoff },
  );
  // Centred values are 0 at the newest point: with too few points the fit is flat, and no candidate would beat staying.
  const isBlind = centered && distinct(places) < position.length + 1;
  const candidate = () => position.map((x) => x + size * (2 * uniform() - 1));

  let best: Move = { id: account.id, position, chosen: 0, estimate: estimate(shifted(position)), theta };
  const consider = (x: Float64Array, chosen: number) => {
    if (isBlind) {
      if (best.chosen === 0) best = { ...best, position: x, chosen, estimate: Number.NaN };
      return;
    }
    const value = estimate(shifted(x));
    if (value < best.estimate) best = { ...best, position: x, chosen, estimate: value };
  };
  let accepted = 0;
  const most = invalid === "discard" ? count : count + maxTries;
  for (let tries = 1; tries <= most && accepted < count; tries++) {
    const x = candidate();
    if (!isAllowed(x)) continue;
    accepted++;
    consider(x, invalid === "discard" ? tries : accepted);
  }
  const offset = centered ? last : 0;
  return { ...best, estimate: best.estimate + offset };
}

/** The account with the monomials that mattered least drawn anew, where its options ask for that. */
export function redraw(account: Account, theta: Float64Array, { plans }: CaoSettings, random: Generator): Account {
  if (plans === undefined) return account;
  const coordinates = account.previous.length;
  const monomials = retainMonomials(account.monomials, theta, plans(coordinates), tuples(random, coordinates));
  return { ...account, monomials };
}

function distinct(places: Float64Array[]): number {
  return new Set(places.map(String)).size;
}
