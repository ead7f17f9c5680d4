import { describe, expect, it } from "vitest";
import { gridFrom } from "../../src/calendar/grid.js";
import { pollBefore } from "../../src/client/habit-detection.js";
import { type NaturalRestarts, naturalRestarts } from "../../src/client/natural.js";
import { readScenario } from "../../src/scenario/index.js";
import type { ApplyHabit, Detection, Habits, RestartDeadline } from "../../src/scenario/habits.js";
import type { Presence } from "../../src/scenario/scenario.js";
import { day, type Duration, hour, instant, isoInstant, minute, share } from "../../src/units.js";
import {
  at,
  atThree,
  dice,
  draw,
  fixed,
  hours,
  lognormal,
  minutes,
  office,
  rule,
  total,
  uniform,
} from "./given.js";

/** Tuesday, 14 August 2007, 10:00 in Redmond. */
const release = at("2007-08-14T17:00:00Z");
const poll = { kind: "poll", from: hours(17.6), to: hours(22) } as const;

const gridOf = (slot: Duration, length: number) => gridFrom(release, slot, instant(release + length * day));
const minuteGrid = gridOf(minute, 8);

function natural(given: Partial<Habits> = {}, zone = "Europe/Berlin", ring = "", grid = minuteGrid) {
  const found = naturalRestarts({ ...atThree, ...given }, ring, { release, zone, grid });
  if (!found.ok) throw new Error(found.problems[0]?.message);
  return found.value;
}
const whole = ({ restarts, shutdowns, never }: NaturalRestarts): number =>
  total(restarts) + total(shutdowns) + never;
/** Minutes in which something happens, with its share. */
const moments = (mass: Float64Array): readonly (readonly [string, number])[] =>
  [...mass].flatMap((value, slot) =>
    value > 1e-9 ? [[isoInstant(instant(release + slot * minute)).slice(8, 16), value] as const] : [],
  );

/** Devices that find the update at this hour after the offer. */
const foundAfter = (wait: number): Detection => ({
  kind: "rule",
  rule: rule("YEARLY", { byMonth: [8], byMonthDay: [14], byHour: [19], byMinute: [0] }),
  start: null,
  spread: fixed(wait),
});
const officePcs: Habits["power"] = [{ share: share(1), on: { ...office, spread: fixed(0) } }];
const daily = (at: number): ApplyHabit => ({
  share: share(1),
  at: "schedule",
  rule: rule("DAILY", { byHour: [at], byMinute: [0] }),
  start: null,
  missed: minutes(1),
});

describe("the wait for the next poll", () => {
  it("is within 17.6 h for 88.89 %, and 9.941 h in the mean", () => {
    expect(pollBefore(poll, 17.6 * hour)).toBeCloseTo(0.8889, 4);
    expect(pollBefore(poll, 22 * hour)).toBe(1);
    let mean = 0;
    for (let t = 0; t < 22 * 60; t++) mean += 1 - pollBefore(poll, (t + 0.5) * minute);
    expect(mean / 60).toBeCloseTo(9.941, 3);
  });

  it.each([
    ["America/Los_Angeles", 0.859, 0.141],
    ["America/New_York", 0.707, 0.293],
    ["Europe/London", 0.455, 0.545],
    ["Europe/Berlin", 0.404, 0.596],
    ["Etc/GMT-4", 0.303, 0.697], // Moscow's summer time of 2007
    ["Asia/Shanghai", 0.101, 0.899],
    ["Asia/Tokyo", 0.051, 0.949],
  ])("makes the Thursday: in %s %d install on Wednesday at 03:00, %d on Thursday", (zone, wed, thu) => {
    const found = natural({}, zone);
    expect(moments(found.restarts).map(([, value]) => Number(value.toFixed(3)))).toEqual([wed, thu]);
    expect(found.never).toBeLessThan(1e-9);
  });
});

