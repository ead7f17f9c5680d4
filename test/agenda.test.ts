/** Agendas: what falls on which day, site by site, and as one calendar that reads back. */
import { describe, expect, test } from "vitest";
import { agendasOf, calendarAgenda } from "../src/agenda.js";
import { readWholeCalendar } from "../src/calendar/ical.js";
import { agendaIcs } from "../src/export/agenda-ics.js";
import { instant, isoInstant } from "../src/units.js";
import { type Document, prepared } from "./support/planning.js";

const document: Document = {
  version: 1,
  name: "Everything with a date",
  timezone: "UTC",
  release: { calendar: "microsoft", on: "2026-08", offset: "1d" },
  deadline: "6d",
  fleet: [
    { site: "Berlin", profile: "windows-office", devices: 300, timezone: "Europe/Berlin", tags: ["vip"] },
    { site: "Berlin", profile: "windows-server", devices: 3, timezone: "Europe/Berlin" },
    { site: "Tokyo", profile: "windows-office", devices: 100, timezone: "Asia/Tokyo" },
  ],
  sites: { Berlin: { holidays: "DE-BY-A" } },
  window: ["Mon-Fri 21:00-05:00", { during: "Sat 10:00-18:00", who: { profile: "windows-server" } }],
  never: [{ on: "13..14 monthly", who: { site: "Tokyo" } }],
  pins: [{ who: { profile: "windows-server" }, at: "2026-08-16T03:00" }],
  change: { notice: "1d" },
  services: { login: { capacity: "40/min" } },
};

const agendas = async () => {
  const { settled, rollout } = await prepared(document);
  return agendasOf(settled, rollout);
};
const lines = (agenda: Awaited<ReturnType<typeof agendas>>[number] | undefined) =>
  agenda?.entries.map(
    ({ kind, start, end, summary }) =>
      `${kind} ${isoInstant(start).slice(5, 16)} ${isoInstant(end).slice(5, 16)} ${summary}`,
  );

describe("the agenda of a site", () => {
  test("has everything with a date, in the order of time", async () => {
    const [berlin, tokyo] = await agendas();
    // The release is on Tuesday 11 August, 17:00 UTC; Berlin is two hours ahead, Tokyo nine.
    expect(lines(berlin)).toEqual([
      "event 08-11T17:00 08-11T17:00 Microsoft security updates",
      "release 08-12T17:00 08-12T17:00 rollout begins",
      "change 08-12T17:00 08-13T17:00 waiting for the change",
      "window 08-12T19:00 08-13T03:00 open",
      "window 08-13T19:00 08-14T03:00 open",
      "soak 08-13T19:15 08-14T19:15 after pilot, 1d, at the earliest",
      "window 08-14T19:00 08-15T03:00 open",
      "holiday 08-14T22:00 08-15T22:00 Assumption",
      "window 08-15T08:00 08-15T16:00 open for windows-server",
      "pin 08-16T01:00 08-16T01:00 profile windows-server",
      "window 08-17T19:00 08-18T03:00 open",
      "deadline 08-18T17:00 08-18T17:00 every wave has ended",
    ]);
    expect(lines(tokyo)?.filter((line) => /^(freeze|holiday|pin)/.test(line))).toEqual([
      "freeze 08-12T15:00 08-13T15:00 13..14 monthly",
      "freeze 08-13T15:00 08-14T15:00 13..14 monthly",
    ]);
  });

  test("as one calendar reads back to the same instants, what is everywhere the same once", async () => {
    const all = await agendas();
    const calendar = readWholeCalendar(agendaIcs("all", all), "all.ics");
    if (!calendar.ok) throw new Error(calendar.problems[0]?.message);
    const august = { start: instant(Date.UTC(2026, 7, 1)), end: instant(Date.UTC(2026, 8, 1)) };
    const read = calendarAgenda(calendar.value, august, "Europe/Berlin", "event");
    const spans = read.ok ? read.value.entries : [];
    const starts = (kind: string) =>
      spans
        .filter(({ summary }) => summary.startsWith(`${kind}:`))
        .map(({ start, end }) => `${start} ${end}`);
    for (const kind of ["release", "deadline", "soak", "change"] as const)
      expect(starts(kind)).toHaveLength(1);
    for (const kind of ["window", "pin"] as const) {
      const own = all.flatMap(({ entries }) => entries.filter((entry) => entry.kind === kind));
      expect(starts(kind).sort()).toEqual(own.map(({ start, end }) => `${start} ${end}`).sort());
    }
    // Whole days are dates, on the clock of whoever reads them.
    expect(starts("holiday")).toEqual([`${Date.UTC(2026, 7, 14, 22)} ${Date.UTC(2026, 7, 15, 22)}`]);
  });
});

describe("holidays", () => {
  const labourDay: Document = {
    version: 1,
    release: { at: "2026-09-04T17:00Z" },
    fleet: [{ site: "NYC", profile: "windows-office", devices: 1000, timezone: "America/New_York" }],
    window: "Mon-Sun 21:00-05:00",
    services: { login: { capacity: "2000/min" } },
  };
  /** Sign-ins of a plan's first Monday morning, 7 September 2026, from 07:00 to 12:00 in New York. */
  const mondayMorning = async (more: Document) => {
    const { rollout } = await prepared({ ...labourDay, ...more });
    const [from, to] = ["2026-09-07T11:00:00Z", "2026-09-07T16:00:00Z"].map(Date.parse) as [number, number];
    return rollout.demands.flatMap(({ loads, carries }) =>
      loads.flatMap(({ carried }) =>
        carries.flatMap((_, k) =>
          [...(carried[k]?.mass ?? [])].map((mass, i) => {
            const at = rollout.grid.start + ((carried[k]?.first ?? 0) + i) * rollout.grid.slot;
            return from <= at && at < to ? mass : 0;
          }),
        ),
      ),
    );
  };
  const sum = (masses: readonly number[]) => masses.reduce((all, mass) => all + mass, 0);

  test("keep people away: nobody signs in on the morning of Labor Day", async () => {
    // 14 % of those who were restarted by night: 70 % sign in when back at work, and for 80 % of them it is what they do anyway.
    expect(sum(await mondayMorning({})) * 900).toBeGreaterThan(0.1);
    expect(sum(await mondayMorning({ sites: { NYC: { holidays: "US-NY" } } }))).toBe(0);
    const closed = { never: [{ on: "2026-09-07", away: true }] };
    expect(sum(await mondayMorning(closed))).toBe(0);
  });

  test("close the day for restarts", async () => {
    const { rollout } = await prepared({ ...labourDay, sites: { NYC: { holidays: "US-NY" } } });
    const [first = 0, last = 0] = ["2026-09-07T04:00:00Z", "2026-09-08T04:00:00Z"].map(
      (text) => (Date.parse(text) - rollout.grid.start) / rollout.grid.slot,
    );
    const slots = rollout.demands.flatMap(({ behaviour }) => [...behaviour.slots]);
    expect(slots.filter((slot) => first <= slot && slot < last)).toEqual([]);
    expect(slots).toContain(last);
  });
});
