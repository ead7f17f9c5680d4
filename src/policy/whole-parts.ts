/** Whole devices by shares of any size: cut where the running sum of the shares passes a whole number. */
import { total } from "../stagger/total.js";

/**
 * `count` in proportion to the weights, in their order; the parts sum to `count`, each is its quota rounded up or down.
 *
 * @param offset in [0, 1): where between two devices the cuts lie; of many small counts some round up here, others there
 */
export function wholeParts(count: number, weights: ArrayLike<number>, offset = 0.5): Float64Array {
  const parts = new Float64Array(weights.length);
  const sum = total(Array.from(weights));
  if (count === 0 || sum === 0) return parts;
  let [running, given] = [0, 0];
  for (let i = 0; i < parts.length; i++) {
    running += weights[i] as number;
    const upTo = running >= sum ? count : Math.min(count, Math.floor((count * running) / sum + offset));
    parts[i] = upTo - given;
    given = upTo;
  }
  return parts;
}

/** The i-th of offsets that lie evenly however many there are: multiples of the golden ratio. */
export const offsetOf = (i: number): number => ((i + 0.5) * GOLDEN) % 1;

const GOLDEN = (Math.sqrt(5) - 1) / 2;
