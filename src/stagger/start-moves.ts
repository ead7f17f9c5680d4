/** Ways to do with one start less: a start of a place is dropped, or made one with the next. */
import type { CohortDemand } from "../service/demand.js";
import { type Block, meanOver, mostIn } from "./block-demand.js";
import type { Task } from "./program.js";
import { type Blocks, type Kind, type Place, slotKey } from "./start-blocks.js";

export type Move = {
  readonly name: string;
  readonly place: number;
  readonly blocks: readonly (readonly Block[])[];
  /** Exposure it costs at the prices, if room were as before; device-hours. */
  readonly damage: number;
};

/** The best way for each place to do with one start less, cheapest first. */
export function movesOf(
  task: Task,
  places: readonly Place[],
  blocks: Blocks,
  costs: readonly Float64Array[],
  longest: number,
): readonly Move[] {
  const moves = places.flatMap((place, i): Move[] => {
    const own = blocks[i] as readonly (readonly Block[])[];
    const before = costOf(task, place, own, costs);
    return smaller(place, own, longest)
      .map(({ name, blocks: fewer }): Move => ({
        name: `${i} ${name}`,
        place: i,
        blocks: fewer,
        damage: costOf(task, place, fewer, costs) - before,
      }))
      .filter(({ damage }) => Number.isFinite(damage));
  });
  const sorted = moves.sort((a, b) => a.damage - b.damage || a.place - b.place);
  const met = new Set<number>();
  // One a place: a second would count with starts that the first has taken away.
  return sorted.filter(({ place }) => !met.has(place) && met.add(place));
}

/** Every way to drop one start of a place, or to make one of two that follow each other. */
function smaller(
  { kinds }: Place,
  blocks: readonly (readonly Block[])[],
  longest: number,
): readonly { readonly name: string; readonly blocks: readonly (readonly Block[])[] }[] {
  const keys = new Map<string, readonly [from: number, to: number]>();
  blocks.forEach((own, k) => {
    const kind = kinds[k] as Kind;
    for (const block of own)
      keys.set(slotKey(kind, block), [
        kind.slots[block[0]] as number,
        (kind.slots[block[1] - 1] as number) + 1,
      ]);
  });
  const starts = [...keys].sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
  if (starts.length < 2) return [];
  const without = (gone: readonly string[]): (readonly Block[])[] =>
    blocks.map((own, k) => own.filter((block) => !gone.includes(slotKey(kinds[k] as Kind, block))));
  const drops = starts.map(([key]) => ({ name: `drop ${key}`, blocks: without([key]) }));
  const unions = starts.slice(1).flatMap(([key, [nextFrom, nextTo]], i) => {
    const [other, [from, to]] = starts[i] as [string, readonly [number, number]];
    const union = [Math.min(from, nextFrom), Math.max(to, nextTo)] as const;
    if (union[1] - union[0] > longest) return [];
    const rest = without([other, key]);
    const joined = rest.map((own, k) => {
      const had = (blocks[k] as readonly Block[]).length > own.length;
      return had ? withUnion(kinds[k] as Kind, own, union) : own;
    });
    return joined.some((own) => own === null)
      ? []
      : [{ name: `join ${other} ${key}`, blocks: joined as (readonly Block[])[] }];
  });
  return [...drops, ...unions];
}

/** Null: the kind is not open in all these slots, or another start of it lies between. */
function withUnion(
  { slots, usable: [first, end] }: Kind,
  blocks: readonly Block[],
  [from, to]: readonly [number, number],
): readonly Block[] | null {
  const p = slots.indexOf(from);
  const last = slots.indexOf(to - 1);
  if (p < first || last < p || last >= end || last - p !== to - 1 - from) return null;
  const union: Block = [p, last + 1];
  if (blocks.some((block) => block[0] < union[1] && union[0] < block[1])) return null;
  return [...blocks, union].sort((a, b) => a[0] - b[0]);
}

/** Device-hours of a place at these costs, each cohort in its cheapest blocks; Infinity where they do not hold all devices. */
function costOf(
  { demands }: Task,
  { kinds }: Place,
  blocks: readonly (readonly Block[])[],
  costs: readonly Float64Array[],
): number {
  let total = 0;
  kinds.forEach(({ cohorts }, k) => {
    const own = blocks[k] as readonly Block[];
    for (const c of cohorts) {
      const demand = demands[c] as CohortDemand;
      const each = own.map(
        (block) => [meanOver(costs[c] as Float64Array, block), mostIn(demand, block)] as const,
      );
      let left = demand.cohort.devices;
      for (const [cost, most] of each.sort((a, b) => a[0] - b[0])) {
        if (left === 0) break;
        const taken = Math.min(left, most);
        total += taken * cost;
        left -= taken;
      }
      if (left > 0) total = Number.POSITIVE_INFINITY;
    }
  });
  return total;
}
