import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  instantOf,
  isZone,
  offsetAt,
  wallOf,
  type ZoneTransition,
  zoneTransitions,
} from "../../src/calendar/zone.js";
import { hour, type Instant, instant, isoInstant, isoWall, minute, wallTime } from "../../src/units.js";

const at = (iso: string) => instant(Date.parse(iso));
const wall = (iso: string) => wallTime(Date.parse(`${iso}Z`));
const resolved = (local: string, zone: string) => isoInstant(instantOf(wall(local), zone));

describe("a wall-clock reading", () => {
  it.each([
    ["2026-08-11T10:00:00", "America/Los_Angeles", "2026-08-11T17:00:00Z", "in summer"],
    ["2026-12-08T10:00:00", "America/Los_Angeles", "2026-12-08T18:00:00Z", "in winter"],
    ["2026-03-08T02:30:00", "America/New_York", "2026-03-08T07:30:00Z", "in a gap moves forward, 03:30"],
    ["2026-11-01T01:30:00", "America/New_York", "2026-11-01T05:30:00Z", "in a fold is the first"],
    ["2026-10-04T02:15:00", "Australia/Lord_Howe", "2026-10-03T15:45:00Z", "in a half-hour gap, 02:45"],
    ["2026-04-05T01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00Z", "in a half-hour fold"],
    ["2011-12-30T12:00:00", "Pacific/Apia", "2011-12-30T22:00:00Z", "on a day that never was, a day later"],
    ["2026-03-29T00:30:00", "Asia/Beirut", "2026-03-28T22:30:00Z", "in a gap at midnight, 01:30"],
    ["2026-06-01T00:00:00", "Asia/Kathmandu", "2026-05-31T18:15:00Z", "at a quarter-hour offset"],
  ])("%s in %s is %s (%s)", (local, zone, expected) => {
    expect(resolved(local, zone)).toBe(expected);
  });

  const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca"];
  const instants = fc.integer({ min: Date.parse("2000-01-01Z") / 6e4, max: Date.parse("2037-01-01Z") / 6e4 });

  it("of an instant names that instant, or the same reading's first coming", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, minutes) => {
        const when = instant(minutes * minute);
        const back = instantOf(wallOf(when, zone), zone);
        expect(back).toBeLessThanOrEqual(when);
        expect(wallOf(back, zone)).toBe(wallOf(when, zone));
        expect(when - back).toBeLessThanOrEqual(hour);
      }),
    );
  });
});

describe("on a machine in any zone", () => {
  const host = process.env.TZ;
  afterEach(() => {
    process.env.TZ = host;
    if (host === undefined) delete process.env.TZ;
    vi.resetModules();
  });

  const [header = "", ...rows] = readFileSync("test/calendar/zone-transitions.csv", "utf8")
    .trim()
    .split(/\r?\n/);
  const columns = header.split(",");
  const cell = (row: string, name: string) => row.split(",")[columns.indexOf(name)] ?? "";

  // January offsets of the hosts: the test means nothing unless the switch takes effect.
  it.each([
    ["UTC", 0],
    ["America/Los_Angeles", 480],
    ["Asia/Kolkata", -330],
    ["Pacific/Apia", -780],
    ["Australia/Lord_Howe", -660],
  ])("such as %s every gap and fold of the table resolves the same", async (zone, offset) => {
    process.env.TZ = zone;
    vi.resetModules();
    expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(offset);
    const fresh = await import("../../src/calendar/zone.js");
    const wrong = rows.filter(
      (row) =>
        isoInstant(fresh.instantOf(wall(cell(row, "probe_local")), cell(row, "zone"))) !==
        cell(row, "expected_utc_first_or_before_gap_rule"),
    );
    expect(wrong).toEqual([]);
    expect(rows).toHaveLength(645);
  });

  it("the transitions of the table are found to the millisecond", () => {
    for (const row of rows) {
      const when = at(cell(row, "transition_utc"));
      const found = zoneTransitions(cell(row, "zone"), {
        start: instant(when - 40 * hour),
        end: instant(when + 40 * hour),
      });
      expect(found).toEqual([
        {
          at: when,
          before: Number(cell(row, "offset_before_min")) * minute,
          after: Number(cell(row, "offset_after_min")) * minute,
        },
      ]);
    }
  });
});

describe("zone transitions", () => {
  const year = { start: at("2026-01-01T00:00:00Z"), end: at("2027-01-01T00:00:00Z") };
  const found = (transitions: readonly ZoneTransition[]) =>
    transitions.map(({ at: when }) => isoInstant(when));

  it("come in order and only inside the half-open interval", () => {
    expect(found(zoneTransitions("Europe/Berlin", year))).toEqual([
      "2026-03-29T01:00:00Z",
      "2026-10-25T01:00:00Z",
    ]);
    const spring = at("2026-03-29T01:00:00Z");
    const next = instant(spring + 1);
    expect(found(zoneTransitions("Europe/Berlin", { start: spring, end: next }))).toHaveLength(1);
    expect(found(zoneTransitions("Europe/Berlin", { start: next, end: instant(next + 1) }))).toEqual([]);
    expect(found(zoneTransitions("Europe/Berlin", { start: instant(spring - 1), end: spring }))).toEqual([]);
  });

  it("are none where clocks never change", () => {
    expect(zoneTransitions("Asia/Kolkata", year)).toEqual([]);
  });
});

describe("a zone name", () => {
  it.each(["Europe/Berlin", "UTC", "Asia/Kolkata", "Europe/Kyiv", "US/Pacific", "Etc/GMT+8"])(
    "%s is one",
    (name) => {
      expect(isZone(name)).toBe(true);
    },
  );

  it.each(["", "+05:30", "-08", "Pacific Standard Time", "Mars/Olympus", "Europe/Berlin ", "__proto__"])(
    "%j is none",
    (name) => {
      expect(isZone(name)).toBe(false);
    },
  );

  it("that is none has no offset: asking is a bug", () => {
    expect(() => offsetAt("Mars/Olympus", 0 as Instant)).toThrow(RangeError);
  });

  it("gives the wall clock", () => {
    expect(isoWall(wallOf(at("2026-08-11T17:00:00Z"), "Asia/Tokyo"))).toBe("2026-08-12T02:00:00");
  });
});
