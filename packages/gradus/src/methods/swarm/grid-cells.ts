/** Voronoi cells of robots on the points of a square grid. */
export type GridCells = {
  /** The robot nearest to each point, of equals the first. */
  owner: Int32Array;
  /** For each robot those with a point next to one of its own, in the four directions of the grid. */
  neighbours: number[][];
};

/** The cells of robots on a square grid of points. */
export function gridCells(places: readonly Float64Array[], robots: readonly Float64Array[]): GridCells {
  const side = Math.round(Math.sqrt(places.length));
  const owner = Int32Array.from(places, (q) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, robot] of robots.entries()) {
      const d = robot.reduce((sum, v, j) => sum + (v - q[j]!) ** 2, 0);
      if (d < least) {
        least = d;
        best = i;
      }
    }
    return best;
  });
  const sets = robots.map(() => new Set<number>());
  const meet = (p: number, q: number) => {
    const [a, b] = [owner[p]!, owner[q]!];
    if (a === b) return;
    sets[a]!.add(b);
    sets[b]!.add(a);
  };
  for (let p = 0; p < places.length; p++) {
    if ((p + 1) % side !== 0) meet(p, p + 1);
    if (p + side < places.length) meet(p, p + side);
  }
  return { owner, neighbours: sets.map((set) => [...set].sort((a, b) => a - b)) };
}

/** The centroid of a robot's cell with the given weights of points, or nothing where they sum to 0. */
export function centroid(
  robot: number,
  { owner }: GridCells,
  places: readonly Float64Array[],
  weights: ArrayLike<number>,
): { mass: number; at: Float64Array } | undefined {
  const at = new Float64Array(places[0]?.length ?? 0);
  let mass = 0;
  for (let p = 0; p < places.length; p++) {
    if (owner[p] !== robot) continue;
    mass += weights[p]!;
    for (let j = 0; j < at.length; j++) at[j]! += weights[p]! * places[p]![j]!;
  }
  return mass > 0 ? { mass, at: at.map((v) => v / mass) } : undefined;
}
