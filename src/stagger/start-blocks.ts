/**
 * Where starts could be: a stagger, slot by slot, cut into few runs over which its devices are spread evenly. A cut costs the
 * device-hours by which the spread moves devices about, and a price for every start.
 */
import type { CohortDemand, Stagger } from "../service/demand.js";
import type { Block } from "./block-demand.js";
import type { Task } from "./program.js";

/** Cohorts of one site, zone and ring, which may share starts. */
export type Place = { readonly kinds: readonly Kind[] };

/** Cohorts of a place that are open in the same slots, and so share blocks. */
export type Kind = {
  /** Cohorts by their place in the task. */
  readonly cohorts: readonly number[];
  /** Of each position. */
  readonly slots: Int32Array;
  readonly usable: Block;
};

/** By place and kind: blocks in the order of time, none of which overlap. */
export type Blocks = readonly (readonly (readonly Block[])[])[];

/** Places and their kinds, each in the order of its first cohort; those with most devices first within a place. */
export function placesOf({ demands, usable }: Task): readonly Place[] {
  const places = new Map<string, Map<string, number[]>>();
  demands.forEach(({ cohort, behaviour: { slots } }, c) => {
    const [from, to] = usable[c] as Block;
    if (from === to) return;
    const place = JSON.stringify([cohort.site, cohort.timezone, cohort.ring]);
    const kinds = places.get(place) ?? new Map<string, number[]>();
    places.set(place, kinds);
    const kind = `${from} ${to} ${slots.join()}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), c]);
  });
  const devices = (cohorts: readonly number[]): number =>
    cohorts.reduce((sum, c) => sum + (demands[c] as CohortDemand).cohort.devices, 0);
  return [...places.values()].map((kinds) => ({
    kinds: [...kinds.values()]
      .sort((a, b) => devices(b) - devices(a))
      .map((cohorts): Kind => {
        const [first] = cohorts as [number, ...number[]];
        return {
          cohorts,
          slots: (demands[first] as CohortDemand).behaviour.slots,
          usable: usable[first] as Block,
        };
      }),
  }));
}

/** Cuts of one stagger, for any price of a start. */
export class StartCuts {
  readonly #places: readonly { readonly kind: Kind; readonly runs: readonly Run[] }[][];

  /** @param longest slots that one start may take */
  constructor(places: readonly Place[], stagger: Stagger, longest: number) {
    this.#places = places.map(({ kinds }) =>
      kinds.map((kind) => ({ kind, runs: runsOf(kind, profileOf(kind, stagger), longest) })),
    );
  }

  /** @param price of a start, in device-slots; what a place's larger kinds have already costs nothing more */
  at(price: number): Blocks {
    return this.#places.map((kinds) => {
      const known = new Set<string>();
      return kinds.map(({ kind, runs }) => {
        const blocks = runs.flatMap((run) =>
          cut(run, (block) => (known.has(slotKey(kind, block)) ? 0 : price)),
        );
        for (const block of blocks) known.add(slotKey(kind, block));
        return blocks;
      });
    });
  }
}

/** First slot and end of a block, as text. */
export const slotKey = ({ slots }: Kind, [from, to]: Block): string =>
  `${slots[from]} ${(slots[to - 1] as number) + 1}`;

/** Devices of the kind by position. */
function profileOf({ cohorts, slots }: Kind, stagger: Stagger): Float64Array {
  const profile = new Float64Array(slots.length);
  for (const c of cohorts)
    (stagger[c] as Float64Array).forEach((devices, p) => (profile[p] = (profile[p] as number) + devices));
  return profile;
}

/** Positions in use within one run of slots, and what it costs to spread those from one to another: by first and last of them. */
type Run = {
  readonly used: readonly number[];
  readonly moved: readonly (readonly number[])[];
};

function runsOf({ slots, usable: [from, to] }: Kind, profile: Float64Array, longest: number): readonly Run[] {
  const runs: number[][] = [];
  let last = Number.NaN;
  for (let p = from; p < to; p++) {
    const slot = slots[p] as number;
    const isNext = slot === last + 1;
    last = slot;
    if (!isNext) runs.push([]);
    if ((profile[p] as number) > 0) runs.at(-1)?.push(p);
  }
  return runs
    .filter((used) => used.length > 0)
    .map((used) => ({ used, moved: used.map((_, i) => movedFrom(used, i, profile, longest)) }));
}

/** Device-slots by which devices move when those of the i-th to the j-th position in use are spread evenly, by j - i. */
function movedFrom(
  used: readonly number[],
  i: number,
  profile: Float64Array,
  longest: number,
): readonly number[] {
  const first = used[i] as number;
  const costs: number[] = [];
  for (let j = i; j < used.length && (used[j] as number) - first < longest; j++)
    costs.push(movedWithin(profile, first, (used[j] as number) + 1));
  return costs;
}

function movedWithin(profile: Float64Array, from: number, to: number): number {
  let devices = 0;
  for (let p = from; p < to; p++) devices += profile[p] as number;
  const each = devices / (to - from);
  let [ahead, moved] = [0, 0];
  for (let p = from; p < to; p++) {
    ahead += (profile[p] as number) - each;
    moved += Math.abs(ahead);
  }
  return moved;
}

/** The cheapest cut of a run. */
function cut({ used, moved }: Run, priceOf: (block: Block) => number): readonly Block[] {
  const least = [0];
  const begun: number[] = [];
  for (let j = 0; j < used.length; j++) {
    let [best, from] = [Number.POSITIVE_INFINITY, j];
    for (let i = j; i >= 0 && j - i < (moved[i] as readonly number[]).length; i--) {
      const block: Block = [used[i] as number, (used[j] as number) + 1];
      const cost = (least[i] as number) + ((moved[i] as readonly number[])[j - i] as number) + priceOf(block);
      if (cost < best) [best, from] = [cost, i];
    }
    least.push(best);
    begun.push(from);
  }
  const blocks: Block[] = [];
  for (let j = used.length - 1; j >= 0; j = (begun[j] as number) - 1)
    blocks.push([used[begun[j] as number] as number, (used[j] as number) + 1]);
  return blocks.reverse();
}
