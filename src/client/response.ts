/**
 * The response: what one restart causes over time, per slot of the planning grid.
 *
 * A device in a wave of slot s starts its restart evenly spread over the slot, after `lead` it is offline for `offline`, then
 * things happen: at boot (a fixed delay after it is back) or at presence (the first instant after it is back at which the
 * person is there). Boot activities look alike in every slot; a presence activity mostly waits for a morning, and all waves
 * before the same morning share that morning's picture.
 */
import type { Grid } from "../calendar/grid.js";
import type { Presence, Profile } from "../scenario/scenario.js";
import { type Duration, duration, minute, second } from "../units.js";
import { cellsOf, convolve, type Mass, massEnd, massOf, onSteps, sumOf } from "./mass.js";
import { meetingsOf } from "./meetings.js";
import { addAt, spreadInto } from "./over-time.js";
import { type Morning, presenceOver } from "./presence.js";
import { remembered } from "../remembered.js";

/**
 * What is counted: the restart itself, devices offline, a call for help, the profile's sign-in of that index, or being away: offline
 * and for `until` after it.
 */
export type Activity = "restart" | "offline" | "call" | number | Away;
export type Away = { readonly kind: "away"; readonly until: Duration };

/** `mass[i]` falls into slot `first + i`: events per device; for `offline` and away the share of the slot for which it is so. */
export type SlotMass = { readonly first: number; readonly mass: Float64Array };

export type ActivityResponse = {
  /** Of a device that restarts in the wave of slot s: what happens near the slot. */
  direct(slot: number): SlotMass;
  /** Share of it that waits for a morning (index into the profile's mornings), at most two of them. */
  carried(slot: number): readonly { readonly morning: number; readonly share: number }[];
  /** Of one person who waits for morning k. */
  waiting(morning: number): SlotMass;
  /** Of one device that was off in its window and restarts when its person arrives on morning k. */
  poweredOff(morning: number): SlotMass;
  /** Adds by slot what devices by the slot of their wave cause, those who wait for a morning included; cut after the last slot. */
  addTo(events: Float64Array, devices: Float64Array): void;
};

/**
 * Says of which responses `addTo` does the same: at boot it does not matter when people come.
 *
 * @returns a name that profiles and mornings share
 */
export function likenessOf(
  { lead, offline, presence, signIn }: Profile,
  activity: Activity,
  mornings: readonly Morning[],
): string {
  if (activity === "restart") return JSON.stringify([activity, lead]);
  if (activity === "offline" || typeof activity === "object")
    return JSON.stringify([activity, lead, offline]);
  const entry = activity === "call" ? null : signIn[activity];
  const meeting = entry?.at === "boot" ? null : presence;
  const people = meeting === null ? null : [meeting, mornings.map(({ start }) => start)];
  return JSON.stringify([lead, offline, entry?.after ?? null, people]);
}

const NOTHING: SlotMass = { first: 0, mass: new Float64Array(0) };

/** Fine step of every distribution inside a response: 30 s, 5 s for slots of five minutes or less. */
export const fineStep = (slot: Duration): Duration => duration(slot <= 5 * minute ? 5 * second : 30 * second);
/** The same of a grid, which may have a step of its own. */
export const stepOf = ({ slot, step }: Grid): Duration => step ?? fineStep(slot);

/** Milliseconds after a wave's slot start by which a boot activity of the profile has happened. */
export function responseEnd(profile: Profile, slot: Duration): Duration {
  const step = fineStep(slot);
  const boots = profile.signIn
    .filter(({ at }) => at === "boot")
    .map(({ after }) => massEnd(massOf(after, step)));
  return duration(
    slot + massEnd(sumOf([profile.lead, profile.offline], step)) + Math.max(0, ...boots) + 2 * step,
  );
}

export function responseOf(
  profile: Profile,
  activity: Activity,
  mornings: readonly Morning[],
  grid: Grid,
): ActivityResponse {
  const step = stepOf(grid);
  const lead = massOf(profile.lead, step);
  const offline = massOf(profile.offline, step);
  if (activity === "restart")
    return bootResponse(profile, mornings, grid, { on: lead, off: instantly(step) });
  if (activity === "offline") return offlineResponse(profile, mornings, grid, lead, offline);
  if (typeof activity === "object") {
    const away = convolve(offline, massOf({ kind: "fixed", value: activity.until }, step));
    return offlineResponse(profile, mornings, grid, lead, away);
  }
  const entry = activity === "call" ? null : profile.signIn[activity];
  if (entry === undefined) throw new Error(`profile ${profile.name} has no sign-in ${activity}`);
  const after = entry === null ? instantly(step) : massOf(entry.after, step);
  const back = convolve(lead, offline);
  const presence = entry === null || entry.at === "presence" ? profile.presence : null;
  if (presence === null) {
    return bootResponse(profile, mornings, grid, {
      on: convolve(back, after),
      off: convolve(offline, after),
    });
  }
  return presenceResponse(presence, mornings, grid, { back, after, offBack: convolve(offline, after) });
}

