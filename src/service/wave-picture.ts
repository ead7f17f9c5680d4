/** What one device of a wave puts on each service, its stragglers' and late risers' shares included. */
import type { SlotMass } from "../client/response.js";
import type { CohortDemand } from "./demand.js";

/** Load from slot `first` on, in the service's unit. */
export type WavePicture = { readonly service: number; readonly first: number; readonly load: Float64Array };

/** One entry a service concerned, cut at the horizon. */
export function wavePictures(demand: CohortDemand, position: number, slots: number): readonly WavePicture[] {
  const { behaviour, carries, loads } = demand;
  const shares = carries.map((carry) => shareAt(carry.positions, carry.shares, position));
  return loads.flatMap(({ service, direct, carried }) => {
    const parts: (readonly [SlotMass, number])[] = [
      [direct[position] as SlotMass, behaviour.restarts[position] as number],
    ];
    shares.forEach((share, k) => {
      if (share > 0) parts.push([carried[k] as SlotMass, share]);
    });
    return summed(service, parts, slots);
  });
}

/** Positions ascend. */
function shareAt(positions: Int32Array, shares: Float64Array, position: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] as number) < position) low = middle + 1;
    else high = middle;
  }
  return positions[low] === position ? (shares[low] as number) : 0;
}

function summed(
  service: number,
  parts: readonly (readonly [SlotMass, number])[],
  slots: number,
): readonly WavePicture[] {
  const some = parts.filter(([{ first, mass }, share]) => share > 0 && mass.length > 0 && first < slots);
  const first = some.reduce((least, [mass]) => Math.min(least, mass.first), slots);
  const end = some.reduce((most, [mass]) => Math.max(most, mass.first + mass.mass.length), 0);
  if (end <= first) return [];
  const load = new Float64Array(Math.min(end, slots) - first);
  for (const [mass, share] of some)
    for (let i = 0; i < mass.mass.length; i++) {
      const at = mass.first + i - first;
      if (at < load.length) load[at] = (load[at] as number) + share * (mass.mass[i] as number);
    }
  return [{ service, first, load }];
}
