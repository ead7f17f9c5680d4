/** Sums of what many devices cause, each from its own slot on. */

/** What lies outside `sum` is cut. */
export function addAt(
  sum: Float64Array,
  { first, mass }: { readonly first: number; readonly mass: Float64Array },
  factor: number,
): void {
  const end = Math.min(mass.length, sum.length - first);
  for (let i = Math.max(0, -first); i < end; i++)
    sum[first + i] = (sum[first + i] as number) + factor * (mass[i] as number);
}

/** By slot: every device's kernel from its slot on, cut after the last slot. */
export function spreadBy(devices: Float64Array, kernel: Float64Array): Float64Array {
  const sum = new Float64Array(devices.length);
  for (let first = 0; first < devices.length; first++) {
    const count = devices[first] as number;
    if (count !== 0) addAt(sum, { first, mass: kernel }, count);
  }
  return sum;
}
