/**
 * Devices that restart by themselves before their wave comes, as unmanaged ones do. Of a wave in a slot those have gone before whose
 * own restart begins before the slot; they lie in runs of slots, each drawn once for all the waves after it.
 */
import { type Grid, slotStart, type SlotRange } from "../calendar/grid.js";
import { hour, type Instant, type Share } from "../units.js";
import type { NaturalRestarts } from "./natural.js";

/** Early restarts of a run of slots, per device that is done in it: by slot of the run. */
export type EarlyRun = {
  readonly kind: "early";
  readonly range: SlotRange;
  readonly restarts: Float64Array;
  /** Done as the device is switched off: no restart, no sign-in. */
  readonly shutdowns: Float64Array;
};

export type Early = {
  /** Share of a wave in the slot that has gone before. */
  gone(slot: number): number;
  /** Hours of their exposure, times that share. */
  hours(slot: number): number;
  /** The runs they lie in. */
  parts(slot: number): readonly { readonly run: EarlyRun; readonly share: number }[];
};

/** Within an interval a wave's own run ends at most so long after it. */
const LONGEST_RUN = 4 * hour;

/**
 * @param intervals the cohort's open hours, ascending; between them is one run each
 * @param end first slot in which no wave begins any more
 */
export function earlyOf(
  share: Share,
  { restarts, shutdowns }: NaturalRestarts,
  { grid, release }: { readonly grid: Grid; readonly release: Instant },
  intervals: readonly SlotRange[],
  end: number,
): Early {
  const done = new Float64Array(end + 1);
  const hours = new Float64Array(end + 1);
  for (let slot = 0; slot < end; slot++) {
    const now = (restarts[slot] as number) + (shutdowns[slot] as number);
    const at = (slotStart(grid, slot) + grid.slot / 2 - release) / hour;
    done[slot + 1] = (done[slot] as number) + now;
    hours[slot + 1] = (hours[slot] as number) + now * at;
  }
  const runs = runsOf(intervals, end, LONGEST_RUN / grid.slot)
    .map(([from, to]) => ({ from, to, whole: (done[to] as number) - (done[from] as number) }))
    .filter(({ whole }) => whole > 0)
    .map(({ from, to, whole }): EarlyRun => {
      const part = (mass: Float64Array): Float64Array => mass.slice(from, to).map((value) => value / whole);
      return { kind: "early", range: [from, to], restarts: part(restarts), shutdowns: part(shutdowns) };
    });
  return {
    gone: (slot) => share * (done[slot] as number),
    hours: (slot) => share * (hours[slot] as number),
    parts: (slot) =>
      runs
        .filter(({ range: [from] }) => from < slot)
        .map((run) => {
          const [from, to] = run.range;
          return { run, share: share * ((done[Math.min(slot, to)] as number) - (done[from] as number)) };
        })
        .filter((part) => part.share > 0),
  };
}

/** From slot 0 to the end: between intervals one run each, within them runs of at most so many slots. */
function runsOf(intervals: readonly SlotRange[], end: number, longest: number): readonly SlotRange[] {
  const cuts = new Set([0, end]);
  for (const [from, to] of intervals)
    for (let cut = from; cut < to + longest; cut += longest) cuts.add(Math.min(cut, to));
  const edges = [...cuts].filter((cut) => cut <= end).sort((a, b) => a - b);
  return edges.slice(1).map((to, k): SlotRange => [edges[k] as number, to]);
}