it("whatever part of its interval a poll may come early", () => {
  for (const from of [0, minute, 22 * hour] as Duration[])
    expect(whole(natural({ detect: { kind: "poll", from, to: hours(22) }, power: officePcs }))).toBeCloseTo(
      1,
      9,
    );
});

describe("a PC that is off at night", () => {
  it("finds the update as it is switched on, and installs 1 min after the next start: Thursday morning", () =>
    expect(moments(natural({ power: officePcs }).restarts)).toEqual([["16T06:01", expect.closeTo(1, 9)]]));

  it("whose schedule is not made up for waits until it is on at that time", () => {
    const apply: readonly ApplyHabit[] = [{ ...daily(3), missed: null } as ApplyHabit];
    expect(natural({ power: officePcs, apply }).never).toBe(1);
    expect(
      moments(natural({ power: officePcs, apply: [{ ...daily(12), missed: null } as ApplyHabit] }).restarts),
    ).toEqual([["15T10:00", expect.closeTo(1, 9)]]);
  });

  it("downloads only while it is on", () => {
    // On from 08:00 to 17:00: found on Wednesday at 08:00, nine hours of download are over as it goes off, ten the next morning.
    const apply: readonly ApplyHabit[] = [{ share: share(1), at: "automatic", after: fixed(0) }];
    expect(moments(natural({ power: officePcs, apply, download: fixed(10 * hour) }).restarts)).toEqual([
      ["16T07:00", expect.closeTo(1, 9)],
    ]);
  });

  it("applies it as it is switched off: no restart", () => {
    const { restarts, shutdowns } = natural({
      power: officePcs,
      apply: [{ share: share(1), at: "shutdown" }],
    });
    expect(total(restarts)).toBe(0);
    expect(moments(shutdowns)).toEqual([["15T15:00", expect.closeTo(1, 9)]]);
  });
});

describe("active hours", () => {
  const apply: readonly ApplyHabit[] = [{ share: share(1), at: "automatic", after: fixed(0) }];
  const activeHours = { from: hours(8), to: hours(17) };
  const base: Partial<Habits> = { apply, activeHours, detect: foundAfter(14 * hour) };

  it("hold a restart back until their end", () =>
    // Ready at 09:00 in Berlin.
    expect(moments(natural(base).restarts)).toEqual([["15T15:00", expect.closeTo(1, 9)]]));

  it("keep a PC that is on within them only from restarting by itself", () =>
    expect(natural({ ...base, power: officePcs }).never).toBe(1));

  it("count no more after the deadline", () => {
    const deadline = { after: hours(48), grace: hours(24), counts: "discovery" } as const;
    // Found on Wednesday at 09:00: due on Friday at 09:00.
    expect(moments(natural({ ...base, power: officePcs, deadline }).restarts)).toEqual([
      ["17T07:00", expect.closeTo(1, 9)],
    ]);
  });
});

describe("a deadline", () => {
  const never: Partial<Habits> = {
    apply: [{ share: share(1), at: "person", after: fixed(90 * day), hours: null }],
    detect: foundAfter(12 * hour),
  };
  const due = (parts: Partial<Habits>): readonly string[] =>
    moments(natural({ ...never, ...parts }).restarts).map(([when]) => when);

  it("counts from discovery, or from the offer", () => {
    const clock = (counts: "discovery" | "offer") => ({
      deadline: { after: hours(48), grace: hours(0), counts },
    });
    expect(due(clock("discovery"))).toEqual(["17T05:00"]);
    expect(due(clock("offer"))).toEqual(["16T17:00"]);
  });

  it("leaves the grace after the restart is pending", () => {
    const deadline = { after: hours(48), grace: hours(24), counts: "discovery" } as const;
    expect(due({ deadline, install: fixed(10 * hour) })).toEqual(["17T05:00"]);
    expect(due({ deadline, install: fixed(40 * hour) })).toEqual(["17T21:00"]);
  });

  it("is the ring's own where it has one, as is the deferral", () => {
    const deadline = { after: hours(96), grace: hours(0), counts: "offer" } as const;
    const rings = new Map([["pilot", { defer: hours(24), deadline: hours(48), grace: null }]]);
    const found = (ring: string) =>
      moments(natural({ ...never, detect: poll, deadline, rings }, "Europe/Berlin", ring).restarts).map(
        ([when]) => when,
      );
    expect(found("broad")).toEqual(["18T17:00"]);
    expect(found("pilot")).toEqual(["17T17:00"]);
  });
});

