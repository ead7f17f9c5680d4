/** Background: what a service carries anyway, per second, as the mean over each slot. */
import { type Grid, slotStart } from "../calendar/grid.js";
import { wallOf } from "../calendar/zone.js";
import { failed, done, type Outcome, type Problem } from "../problem.js";
import { day, hour, type Instant, instant, isoInstant, minute } from "../units.js";

/** Measured load: `perSecond[i]` is the mean from `times[i]` until the next; the last row only closes the one before it. */
export type LoadTrace = { readonly times: readonly Instant[]; readonly perSecond: readonly number[] };

/** Share of the peak by local hour, linear between its points; assumption (DESIGN 5.1). Weekends carry a tenth of it. */
const officeDay: readonly (readonly [hour: number, share: number])[] = [
  [0, 0.05],
  [6, 0.1],
  [7, 0.35],
  [8, 0.9],
  [8.5, 1],
  [9.5, 0.6],
  [11, 0.35],
  [13, 0.45],
  [17, 0.2],
  [19, 0.1],
  [24, 0.05],
];
const WEEKEND = 0.1;

export const flatBackground = (grid: Grid, peak: number): Float64Array =>
  new Float64Array(grid.slots).fill(peak);

/** Office-day shape in a zone: the mean of minute samples over each slot. */
export function officeDayBackground(grid: Grid, peak: number, zone: string): Float64Array {
  const samples = grid.slot / minute;
  return Float64Array.from({ length: grid.slots }, (_, slot) => {
    const wall = wallOf(slotStart(grid, slot), zone);
    let sum = 0;
    for (let i = 0; i < samples; i++) sum += officeShare(wall + (i + 0.5) * minute);
    return (peak * sum) / samples;
  });
}

function officeShare(wall: number): number {
  const date = new Date(wall);
  const hours = (wall - Math.floor(wall / day) * day) / hour;
  const after = officeDay.findIndex(([at]) => at > hours);
  const [[fromHour, fromShare], [toHour, toShare]] = [officeDay[after - 1], officeDay[after]] as Segment;
  const share = fromShare + ((toShare - fromShare) * (hours - fromHour)) / (toHour - fromHour);
  return date.getUTCDay() % 6 === 0 ? share * WEEKEND : share;
}

type Segment = [readonly [number, number], readonly [number, number]];

/** A series on slots of its own: a measured load whose rows are all of one length. */
export function seriesBackground(
  grid: Grid,
  series: { readonly start: Instant; readonly every: number; readonly perSecond: readonly number[] },
  setting: string,
): Outcome<Float64Array> {
  const times = series.perSecond.map((_, i) => instant(series.start + i * series.every));
  const end = instant(series.start + series.perSecond.length * series.every);
  return traceBackground(
    grid,
    { times: [...times, end], perSecond: [...series.perSecond, 0] },
    "UTC",
    setting,
  );
}

/**
 * Measured load on the grid: rows inside a slot as they are; a slot the trace does not cover takes the mean of the same local
 * weekday and time of day in the trace; a slot with neither is a problem.
 */
export function traceBackground(
  grid: Grid,
  trace: LoadTrace,
  zone: string,
  setting: string,
): Outcome<Float64Array> {
  const means = new Float64Array(grid.slots);
  const week = lazily(() => weeklyMeans(grid, trace, zone));
  const missing: number[] = [];
  let row = 0;
  for (let slot = 0; slot < grid.slots; slot++) {
    const from = slotStart(grid, slot);
    while (row + 1 < trace.times.length && (trace.times[row + 1] as number) <= from) row += 1;
    const mean = meanOver(trace, row, from, from + grid.slot) ?? week().get(weekTime(from, zone));
    if (mean === undefined) missing.push(slot);
    else means[slot] = mean;
  }
  return missing.length === 0 ? done(means) : failed(noData(grid, missing, setting));
}

function noData(grid: Grid, missing: readonly number[], path: string): Problem {
  return {
    code: "background.no-data",
    message: `${missing.length} slots have no measured load, the first at ${isoInstant(slotStart(grid, missing[0] as number))}`,
    hint: "give at least one whole week of load, so that every weekday and time of day has a value",
    place: { path },
  };
}

/** Mean over [from, to) of a trace that covers it whole, looked up from `row` on. */
function meanOver(
  { times, perSecond }: LoadTrace,
  row: number,
  from: number,
  to: number,
): number | undefined {
  const first = times[row];
  const last = times.at(-1);
  if (first === undefined || last === undefined || first > from || last < to) return undefined;
  // Not by way of the sum: a resolved scenario's series must give the very same numbers.
  if ((times[row + 1] as number) >= to) return perSecond[row];
  let sum = 0;
  for (let i = row; i < times.length - 1 && (times[i] as number) < to; i++) {
    const overlap = Math.min(to, times[i + 1] as number) - Math.max(from, times[i] as number);
    if (overlap > 0) sum += overlap * (perSecond[i] as number);
  }
  return sum / (to - from);
}

/** Milliseconds since the local week began; the same for every slot of that weekday and time. */
const weekTime = (at: Instant, zone: string): number => {
  const wall = wallOf(at, zone) as number;
  return wall - Math.floor(wall / (7 * day)) * 7 * day;
};

function weeklyMeans(grid: Grid, trace: LoadTrace, zone: string): ReadonlyMap<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  const [start, end] = [trace.times[0], trace.times.at(-1)];
  if (start === undefined || end === undefined) return new Map();
  let row = 0;
  for (let from = Math.ceil(start / grid.slot) * grid.slot; from + grid.slot <= end; from += grid.slot) {
    while (row + 1 < trace.times.length && (trace.times[row + 1] as number) <= from) row += 1;
    const mean = meanOver(trace, row, from, from + grid.slot);
    if (mean === undefined) continue;
    const key = weekTime(instant(from), zone);
    const entry = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: entry.sum + mean, count: entry.count + 1 });
  }
  return new Map([...sums].map(([key, { sum, count }]) => [key, sum / count]));
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
