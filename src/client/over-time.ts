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

/** Every device's kernel from its slot on. */
export function spreadInto(sum: Float64Array, devices: Float64Array, kernel: Float64Array): void {
  const padded = new Float64Array(kernel.length + 6);
  padded.set(kernel, 3);
  // Four slots at once: each sum is read and written a quarter as often.
  for (let first = 0; first < devices.length; first += 4) {
    const a = devices[first] as number;
    const b = devices[first + 1] ?? 0;
    const c = devices[first + 2] ?? 0;
    const d = devices[first + 3] ?? 0;
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    const end = Math.min(kernel.length + 3, sum.length - first);
    for (let i = 0; i < end; i++)
      sum[first + i] =
        (sum[first + i] as number) +
        a * (padded[i + 3] as number) +
        b * (padded[i + 2] as number) +
        c * (padded[i + 1] as number) +
        d * (padded[i] as number);
  }
}