describe("Windows in 2007", () => {
  const read = readScenario(
    JSON.stringify({
      version: 1,
      release: { at: isoInstant(release) },
      fleet: [{ site: "A", profile: "windows-office", devices: 1 }],
      profiles: { "windows-office": { unmanaged: "windows-2007" } },
      services: { login: { capacity: "unknown" } },
    }),
  );
  const habits = read.ok ? read.value.profiles.get("windows-office")?.unmanaged : undefined;
  if (habits === undefined) throw new Error("no habits");

  it.each([
    ["Europe/Berlin", "16T06"],
    ["Asia/Shanghai", "16T00"],
  ])("restarts most on Thursday from 8 to 9 in the morning: %s", (zone, hourOf) => {
    const { restarts } = natural(habits, zone, "", gridOf(hours(1), 8));
    const most = restarts.indexOf(Math.max(...restarts));
    expect(isoInstant(instant(release + most * hour)).slice(8, 13)).toBe(hourOf);
  });

  it("has nine in ten updated within a week", () => {
    const { restarts, shutdowns } = natural(habits, "Europe/Berlin", "", gridOf(hours(1), 7));
    expect(total(restarts) + total(shutdowns)).toBeGreaterThan(0.9);
  });
});

/** Office PCs, some always on, some irregular; three ways to apply. */
const mixture: Partial<Habits> = {
  download: lognormal(40 * minute, 6 * hour),
  install: uniform(10 * minute, 30 * minute),
  power: [
    { share: share(0.2), on: "always" },
    { share: share(0.6), on: office },
    {
      share: share(0.2),
      on: {
        rule: rule("DAILY", { byHour: [8], byMinute: [0] }),
        start: null,
        spread: uniform(0, 12 * hour),
        lasts: hours(4),
      },
    },
  ],
  apply: [
    { share: share(0.39), at: "shutdown" },
    { share: share(0.31), at: "person", after: uniform(0, 8 * hour), hours: null },
    { ...daily(3), share: share(0.3) } as ApplyHabit,
  ],
};

describe("the whole", () => {
  it.each([
    ["one minute", minute],
    ["half a minute", (minute / 2) as Duration],
    ["a quarter of an hour", (15 * minute) as Duration],
  ])("is everybody once, in slots of %s", (_, slot) => {
    const deadline = { after: hours(72), grace: hours(24), counts: "discovery" } as const;
    const grid = gridOf(slot, 6);
    for (const given of [mixture, { ...mixture, deadline, activeHours: { from: hours(8), to: hours(17) } }]) {
      const found = natural(given, "Europe/Berlin", "", grid);
      expect(whole(found)).toBeCloseTo(1, 9);
      expect(Math.min(...found.restarts, ...found.shutdowns)).toBeGreaterThanOrEqual(0);
    }
  });

  it("is the same in slots of any length", () => {
    const fine = natural(mixture).restarts;
    const coarse = natural(mixture, "Europe/Berlin", "", gridOf(hours(1), 8)).restarts;
    coarse.forEach((value, slot) =>
      expect(total(fine.subarray(slot * 60, slot * 60 + 60))).toBeCloseTo(value, 12),
    );
  });

  it("moves with the deferral", () => {
    const [now, later] = [natural(mixture), natural({ ...mixture, defer: hours(24) })];
    expect(total(later.restarts.subarray(0, 24 * 60))).toBe(0);
    expect(total(later.restarts.subarray(0, 3 * 24 * 60))).toBeLessThan(
      total(now.restarts.subarray(0, 3 * 24 * 60)),
    );
  });

  it.each<[string, RestartDeadline | null]>([
    ["without a deadline", null],
    ["with one, from discovery", { after: hours(24), grace: hours(16), counts: "discovery" }],
    ["with one, from the offer", { after: hours(30), grace: hours(8), counts: "offer" }],
  ])("is what devices do that roll dice, %s", (_, deadline) => {
    const roll = dice(5);
    const count = 10_000;
    const rolled = Array.from({ length: count }, () => device(roll, deadline));
    const found = natural({ ...mixture, deadline });
    for (const on of [9, 14, 20, 24, 30, 34, 40, 48, 72, 120]) {
      const before = (kind: Rolled["kind"]): number =>
        rolled.filter((one) => one.kind === kind && one.at < on * hour).length / count;
      const misses = [
        total(found.restarts.subarray(0, on * 60)) - before("restart"),
        total(found.shutdowns.subarray(0, on * 60)) - before("shutdown"),
      ];
      // Four standard deviations of a share.
      for (const miss of misses) expect(Math.abs(miss), `after ${on} h`).toBeLessThan(0.02);
    }
  });
});