/** Drawn once for each morning. */
function byMorning(draw: (morning: number) => SlotMass): (morning: number) => SlotMass {
  const drawn = new Map<number, SlotMass>();
  return (morning) => remembered(drawn, morning, () => draw(morning));
}

const instantly = (step: number): Mass => ({ step, origin: 0, cells: Float64Array.of(1) });

/** An activity a fixed distribution after the start of the restart (`on`), or after the person's arrival (`off`). */
function bootResponse(
  profile: Profile,
  mornings: readonly Morning[],
  grid: Grid,
  { on, off }: { on: Mass; off: Mass },
): ActivityResponse {
  const kernel = spreadOverSlot(on, grid.slot);
  const arrival =
    profile.presence === null ? null : convolve(massOf(profile.presence.spread, stepOf(grid)), off);
  return {
    direct: (slot) => ({ first: slot, mass: kernel }),
    carried: () => [],
    waiting: () => NOTHING,
    poweredOff: byMorning((k) =>
      arrival === null ? NOTHING : binned(arrival, morningAt(mornings, k) - grid.start, grid.slot),
    ),
    addTo: (events, devices) => spreadInto(events, devices, kernel),
  };
}

/** Share of each slot for which the device is offline: time since the restart minus time since it is back. */
function offlineResponse(
  profile: Profile,
  mornings: readonly Morning[],
  grid: Grid,
  lead: Mass,
  offline: Mass,
): ActivityResponse {
  const away = (from: Mass, to: Mass, spread: number): Float64Array => {
    const slots = Math.ceil((massEnd(to) + spread) / grid.slot) + 1;
    const [gone, back] = [elapsed(from, spread, grid.slot, slots), elapsed(to, spread, grid.slot, slots)];
    return gone.map((value, i) => Math.max(0, value - (back[i] as number)));
  };
  const kernel = away(lead, convolve(lead, offline), grid.slot);
  const arrival = profile.presence === null ? null : massOf(profile.presence.spread, stepOf(grid));
  return {
    direct: (slot) => ({ first: slot, mass: kernel }),
    carried: () => [],
    waiting: () => NOTHING,
    poweredOff: byMorning((k) => {
      if (arrival === null) return NOTHING;
      const at = morningAt(mornings, k) - grid.start;
      const first = Math.floor(at / grid.slot);
      const shifted = (mass: Mass): Mass => ({ ...mass, origin: mass.origin + at - first * grid.slot });
      return { first, mass: away(shifted(arrival), shifted(convolve(arrival, offline)), 0) };
    }),
    addTo: (events, devices) => spreadInto(events, devices, kernel),
  };
}

/** Slot-lengths elapsed in each slot since an event of `mass`, the event spread evenly over `spread`. */
function elapsed({ origin, step, cells }: Mass, spread: number, slot: number, slots: number): Float64Array {
  const [shares, times] = [new Float64Array(cells.length + 1), new Float64Array(cells.length + 1)];
  for (let j = 0; j < cells.length; j++) {
    shares[j + 1] = (shares[j] as number) + (cells[j] as number);
    times[j + 1] = (times[j] as number) + (cells[j] as number) * (origin + j * step);
  }
  const within = (time: number): number =>
    Math.max(0, Math.min(cells.length, Math.floor((time - origin) / step) + 1));
  const since = (t: number): number => {
    const over = within(t - spread);
    let sum = (shares[over] as number) * (t - spread / 2) - (times[over] as number);
    for (let j = over; j < within(t); j++)
      sum += ((cells[j] as number) * (t - origin - j * step) ** 2) / (2 * spread);
    return sum;
  };
  const until = Float64Array.from({ length: slots + 1 }, (_, i) => since(i * slot));
  return until.subarray(1).map((value, i) => (value - (until[i] as number)) / slot);
}

type PresenceMasses = { readonly back: Mass; readonly after: Mass; readonly offBack: Mass };

