/** What a run of the simulator comes to: its figures, and the story of its worst overload. */
import { type Grid, slotStart } from "../calendar/grid.js";
import { hour, type Instant, second } from "../units.js";
import type { FluidRun } from "./fluid.js";
import type { Outage, SimulatedService } from "./simulation.js";

export type Observed = {
  readonly grid: Grid;
  readonly clients: number;
  readonly run: FluidRun;
  readonly wanted: Float64Array | null;
};

export type Figures = Pick<
  SimulatedService,
  "peakUtilisation" | "peakAt" | "failed" | "gaveUp" | "hoursOverCapacity" | "outageUserHours" | "recoveredAt"
>;

/** A load may exceed the capacity by this share: sums of many small numbers are no more exact. */
const ROUNDING = 1e-9;
/** Backlogs below this share of the clients, and online shares this much below 1, are no trouble any more. */
const NOTICEABLE = 1e-3;
const RECOVERED = 0.05;

export function figuresOf(observed: Observed): Figures {
  const { grid, run } = observed;
  const cells = run.offered.length;
  const perCell = grid.slot / second;
  let [peak, failed, over, hours] = [0, 0, 0, 0];
  for (let m = 0; m < cells; m++) {
    if ((run.utilisation[m] as number) > (run.utilisation[peak] as number)) peak = m;
    failed += perCell * ((run.offered[m] as number) - (run.goodput[m] as number));
    if ((run.utilisation[m] as number) > 1 + ROUNDING) over += grid.slot / hour;
    hours += missingAt(observed, m) * (grid.slot / hour);
  }
  return {
    peakUtilisation:
      run.capacity[peak] === Number.POSITIVE_INFINITY ? null : (run.utilisation[peak] as number),
    peakAt: slotStart(grid, peakCell(run, peak)),
    failed: Math.max(0, failed),
    gaveUp: run.gaveUp[cells - 1] ?? 0,
    hoursOverCapacity: over,
    outageUserHours: hours,
    recoveredAt: endOf(grid, cells, episodesOf(observed).at(-1)),
  };
}

/** Where the capacity is unknown, the busiest cell. */
const peakCell = ({ capacity, offered }: FluidRun, peak: number): number =>
  capacity[peak] === Number.POSITIVE_INFINITY
    ? offered.reduce((most, value, m) => (value > (offered[most] as number) ? m : most), 0)
    : peak;

/** Clients that want to be signed in and are not: of people whose device is down nobody knows. */
export const missingAt = ({ run, wanted }: Observed, m: number): number =>
  wanted === null
    ? (run.backlog[m] as number)
    : Math.max(0, (wanted[m] as number) - (run.online[m] as number) - (run.rebooting[m] as number));

/** Half-open range of cells. */
export type Episode = readonly [from: number, to: number];

/** Runs of cells in which sign-ins fail, wait, or people are missing, ascending. */
export function episodesOf(observed: Observed): readonly Episode[] {
  const episodes: [number, number][] = [];
  for (let m = 0; m < observed.run.offered.length; m++) {
    if (!isTroubled(observed, m)) continue;
    const last = episodes.at(-1);
    if (last?.[1] === m) last[1] = m + 1;
    else episodes.push([m, m + 1]);
  }
  return episodes;
}

function isTroubled(observed: Observed, m: number): boolean {
  const { run, clients, wanted } = observed;
  if ((run.utilisation[m] as number) > 1 + ROUNDING) return true;
  if ((run.backlog[m] as number) > Math.max(1, NOTICEABLE * clients)) return true;
  return wanted !== null && missingAt(observed, m) > RECOVERED * (wanted[m] as number);
}

const endOf = (grid: Grid, cells: number, episode: Episode | undefined): Instant | null =>
  episode === undefined || episode[1] >= cells ? null : slotStart(grid, episode[1]);

/**
 * The story of the episode that cost people most hours; null: nothing ever failed.
 *
 * @param restarts devices that restart, by cell
 * @param returning fresh sign-ins that restarts cause, per second
 * @param without the same run if nobody restarted from a cell on: when it is over; null: not by the end
 */
export function outageOf(
  observed: Observed,
  { restarts, returning }: { readonly restarts: Float64Array; readonly returning: Float64Array },
  without: (cell: number) => Instant | null,
): Outage | null {
  const { grid, run } = observed;
  const cost = ([from, to]: Episode): number => {
    let hours = 0;
    for (let m = from; m < to; m++) hours += missingAt(observed, m);
    return hours;
  };
  const worst = episodesOf(observed).reduce<Episode | null>(
    (most, episode) => (most === null || cost(episode) > cost(most) ? episode : most),
    null,
  );
  if (worst === null) return null;
  const [from, to] = worst;
  const cellsAnHour = hour / grid.slot;
  const before: Episode = [Math.max(0, from - cellsAnHour), from + 1];
  const fresh = total(run.offered, before);
  const lowest = extreme(worst, (m) => -onlineShare(observed, m));
  const backlog = extreme(worst, (m) => run.backlog[m] as number);
  return {
    trigger: {
      share: fresh > 0 ? total(returning, before) / fresh : 0,
      restarts: total(restarts, before),
      lost: Math.max(0, 1 - (run.capacity[from] as number) / (run.capacity[before[0]] as number)),
    },
    from: slotStart(grid, from),
    capacity: run.capacity[from] as number,
    offered: run.offered[from] as number,
    lowest: { at: slotStart(grid, lowest), online: onlineShare(observed, lowest) },
    backlog: { at: slotStart(grid, backlog), clients: run.backlog[backlog] as number },
    recoveredAt: endOf(grid, run.offered.length, [from, to]),
    withoutTrigger: without(from + cellsAnHour),
  };
}

const total = (values: Float64Array, [from, to]: Episode): number =>
  values.subarray(from, to).reduce((sum, value) => sum + value, 0);

function extreme([from, to]: Episode, height: (cell: number) => number): number {
  let highest = from;
  for (let m = from; m < to; m++) if (height(m) > height(highest)) highest = m;
  return highest;
}

/** Share of those who want to be signed in that is. */
export function onlineShare({ run, wanted, clients }: Observed, m: number): number {
  const wanting = (wanted?.[m] ?? clients) - (run.rebooting[m] as number);
  return wanting <= 0 ? 1 : Math.min(1, (run.online[m] as number) / wanting);
}
