import { type Grid, gridFrom } from "../../src/calendar/grid.js";
import { type Morning, morningsOf } from "../../src/client/presence.js";
import type { Habits } from "../../src/scenario/habits.js";
import type { Delay, Presence, Profile, SignIn } from "../../src/scenario/scenario.js";
import {
  type Duration,
  day,
  duration,
  hour,
  type Instant,
  instant,
  minute,
  perSecond,
  share,
} from "../../src/units.js";
import { at, days, rule } from "../calendar/rules.js";

export { at, days, perSecond, rule };

export const minutes = (count: number): Duration => duration(count * minute);
export const hours = (count: number): Duration => duration(count * hour);

export const fixed = (value: number): Delay => ({ kind: "fixed", value: duration(value) });
export const uniform = (from: number, to: number): Delay => ({
  kind: "uniform",
  from: duration(from),
  to: duration(to),
});
export const exponential = (mean: number): Delay => ({ kind: "exponential", mean: duration(mean) });
export const lognormal = (median: number, p95: number): Delay => ({
  kind: "lognormal",
  median: duration(median),
  p95: duration(p95),
});
export const points = (...given: readonly (readonly [number, number])[]): Delay => ({
  kind: "points",
  points: given.map(([time, part]) => [duration(time), share(part)]),
});

export const signIn = (parts: Partial<SignIn> = {}): SignIn => ({
  share: 1,
  at: "boot",
  after: fixed(0),
  displaces: share(0),
  services: null,
  ...parts,
});

/** Office people: Monday to Friday from 8, within 90 minutes, for nine hours. */
export const office: Presence = {
  rule: rule("WEEKLY", { byDay: days("MO", "TU", "WE", "TH", "FR"), byHour: [8], byMinute: [0] }),
  start: null,
  spread: uniform(0, 90 * minute),
  lasts: hours(9),
};

/** Always on, ready for the restart at once, restarts at the first 03:00 after its poll every 17.6 to 22 h. */
export const atThree: Habits = {
  defer: hours(0),
  detect: { kind: "poll", from: hours(17.6), to: hours(22) },
  download: fixed(0),
  install: fixed(0),
  power: [{ share: share(1), on: "always" }],
  apply: [
    {
      share: share(1),
      at: "schedule",
      rule: rule("DAILY", { byHour: [3], byMinute: [0] }),
      start: null,
      missed: minutes(1),
    },
  ],
  lead: fixed(0),
  activeHours: null,
  deadline: null,
  rings: new Map(),
};

/** Staged at once, restarts at once, back after four minutes, signs in at boot. */
export const profile = (parts: Partial<Profile> = {}): Profile => ({
  name: "office",
  detect: fixed(0),
  download: fixed(0),
  install: fixed(0),
  windows: [],
  lead: fixed(0),
  offline: fixed(4 * minute),
  poweredOn: share(1),
  presence: null,
  signIn: [signIn()],
  hotpatch: false,
  weight: 1,
  unmanaged: atThree,
  early: share(0),
  ...parts,
});

/** Tuesday, 11 August 2026, 17:00Z for `length` days. */
export const release: Instant = at("2026-08-11T17:00:00Z");
export const gridOf = (slot: Duration, length = 10): Grid =>
  gridFrom(release, slot, instant(release + length * day));

export function mornings(presence: Presence, zone: string, from: string, to: string): readonly Morning[] {
  const found = morningsOf(presence, zone, { start: at(from), end: at(to) });
  if (!found.ok) throw new Error(found.problems[0]?.code);
  return found.value;
}

/** Dice of our own: a linear congruential generator with the constants of Numerical Recipes, 0 <= value < 1. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Draws of a delay by other means than the code under test: Box-Muller, inversion of closed forms. */
export function draw(delay: Delay, roll: () => number): number {
  switch (delay.kind) {
    case "fixed":
      return delay.value;
    case "uniform":
      return delay.from + (delay.to - delay.from) * roll();
    case "exponential":
      return -delay.mean * Math.log(1 - roll());
    case "lognormal": {
      const normal = Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
      return delay.median * (delay.p95 / delay.median) ** (normal / 1.6448536269514722);
    }
    case "points": {
      const u = roll();
      const after = delay.points.findIndex(([, part]) => u < part);
      const [time, part] = delay.points[after] as readonly [number, number];
      const before = delay.points[after - 1];
      if (before === undefined) return time;
      return before[0] + ((time - before[0]) * (u - before[1])) / (part - before[1]);
    }
  }
}

export const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
