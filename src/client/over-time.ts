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
  return spreadInto(new Float64Array(devices.length), devices, kernel, 1);
}

/** By fine cell, to the end of the last slot's wave: every device's `wave` from the first cell of its slot on. */
export function spreadOnCells(devices: Float64Array, wave: Float64Array, cellsPerSlot: number): Float64Array {
  const sum = new Float64Array((devices.length - 1) * cellsPerSlot + wave.length);
  return spreadInto(sum, devices, wave, cellsPerSlot);
}

function spreadInto(
  sum: Float64Array,
  devices: Float64Array,
  mass: Float64Array,
  cellsPerSlot: number,
): Float64Array {
  devices.forEach((count, slot) => {
    if (count !== 0) addAt(sum, { first: slot * cellsPerSlot, mass }, count);
  });
  return sum;
}
