/** A service that people are signed in to by the clock: how many are, and how often they sign in, as means over each slot. */
import { type Grid, slotStart } from "../calendar/grid.js";
import { wallOf } from "../calendar/zone.js";
import type { OnlineShape } from "../scenario/scenario.js";
import { day, type Duration, duration, hour, instant, minute, second, type Share, share } from "../units.js";

export type Sessions = {
  /** Clients signed in. */
  readonly wanted: Float64Array;
  /** Sign-ins a second. */
  readonly signIns: Float64Array;
};

/**
 * A session ends and another begins wanted / session times a second; where more people want to be signed in than a moment ago,
 * these sign in too: wanted(t) / session + max(0, d wanted / dt), zone by zone, since nobody who leaves in one makes up for
 * somebody who comes in another. By differences over a minute (a slot, where that is shorter).
 *
 * @param clients by zone
 */
export function sessionsOf(
  grid: Grid,
  { online, session }: { readonly online: OnlineShape; readonly session: Duration },
  clients: ReadonlyMap<string, number>,
): Sessions {
  const wanted = new Float64Array(grid.slots);
  const signIns = new Float64Array(grid.slots);
  const steps = Math.max(1, Math.round(grid.slot / minute));
  const length = grid.slot / steps;
  for (const [zone, count] of clients) {
    const wantedAt = (slot: number, step: number): number =>
      count * onlineShare(online, wallOf(instant(slotStart(grid, slot) + step * length), zone));
    let before = wantedAt(0, 0);
    for (let slot = 0; slot < grid.slots; slot++)
      for (let step = 1; step <= steps; step++) {
        const after = wantedAt(slot, step);
        const mean = (before + after) / 2;
        const rise = Math.max(0, after - before);
        wanted[slot] = (wanted[slot] as number) + mean / steps;
        signIns[slot] = (signIns[slot] as number) + (mean / session + rise / length) * (second / steps);
        before = after;
      }
  }
  return { wanted, signIns };
}

/** Share of the clients that is signed in at a wall-clock reading. */
export function onlineShare(online: OnlineShape, wall: number): number {
  const time = wall - Math.floor(wall / day) * day;
  switch (online) {
    case "home-day":
      return (0.3 + 0.7 * Math.exp(-(((time / hour - 14.5) / 5) ** 2))) * weekly(0.75, wall);
    case "office-hours":
      return between(officeHours, time) * weekly(0.1, wall);
    default:
      return between(online, time);
  }
}

/** Assumption: few at night, nine in ten in the morning, fewer towards the evening. */
const officeHours: readonly (readonly [Duration, Share])[] = (
  [
    [0, 0.05],
    [7, 0.05],
    [9, 0.9],
    [12, 0.95],
    [17, 0.8],
    [19, 0.1],
  ] as const
).map(([hours, part]) => [duration(hours * hour), share(part)]);

/** A step between Sunday and Monday would be a storm of its own: the change takes the first hours of the day. */
const CHANGE = 6 * hour;

/** 1 on weekdays, `weekend` on Saturday and Sunday; the first six hours of Saturday and of Monday lead from one to the other. */
function weekly(weekend: number, wall: number): number {
  const weekday = new Date(wall).getUTCDay();
  const gone = Math.min(1, (wall - Math.floor(wall / day) * day) / CHANGE);
  if (weekday === 0) return weekend;
  if (weekday === 6) return 1 + (weekend - 1) * gone;
  return weekday === 1 ? weekend + (1 - weekend) * gone : 1;
}

/** Linear between points since midnight, and from the last to the first of the next day. */
function between(points: readonly (readonly [Duration, Share])[], time: number): number {
  const after = points.findIndex(([at]) => at > time);
  const [first, last] = [points[0], points.at(-1)] as [Point, Point];
  const [from, to]: readonly [Point, Point] =
    after > 0
      ? [points[after - 1] as Point, points[after] as Point]
      : after === 0
        ? [[duration(last[0] - day), last[1]], first]
        : [last, [duration(first[0] + day), first[1]]];
  return from[1] + ((to[1] - from[1]) * (time - from[0])) / (to[0] - from[0]);
}

type Point = readonly [Duration, Share];

/** Share of the clients of a zone that is signed in, the mean over each slot. */
export const onlineOver = (grid: Grid, online: OnlineShape, zone: string): Float64Array =>
  sessionsOf(grid, { online, session: day }, new Map([[zone, 1]])).wanted;
