/** A cohort's devices in the order in which its waves take them: by hash, equal hashes by name bytewise. */
import { type Duration, type Instant, instant } from "../units.js";
import type { Cohort } from "./cohort.js";

export type WaveSize = { readonly slotStart: Instant; readonly devices: number };

export type Queue = {
  readonly cohort: Cohort;
  readonly waves: readonly WaveSize[];
  /** Devices in the waves up to and including each. */
  readonly upTo: readonly number[];
  /** Hashes, ascending once `ordered`. */
  readonly places: BigUint64Array;
  /** Names with equal hashes, bytewise. */
  readonly tied: Map<bigint, string[]>;
  entered: number;
};

export function queueOf(cohort: Cohort, waves: readonly WaveSize[]): Queue {
  let sum = 0;
  const upTo = waves.map(({ devices }) => (sum += devices));
  if (sum > cohort.devices)
    throw new Error(`bug: ${cohort.id} has ${cohort.devices} devices, its waves ${sum}`);
  const places = new BigUint64Array(cohort.devices);
  return { cohort, waves, upTo, places, tied: new Map(), entered: 0 };
}

/** Sorts the places and finds those that several names share. */
export function order({ places, tied }: Queue): void {
  places.sort();
  for (let at = 1; at < places.length; at++) {
    const place = places[at] ?? 0n;
    if (place === places[at - 1]) tied.set(place, []);
  }
}

export const orderTied = ({ tied }: Queue): void => {
  for (const names of tied.values()) names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
};

/** From 0; null: no device of this queue. */
export function rankOf({ places, tied }: Queue, name: string, place: bigint): number | null {
  const rank = firstIndex(places.length, (at) => (places[at] ?? 0n) >= place);
  if (places[rank] !== place) return null;
  const among = tied.get(place)?.indexOf(name) ?? 0;
  return among < 0 ? null : rank + among;
}

/** Devices of a wave restart evenly over its slot, each in the middle of its part; null: after the last wave. */
export function restartOf({ waves, upTo }: Queue, rank: number, slot: Duration): Instant | null {
  const at = firstIndex(upTo.length, (wave) => (upTo[wave] ?? 0) > rank);
  const wave = waves[at];
  if (wave === undefined) return null;
  const inWave = rank - (upTo[at - 1] ?? 0);
  const seconds = Math.floor(((2 * inWave + 1) * slot) / (2 * wave.devices) / 1000);
  return instant(wave.slotStart + seconds * 1000);
}

/** First index that passes a test which all later ones pass too; `length` where none does. */
function firstIndex(length: number, passes: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
