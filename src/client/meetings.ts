/**
 * When many devices meet their people, over all their waves at once: what `presenceOver` says of one wave, added up. While nobody is
 * there a device that is back waits for the next morning, whenever it is back; only the other times are looked at step by step.
 */
import { type Grid, slotStart } from "../calendar/grid.js";
import { remembered } from "../remembered.js";
import type { Presence } from "../scenario/scenario.js";
import { addAt } from "./over-time.js";
import { cumulated, meet, type Morning } from "./presence.js";

export type Meetings = {
  /** Devices by fine cell, from the start of `slot` on, that sign in while somebody is there or just arriving. */
  readonly present: readonly { readonly slot: number; readonly cells: Float64Array }[];
  /** Devices that wait, by the morning for which; the last entry: nobody comes any more. */
  readonly waits: Float64Array;
};

/** Half-open range of fine cells since the grid's start in which somebody is there or arriving; the first of its mornings. */
type Attended = { readonly from: number; readonly to: number; readonly morning: number };

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
  const perSlot = grid.slot / step;
  const lasts = Math.round(presence.lasts / step);
  const times = attendedTimes(mornings, grid, spread.length + lasts, step);
  const nobody = { from: Infinity, to: Infinity, morning: mornings.length };
  const arrived = cumulated(spread);
  const backBy = cumulated(wave);
  const startOf = ({ from }: Attended): number => from - (from % perSlot);
  return (devices) => {
    const waits = new Float64Array(mornings.length + 1);
    const back = new Map<Attended, Float64Array>();
    for (let slot = 0, next = 0; slot < devices.length; slot++) {
      const count = devices[slot] as number;
      if (count === 0) continue;
      const first = slot * perSlot;
      const end = first + wave.length;
      while ((times[next] ?? nobody).to <= first) next += 1;
      for (let [at, k] = [first, next]; at < end; k++) {
        const time = times[k] ?? nobody;
        const until = Math.min(end, Math.max(at, time.from));
        const quiet = count * (backBy(until - first) - backBy(at - first));
        waits[time.morning] = (waits[time.morning] as number) + quiet;
        at = Math.min(end, Math.max(until, time.to));
        if (until === at) continue;
        const start = startOf(time);
        const cells = remembered(back, time, () => new Float64Array(time.to - start));
        addAt(cells, { first: until - start, mass: wave.subarray(until - first, at - first) }, count);
      }
    }
    const present = [...back].map(([time, cells]) => {
      const slot = startOf(time) / perSlot;
      const start = slotStart(grid, slot);
      const met = meet({ mornings, start, step, back: untilLast(cells), spread, arrived, lasts });
      met.waiting.forEach(({ morning, share }) => (waits[morning] = (waits[morning] as number) + share));
      return { slot, cells: met.present };
    });
    return { present, waits };
  };
}

/** Each until the last of its people are gone; one of several mornings where people still are there, or yet to come, at the next. */
function attendedTimes(
  mornings: readonly Morning[],
  grid: Grid,
  longest: number,
  step: number,
): readonly Attended[] {
  const times: (Attended & { to: number })[] = [];
  mornings.forEach(({ start }, morning) => {
    const at = (start - grid.start) / step;
    const next = ((mornings[morning + 1]?.start ?? Infinity) - grid.start) / step;
    const from = Math.max(0, Math.ceil(at));
    const to = Math.max(0, Math.ceil(Math.min(at + longest - 0.5, next)));
    const last = times.at(-1);
    if (last?.to === from) last.to = to;
    else times.push({ from, to, morning });
  });
  return times;
}

/** To the last cell in which somebody is back. */
function untilLast(cells: Float64Array): Float64Array {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === 0) end -= 1;
  return cells.subarray(0, end);
}
