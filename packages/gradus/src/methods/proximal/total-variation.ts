/**
 * The proximal operator of t Σ |u_{i+1} − u_i|, exactly: the taut string. Among all paths through a tube of radius t about
 * the running sums of x, tied to them at both ends, it is the shortest, and u are its slopes.
 *
 * The string is followed from knot to knot: the least upper and the greatest lower slope that still pass through the tube
 * are kept until they cross. Cost: O(n) as a rule, O(n²) at worst; memory O(n).
 *
 * @source P. L. Davies, A. Kovac, Local Extremes, Runs, Strings and Multiresolution, 2001, section 2; as a proximal operator
 * L. Condat, A Direct Algorithm for 1-D Total Variation Denoising, 2013.
 */
export function proxTotalVariation(x: Float64Array, t: number): Float64Array {
  const n = x.length;
  if (n < 2 || t === 0) return x.slice();
  if (!x.every(Number.isFinite)) return x.map(() => Number.NaN);
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + x[i]!;
  const width = (i: number) => (i === 0 || i === n ? 0 : t);

  const u = new Float64Array(n);
  let from = 0;
  let height = 0;
  while (from < n) {
    let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    let [lowAt, highAt] = [from, from];
    let [end, slope] = [n, 0];
    for (let i = from + 1; ; i++) {
      const toTop = (sums[i]! + width(i) - height) / (i - from);
      const toBottom = (sums[i]! - width(i) - height) / (i - from);
      // The tube bends away: the string has its knot where it was touched last.
      if (toTop < low) {
        [end, slope] = [lowAt, low];
        break;
      }
      if (toBottom > high) {
        [end, slope] = [highAt, high];
        break;
      }
      if (toBottom >= low) [low, lowAt] = [toBottom, i];
      if (toTop <= high) [high, highAt] = [toTop, i];
      if (i === n) {
        [end, slope] = [n, toTop];
        break;
      }
    }
    u.fill(slope, from, end);
    height = end === lowAt && slope === low ? sums[end]! - width(end) : sums[end]! + width(end);
    from = end;
  }
  return u;
}
