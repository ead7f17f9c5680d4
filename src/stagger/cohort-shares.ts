/** Small problems of one cohort's shares: they sum to 1 with the share left out, and none exceeds its most. */

/** `level` with sum of clamp(value - level, 0, most) and of clamp(out - level, 0, 1) equal to 1, by Newton's method from `guess`. */
export function projectionLevel(
  values: Float64Array,
  from: number,
  to: number,
  out: number,
  most: number,
  guess: number,
): number {
  let level = guess;
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 60; round++) {
    let sum = 0;
    let free = 0;
    for (let j = from; j < to; j++) {
      const above = (values[j] as number) - level;
      if (above <= 0) continue;
      if (above >= most) sum += most;
      else {
        sum += above;
        free += 1;
      }
    }
    const rest = out - level;
    if (rest > 0) {
      if (rest >= 1) sum += 1;
      else {
        sum += rest;
        free += 1;
      }
    }
    const excess = sum - 1;
    if (Math.abs(excess) < 1e-12) return level;
    if (excess > 0) low = level;
    else high = level;
    let next = free > 0 ? level + excess / free : Number.NaN;
    if (!(next > low && next < high)) {
      if (Number.isFinite(low) && Number.isFinite(high)) next = (low + high) / 2;
      else next = excess > 0 ? level + Math.max(1, Math.abs(level)) : level - Math.max(1, Math.abs(level));
    }
    if (next === level) return level;
    level = next;
  }
  return level;
}

/** Least cost of one whole: the cheapest columns, each up to `most`, or out. */
export function cheapest(
  cost: Float64Array,
  priced: Float64Array,
  scale: number,
  from: number,
  to: number,
  most: number,
  out: number,
): number {
  const wanted = Math.min(to - from, Math.ceil(1 / most));
  const least = new Float64Array(wanted).fill(Number.POSITIVE_INFINITY);
  for (let j = from; j < to; j++) {
    const value = (cost[j] as number) + scale * (priced[j] as number);
    if (wanted === 0 || value >= (least[wanted - 1] as number)) continue;
    let at = wanted - 1;
    while (at > 0 && (least[at - 1] as number) > value) {
      least[at] = least[at - 1] as number;
      at -= 1;
    }
    least[at] = value;
  }
  let [left, sum] = [1, 0];
  for (const value of least) {
    if (left <= 0 || value >= out) break;
    const taken = Math.min(left, most);
    sum += taken * value;
    left -= taken;
  }
  return left > 0 ? sum + left * out : sum;
}