/** An activity at the first instant at which device and person are both there, plus `after`. */
function presenceResponse(
  presence: Presence,
  mornings: readonly Morning[],
  grid: Grid,
  { back, after, offBack }: PresenceMasses,
): ActivityResponse {
  const step = stepOf(grid);
  const spread = massOf(presence.spread, step);
  const waitingMass = convolve(spread, after);
  const offMass = convolve(spread, offBack);
  const arriving = arrivals(presence, step);
  const wave = onSteps(waveOver(back, grid.slot));
  const meeting = presenceOver(presence, mornings, grid, wave, arriving, step);
  const meetings = meetingsOf(presence, mornings, grid, wave, arriving, step);
  const afterCells = onSteps(after);
  const afterBySlot = Array.from(
    { length: grid.slot / step },
    (_, cell) => binnedCells(new Float64Array(cell + 1).fill(1, cell), afterCells, step, 0, grid.slot).mass,
  );
  const waiting = byMorning((k) => binned(waitingMass, morningAt(mornings, k) - grid.start, grid.slot));
  return {
    direct: (slot) => {
      const cells = meeting(slot).present;
      return cells === null ? NOTHING : binnedCells(cells, afterCells, step, slot, grid.slot);
    },
    carried: (slot) => meeting(slot).waiting,
    waiting,
    poweredOff: byMorning((k) => binned(offMass, morningAt(mornings, k) - grid.start, grid.slot)),
    addTo(events, devices) {
      const { present, waits } = meetings(devices);
      for (const { slot, cells } of present) addCells(events, slot, cells, afterBySlot);
      waits.forEach((count, k) => {
        // After the last morning nobody comes any more.
        if (count > 0 && k < mornings.length) addAt(events, waiting(k), count);
      });
    },
  };
}

/** The mass of an event whose wave starts evenly over a slot, by cells: what stands at a step happens until the next. */
function waveOver(mass: Mass, slot: Duration): Mass {
  const cells = new Float64Array(Math.round(slot / mass.step)).fill(mass.step / slot);
  return convolve(mass, { step: mass.step, origin: 0, cells });
}

/** Arrivals by fine cell since a morning's start. */
function arrivals({ spread }: Presence, step: Duration): Float64Array {
  const { first, cells } = cellsOf(spread, step);
  const arriving = new Float64Array(first + cells.length);
  arriving.set(cells, first);
  return arriving;
}

function morningAt(mornings: readonly Morning[], k: number): number {
  const morning = mornings[k];
  if (morning === undefined) throw new Error(`no morning ${k}`);
  return morning.start;
}

/** Slots of an event spread evenly over its slot and delayed by `mass`: each cell falls into two slots, in exact proportion. */
function spreadOverSlot({ origin, step, cells }: Mass, slot: number): Float64Array {
  const binnedMass = new Float64Array(Math.floor(Math.max(0, origin + (cells.length - 1) * step) / slot) + 2);
  for (let j = 0; j < cells.length; j++) {
    const position = Math.max(0, origin + j * step) / slot;
    const whole = Math.floor(position);
    const value = cells[j] as number;
    binnedMass[whole] = (binnedMass[whole] as number) + value * (1 - (position - whole));
    binnedMass[whole + 1] = (binnedMass[whole + 1] as number) + value * (position - whole);
  }
  return trimmed(binnedMass);
}

/** Slots of events of `mass` counted from `at` milliseconds after the grid's start. */
function binned(mass: Mass, at: number, slot: number): SlotMass {
  const first = Math.floor((at + Math.max(0, mass.origin)) / slot);
  const counts = new Float64Array(Math.floor((at + Math.max(0, massEnd(mass))) / slot) - first + 1);
  for (let j = 0; j < mass.cells.length; j++) {
    const index = Math.floor((at + Math.max(0, mass.origin + j * mass.step)) / slot) - first;
    counts[index] = (counts[index] as number) + (mass.cells[j] as number);
  }
  return { first, mass: counts };
}

/** Slots of events on the fine grid from the start of `slot`, each followed by `after`; an event stands in mid-cell. */
function binnedCells(
  cells: Float64Array,
  after: Float64Array,
  step: number,
  slot: number,
  slotLength: number,
): SlotMass {
  const perSlot = slotLength / step;
  const counts = new Float64Array(Math.ceil((cells.length + after.length) / perSlot) + 1);
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i] as number;
    if (value === 0) continue;
    for (let j = 0; j < after.length; j++) {
      const index = Math.floor((i + j) / perSlot);
      counts[index] = (counts[index] as number) + value * (after[j] as number);
    }
  }
  return { first: slot, mass: trimmed(counts) };
}

/** The same from `slot` on. @param after by slot, of an event in each cell of its slot */
function addCells(
  events: Float64Array,
  slot: number,
  cells: Float64Array,
  after: readonly Float64Array[],
): void {
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i] as number;
    if (value === 0) continue;
    const first = slot + Math.floor(i / after.length);
    const mass = after[i % after.length] as Float64Array;
    const end = Math.min(mass.length, events.length - first);
    for (let j = 0; j < end; j++)
      events[first + j] = (events[first + j] as number) + value * (mass[j] as number);
  }
}

function trimmed(mass: Float64Array): Float64Array {
  let end = mass.length;
  while (end > 1 && mass[end - 1] === 0) end -= 1;
  return mass.subarray(0, end);
}