type Rolled = { readonly kind: "restart" | "shutdown"; readonly at: number };

/** One device of the mixture, moment by moment; milliseconds since the release. */
function device(roll: () => number, deadline: RestartDeadline | null): Rolled {
  const kind = roll();
  const on = kind < 0.2 ? null : sessions(kind < 0.8 ? office : (mixture.power?.[2]?.on as Presence), roll);
  const nextOn = (t: number): number => {
    if (on === null) return t;
    const session = on.find(([, end]) => end > t) as readonly [number, number];
    return Math.max(t, session[0]);
  };
  let polled = -14 * day - roll() * 22 * hour;
  while (polled < 0) polled = nextOn(polled + (17.6 + 4.4 * roll()) * hour);
  const wait = (from: number, needed: number): number => {
    let [t, left] = [nextOn(from), needed];
    for (const [, end] of on ?? []) {
      if (end <= t) continue;
      if (t + left < end) break;
      left -= end - t;
      t = nextOn(end);
    }
    return t + left;
  };
  const pending = wait(
    wait(polled, draw(lognormal(40 * minute, 6 * hour), roll)),
    (10 + 20 * roll()) * minute,
  );
  const own = (): Rolled => {
    const way = on === null ? 0.39 + 0.61 * roll() : roll();
    if (way < 0.39) {
      const end = (on ?? []).find(([, end]) => end > pending) as readonly [number, number];
      return { kind: "shutdown", at: end[1] };
    }
    if (way < 0.7) return { kind: "restart", at: wait(pending, 8 * hour * roll()) };
    // 03:00 in Berlin is 8 h after the release, and every day.
    const scheduled = Math.ceil((pending - 8 * hour) / day) * day + 8 * hour;
    const start = nextOn(scheduled);
    return { kind: "restart", at: start === scheduled ? start : start + minute };
  };
  const restart = own();
  if (deadline === null) return restart;
  const clock = deadline.counts === "offer" ? 0 : polled;
  const due = nextOn(Math.max(clock + deadline.after, pending + deadline.grace));
  return due < restart.at ? { kind: "restart", at: due } : restart;
}

/** Sessions of a PC in Berlin's summer, from three weeks before the release to four after. */
function sessions(presence: Presence, roll: () => number): readonly (readonly [number, number])[] {
  const place = draw(presence.spread, roll);
  const midnight = -19 * hour;
  const isOfWeek = presence === office;
  return Array.from({ length: 49 }, (_, k) => k - 21)
    .filter((k) => !isOfWeek || ((k % 7) + 7 + 1) % 7 < 5)
    .map((k) => midnight + k * day + 8 * hour + place)
    .map((start) => [start, start + presence.lasts] as const);
}
