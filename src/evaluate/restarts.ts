/** Who restarts when, of crowds: the curve of devices done, their exposure, and whom a restart meets at work. */
import { type Grid, minutesOf, slotStart } from "../calendar/grid.js";
import { addAt } from "../client/over-time.js";
import { meanOf, shareBefore } from "../client/delay.js";
import { cellsOf } from "../client/mass.js";
import { stepOf } from "../client/response.js";
import type { Rollout } from "../rollout.js";
import type { Delay, Presence } from "../scenario/scenario.js";
import type { Rhythm } from "../service/rhythm.js";
import { restartCount } from "../service/service.js";
import { hour, minute, second } from "../units.js";
import { arrivalsOf } from "./arrivals.js";
import type { Crowd } from "./crowds.js";

export type Restarts = {
  /** Its slots are minutes. */
  readonly grid: Grid;
  readonly devices: number;
  /** Devices whose update is applied by the end of each minute, by a restart or as they were switched off. */
  readonly done: Float64Array;
  /** Device-hours between release and restart, by the profiles' weights; who never restarts is exposed to the horizon. */
  readonly exposure: number;
  /** Restarts that begin while the device's person is at work. */
  readonly atWork: number;
  /** Hours for which these people's devices are gone. */
  readonly disturbed: number;
};

/** @param crowds without second restarts */
export function restartsOf(
  { grid: slots, release }: Pick<Rollout, "grid" | "release">,
  crowds: readonly Crowd[],
): Restarts {
  const grid = minutesOf(slots, stepOf(slots));
  const horizon = (slotStart(grid, grid.slots) - release) / hour;
  let [devices, exposure, atWork, disturbed] = [0, 0, 0, 0];
  for (const crowd of crowds) {
    const { profile } = crowd.rhythm;
    const { count, hours } = exposedUntil(crowd, release);
    const met = metAtWork(crowd);
    devices += crowd.devices;
    exposure += profile.weight * (hours + (crowd.devices - count) * horizon);
    atWork += met;
    disturbed += met * (meanOf(profile.offline) / hour);
  }
  return { grid, devices, done: doneBy(grid, crowds), exposure, atWork, disturbed };
}

function doneBy(grid: Grid, crowds: readonly Crowd[]): Float64Array {
  const counted = crowds.map((crowd) => ({ ...crowd, services: [0] }));
  const perSecond = arrivalsOf(counted, [restartCount(grid)])[0]?.signIns ?? new Float64Array(grid.slots);
  const done = perSecond.map((rate) => rate * (grid.slot / second));
  for (const { shutdowns } of crowds) addAt(done, { first: 0, mass: shutdowns }, 1);
  for (let m = 1; m < done.length; m++) done[m] = (done[m] as number) + (done[m - 1] as number);
  return done;
}

/** Devices that restart at some time, and the hours since the release until they do, together: means, as the plan's exposure has them. */
function exposedUntil(
  { rhythm: { profile, grid, mornings }, starts, powerOns, natural, shutdowns }: Crowd,
  release: number,
): { readonly count: number; readonly hours: number } {
  let [led, own, minutes] = [0, 0, 0];
  for (let m = 0; m < starts.length; m++) {
    const [begun, alone] = [starts[m] as number, (natural[m] as number) + (shutdowns[m] as number)];
    led += begun;
    own += alone;
    minutes += (begun + alone) * m;
  }
  const middle = grid.start + grid.slot / 2 - release;
  let [count, time] = [led + own, (led + own) * middle + minutes * grid.slot + led * meanOf(profile.lead)];
  const spread = profile.presence === null ? 0 : meanOf(profile.presence.spread);
  powerOns.forEach((devices, k) => {
    count += devices;
    time += devices * ((mornings[k]?.start ?? grid.start) + spread - release);
  });
  return { count, hours: time / hour };
}

/** A device that was off restarts as its person comes: all of these. */
function metAtWork({ rhythm, starts, powerOns, natural }: Crowd): number {
  const there = presentAt(rhythm);
  if (there === null) return 0;
  let met = powerOns.reduce((sum, devices) => sum + devices, 0);
  for (let m = 0; m < starts.length; m++) {
    if (starts[m] !== 0) met += (starts[m] as number) * (there.afterLead[m] as number);
    if (natural[m] !== 0) met += (natural[m] as number) * (there.at[m] as number);
  }
  return met;
}

/** By minute: the share of people who are there, and of those who are there when a wave's lead is over. */
type Present = { readonly at: Float64Array; readonly afterLead: Float64Array };

/** A rhythm lives as long as its rollout: so does what is known of it. */
const known = new WeakMap<Rhythm, Present>();

/** null: nobody ever comes. */
function presentAt(rhythm: Rhythm): Present | null {
  const { presence, lead } = rhythm.profile;
  if (presence === null) return null;
  const before = known.get(rhythm);
  if (before !== undefined) return before;
  const at = shareThere(presence, rhythm);
  const present = { at, afterLead: later(at, lead) };
  known.set(rhythm, present);
  return present;
}

function shareThere(presence: Presence, { grid, mornings }: Rhythm): Float64Array {
  const at = new Float64Array(grid.slots);
  const arrived = (since: number): number => (since <= 0 ? 0 : shareBefore(presence.spread, since));
  for (const { start } of mornings) {
    const from = Math.max(0, Math.floor((start - grid.start) / grid.slot));
    for (let m = from; m < at.length; m++) {
      const since = slotStart(grid, m) + grid.slot / 2 - start;
      const there = arrived(since) - arrived(since - presence.lasts);
      if (since > presence.lasts && there < ABSENT) break;
      at[m] = Math.min(1, (at[m] as number) + there);
    }
  }
  return at;
}

/** A share of people this small is nobody. */
const ABSENT = 1e-9;

/** What the values are once a delay is over, from each minute on: means. */
function later(values: Float64Array, delay: Delay): Float64Array {
  if (delay.kind === "fixed" && delay.value === 0) return values;
  const { first, cells } = cellsOf(delay, minute);
  return values.map((_, m) => cells.reduce((sum, share, j) => sum + share * (values[m + first + j] ?? 0), 0));
}
