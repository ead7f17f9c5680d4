/**
 * When many devices meet their people, over all their waves at once: what `presenceOver` says of one wave, added up. While nobody is
 * there a device that is back waits for the next morning, whenever it is back; only the other times are looked at step by step.
 */
import type { Grid } from "../calendar/grid.js";
import type { Presence } from "../scenario/scenario.js";
import { instant } from "../units.js";
import { cumulated, meet, type Morning } from "./presence.js";

export type Meetings = {
  /** Devices by fine cell, from the start of `slot` on, that sign in while somebody is there or just arriving. */
  readonly present: readonly { readonly slot: number; readonly cells: Float64Array }[];
  /** Devices that wait, by the morning for which; the last entry: nobody comes any more. */
  readonly waits: Float64Array;
};

/** Half-open range of fine cells since the grid's start. */
type Span = { readonly from: number; readonly to: number };

/**
 * @param wave shares by fine cell from a slot's start in which a device of its wave is back
 * @param spread shares by fine cell of the arrivals after a morning's start
 * @returns of devices by the slot of their wave
 */
export function meetingsOf(
  presence: Presence,
  mornings: readonly Morning[],
  grid: Grid,
  wave: Float64Array,
  spread: Float64Array,
  step: number,
): (devices: Float64Array) => Meetings {
  const lasts = Math.round(presence.lasts / step);
  const attended = mornings.map(({ start }, k) => {
    const at = (start - grid.start) / step;
    const next = mornings[k + 1]?.start ?? Number.POSITIVE_INFINITY;
    const to = Math.min(at + spread.length + lasts - 0.5, (next - grid.start) / step);
    return { from: Math.max(0, Math.ceil(at)), to: Math.max(0, Math.ceil(to)) };
  });
  const perSlot = grid.slot / step;
  const arrived = cumulated(spread);
  const backBy = cumulated(wave);
  return (devices) => {
    const back = new Float64Array((devices.length - 1) * perSlot + wave.length);
    const waits = new Float64Array(mornings.length + 1);
    let k = 0;
    for (let slot = 0; slot < devices.length; slot++) {
      const count = devices[slot] as number;
      if (count === 0) continue;
      const first = slot * perSlot;
      while ((attended[k]?.to ?? Number.POSITIVE_INFINITY) <= first) k += 1;
      lay({ count, first, wave, backBy, attended, k }, back, waits);
    }
    const present = joined(attended).flatMap((span) => {
      const busy = busyPart(back, span, perSlot);
      if (busy === null) return [];
      const start = instant(grid.start + busy.from * step);
      const some = back.subarray(busy.from, busy.to);
      const met = meet({ mornings, start, step, back: some, spread, arrived, lasts });
      met.waiting.forEach(({ morning, share }) => (waits[morning] = (waits[morning] as number) + share));
      return [{ slot: busy.from / perSlot, cells: met.present }];
    });
    return { present, waits };
  };
}

/** `count` devices whose wave begins in cell `first`; `k`: the first morning whose people are not gone by then. */
type Laid = {
  readonly count: number;
  readonly first: number;
  readonly wave: Float64Array;
  readonly backBy: (cells: number) => number;
  readonly attended: readonly Span[];
  readonly k: number;
};

function lay(
  { count, first, wave, backBy, attended, k }: Laid,
  back: Float64Array,
  waits: Float64Array,
): void {
  const end = first + wave.length;
  for (let [at, morning] = [first, k]; at < end; morning++) {
    const { from, to } = attended[morning] ?? { from: end, to: end };
    const until = Math.min(end, Math.max(at, from));
    waits[morning] = (waits[morning] as number) + count * (backBy(until - first) - backBy(at - first));
    for (at = until; at < Math.min(end, to); at++)
      back[at] = (back[at] as number) + count * (wave[at - first] as number);
  }
}

/** People of one morning may still be there, or yet to come, as the next one begins. */
function joined(spans: readonly Span[]): readonly Span[] {
  const runs: { from: number; to: number }[] = [];
  for (const { from, to } of spans) {
    const last = runs.at(-1);
    if (last?.to === from) last.to = to;
    else runs.push({ from, to });
  }
  return runs;
}

/** From the start of a slot to the last cell in which somebody is back; null: nobody is. */
function busyPart(back: Float64Array, { from, to }: Span, perSlot: number): Span | null {
  let [first, end] = [from, Math.min(to, back.length)];
  while (first < end && back[first] === 0) first += 1;
  while (end > first && back[end - 1] === 0) end -= 1;
  return first >= end ? null : { from: first - (first % perSlot), to: end };
}
