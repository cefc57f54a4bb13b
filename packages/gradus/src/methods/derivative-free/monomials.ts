/** A product of coordinates x_f1 x_f2 …: the indices f, in ascending order. */
export type Monomial = number[];

/** All monomials of so many coordinates of orders 1 … `order`, lowest order first. */
export function allMonomials(coordinates: number, order: number): Monomial[] {
  let last: Monomial[] = [[]];
  const all: Monomial[] = [];
  for (let o = 1; o <= order; o++) {
    last = last.flatMap((monomial) =>
      Array.from({ length: coordinates - (monomial.at(-1) ?? 0) }, (_, i) => [...monomial, (monomial.at(-1) ?? 0) + i]),
    );
    all.push(...last);
  }
  return all;
}

/** How many monomials of exactly this order there are: C(d + o − 1, o). */
export function monomialCount(coordinates: number, order: number): number {
  let count = 1;
  for (let i = 1; i <= order; i++) count = (count * (coordinates + i - 1)) / i;
  return count;
}

/** The same monomials for each of several blocks of coordinates: no product has coordinates of two blocks. */
export const sideBySide = (monomials: readonly Monomial[], coordinates: number, blocks: number): Monomial[] =>
  Array.from({ length: blocks }, (_, block) => monomials.map((m) => m.map((f) => f + block * coordinates))).flat();

/** φ(x): the monomials, and 1 at the end. */
export function regressors(x: ArrayLike<number>, monomials: readonly Monomial[]): Float64Array {
  const phi = new Float64Array(monomials.length + 1);
  for (let i = 0; i < monomials.length; i++) {
    const monomial = monomials[i]!;
    let product = x[monomial[0]!]!;
    for (let j = 1; j < monomial.length; j++) product *= x[monomial[j]!]!;
    phi[i] = product;
  }
  phi[monomials.length] = 1;
  return phi;
}

/** How many monomials of one order there shall be, and how many of them outlive a redraw. */
export type OrderPlan = { total: number; keep: number };

const same = (a: Monomial, b: Monomial) => a.every((f, i) => f === b[i]);

/** Adds monomials as they are drawn, sorted, those that are there already left out, until there are `total`. */
function fill(monomials: Monomial[], total: number, draw: () => Monomial): Monomial[] {
  const filled = [...monomials];
  while (filled.length < total) {
    const drawn = draw().toSorted((a, b) => a - b);
    if (!filled.some((other) => same(other, drawn))) filled.push(drawn);
  }
  return filled;
}

/**
 * Keeps of each order the monomials with the largest |θ| (of equals the first), and draws others in place of the rest.
 * Orders may not ask for more monomials than there are.
 */
export function retainMonomials(
  byOrder: readonly Monomial[][],
  theta: ArrayLike<number>,
  plans: readonly OrderPlan[],
  draw: (order: number) => Monomial,
): Monomial[][] {
  let start = 0;
  return byOrder.map((monomials, o) => {
    const size = monomials.map((_, i) => Math.abs(theta[start + i]!));
    start += monomials.length;
    const ranked = monomials.map((_, i) => i).sort((a, b) => size[b]! - size[a]! || a - b);
    const { total, keep } = plans[o]!;
    const kept = ranked.slice(0, keep).map((i) => monomials[i]!);
    return fill(kept, total, () => draw(o + 1));
  });
}

/** Monomials of each order drawn at random without repetition. */
export const drawMonomials = (plans: readonly OrderPlan[], draw: (order: number) => Monomial): Monomial[][] =>
  plans.map(({ total }, o) => fill([], total, () => draw(o + 1)));
