import { describe, expect, test } from "vitest";
import { lints } from "../../src/lint/lints.js";
import { ics, vevent } from "../calendar/calendars.js";
import type { Document } from "../support/planning.js";
import { codesOf, findingsOf, sound, withKiosk } from "./given.js";

type Fault = {
  readonly code: string;
  readonly change: Document;
  readonly says: string;
  readonly first: string | null;
  readonly files?: Readonly<Record<string, string>>;
};

/** Clocks in Berlin go back on Sunday, 25 October 2026, at 03:00. */
const october = { release: { calendar: "microsoft", on: "2026-10" }, deadline: "14d" };
const lordHowe = { fleet: [{ site: "Island", devices: 20, timezone: "Australia/Lord_Howe" }] };
const officeHours = {
  rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0",
  spread: { fixed: "0m" },
  lasts: "9h",
};
const nights = "Mon-Fri 22:00-05:00";

const faults: Readonly<Record<string, Fault>> = {
  "the second Saturday taken for the Saturday after Patch Tuesday": {
    code: "weekday.drifts",
    change: { freezes: [{ on: "2nd Sat monthly" }] },
    says: "the second Saturday is not Patch Tuesday + 4 in 136 of the next 240 months, first Sat 8 Aug 2026 against Sat 15 Aug 2026",
    first: "2026-08-07T22:00:00.000Z",
  },
  "an offset that no tool but Intune takes": {
    code: "offset.beyond-tools",
    change: { release: { calendar: "microsoft", on: "2026-08", offset: "8d" } },
    says: "the rollout starts 8 days after the release, which cannot be said to AWS maintenance windows (up to 6 days), Azure maintenance configurations (up to 6 days) and Configuration Manager (up to 7 days)",
    first: "2026-08-19T17:00:00.000Z",
  },
  "nights after the release that outlast what AWS and Azure take": {
    code: "offset.beyond-tools",
    change: { deadline: "14d", window: { afterRelease: "1d", at: "22:00", lasts: "7h", days: "7d" } },
    says: "reaches day 7 after the release, from Tue 18 Aug 2026 on days that cannot be said to AWS maintenance windows (up to 6 days) and Azure maintenance configurations (up to 6 days)",
    first: "2026-08-18T20:00:00.000Z",
  },
  "a window on the second Saturday": {
    code: "weekday.drifts",
    change: {
      release: { calendar: "microsoft", on: "2026-09" },
      window: [nights, { rrule: "FREQ=MONTHLY;BYDAY=2SA;BYHOUR=22;BYMINUTE=0", lasts: "6h" }],
    },
    says: "first Sat 10 Oct 2026 against Sat 17 Oct 2026",
    first: "2026-10-10T20:00:00.000Z",
  },
  "a night in which the clocks go back": {
    code: "clocks.across",
    change: { ...october, window: [nights, "Sat 22:00-05:00"] },
    says: "on Sun 25 Oct 2026 clocks in Europe/Berlin go back by 60 minutes while it is open, so it ends at 04:00; a tool that ends it at 05:00 has 60 minutes more",
    first: "2026-10-24T20:00:00.000Z",
  },
  "half an hour on Lord Howe Island": {
    code: "clocks.across",
    change: {
      ...lordHowe,
      release: { at: "2026-10-01T00:00Z" },
      window: [nights, "Sat 22:00-05:00"],
    },
    says: "on Sun 4 Oct 2026 clocks in Australia/Lord_Howe go forward by 30 minutes while it is open, so it ends at 05:30; a tool that ends it at 05:00 has 30 minutes less",
    first: "2026-10-03T11:30:00.000Z",
  },
  "a start that the clocks skip": {
    code: "clocks.skipped",
    change: { release: { at: "2027-03-23T17:00Z" }, window: [nights, "Sun 02:30-05:00"] },
    says: "clocks in Europe/Berlin skip 02:30 on Sun 28 Mar 2027, so it begins 60 minutes later, at 03:30",
    first: "2027-03-28T01:30:00.000Z",
  },
  "a start that comes twice": {
    code: "clocks.twice",
    change: { ...october, window: [nights, "Sun 02:15-04:00"] },
    says: "clocks in Europe/Berlin show 02:15 twice on Sun 25 Oct 2026; the first is taken, another tool may begin 60 minutes later",
    first: "2026-10-25T00:15:00.000Z",
  },
  "a night split at midnight with the same weekdays": {
    code: "night.split",
    change: { windows: ["Mon-Fri 22:00-24:00", "Mon-Fri 00:00-05:00"], window: undefined },
    says: 'the window "Mon-Fri 22:00-24:00" stops at midnight on Fri, and the window "Mon-Fri 00:00-05:00" on Mon belongs to the night before, that of Sun',
    first: "2026-08-14T20:00:00.000Z",
  },
  "a window after the release that comes before it": {
    code: "night.before-release",
    change: { window: [nights, { afterRelease: "0d", at: "03:00", lasts: "2h", who: { site: "Berlin" } }] },
    says: "begins Tue 11 Aug 2026 03:00 at Berlin, before the release at 19:00: that night is lost",
    first: "2026-08-11T01:00:00.000Z",
  },
  "a Sunday night that people meet on Monday": {
    code: "night.into-presence",
    change: { ...withKiosk({ presence: officeHours }), window: [nights, "Sat,Sun 22:00-09:00"] },
    says: 'the night of Sun 16 Aug 2026 is open until 09:00 at Berlin and Tokyo, 60 minutes into the hours of profile "kiosk", whose people come from 08:00 on',
    first: "2026-08-16T23:00:00.000Z",
  },
  "fewer slots than the devices need": {
    code: "room.slots",
    change: { maxPerSlot: "1%", window: "Thu 22:00-23:00" },
    says: "find no slot by the deadline, Tue 18 Aug 2026 19:00: cohort Berlin/kiosk/broad has 4 slots, for at most 1 device each",
    first: "2026-08-18T17:00:00.000Z",
  },
  "a service that cannot carry the fleet": {
    code: "room.capacity",
    change: { services: { login: { capacity: "2/h", headroom: "0%" } } },
    says: 'service "login" has room for',
    first: "2026-08-18T17:00:00.000Z",
  },
  "a freeze over every window": {
    code: "freeze.all-windows",
    change: { freezes: [{ from: "2026-08-11T00:00", to: "2026-08-25T00:00", sites: ["Tokyo"] }] },
    says: "the freeze takes every window between release and deadline at Tokyo, the first on Wed 12 Aug 2026 02:00: nothing restarts there",
    first: "2026-08-11T17:00:00.000Z",
  },
  "a change that is approved too late": {
    code: "freeze.all-windows",
    change: { change: { approved: "2026-09-01T00:00Z" } },
    says: "at Berlin and Tokyo",
    first: "2026-08-11T17:00:00.000Z",
  },
  "a freeze over the deadline": {
    code: "freeze.deadline",
    change: { freezes: [{ from: "2026-08-16T18:00", to: "2026-08-20T06:00", sites: ["Berlin"] }] },
    says: "the freeze covers the deadline, Tue 18 Aug 2026 19:00, at Berlin: the last slot there ends Sat 15 Aug 2026 05:00",
    first: "2026-08-16T16:00:00.000Z",
  },
  "a release on a holiday": {
    code: "release.holiday",
    change: {
      release: { at: "2026-08-10T23:00Z" },
      sites: { Tokyo: { timezone: "Asia/Tokyo", holidays: "JP" } },
    },
    says: "the release comes on a holiday at Tokyo: Tue 11 Aug 2026 is Mountain Day there",
    first: "2026-08-10T23:00:00.000Z",
  },
  "a window that opens only after the deadline": {
    code: "window.never-open",
    change: { window: [nights, { from: "2026-08-22T22:00", to: "2026-08-23T05:00" }] },
    says: "never opens at Berlin and Tokyo between the release and the deadline; the next is Sat 22 Aug 2026 22:00",
    first: "2026-08-22T13:00:00.000Z",
  },
  "a window for nobody": {
    code: "who.nobody",
    change: { window: [nights, { during: "Sat 22:00-05:00", who: { tag: "vip" } }] },
    says: 'the window "Sat 22:00-05:00" concerns no device of this fleet',
    first: null,
  },
  "a freeze for nobody": {
    code: "who.nobody",
    change: { freezes: [{ on: "25..27 monthly", who: { tag: "vip" } }] },
    says: "concerns no device of this fleet",
    first: null,
  },
  "last year's freeze": {
    code: "freeze.over",
    change: { freezes: [{ from: "2025-12-20T00:00", to: "2026-01-04T00:00" }] },
    says: "the freeze ended Sun 4 Jan 2026 00:00, so it forbids nothing after the release",
    first: null,
  },
  "a freeze whose UNTIL is past": {
    code: "freeze.over",
    change: { freezes: [{ rrule: "FREQ=MONTHLY;BYMONTHDAY=28;UNTIL=20260701", lasts: "1d" }] },
    says: "the freeze came for the last time Sun 28 Jun 2026 00:00",
    first: null,
  },
  "an event of a freeze calendar whose COUNT is used up": {
    code: "event.over",
    change: { freezes: ["./freezes.ics"] },
    files: {
      "./freezes.ics": ics(
        ...vevent("DTSTART;VALUE=DATE:20251224", "RRULE:FREQ=YEARLY", "SUMMARY:Christmas"),
        ...vevent("DTSTART;VALUE=DATE:20260128", "RRULE:FREQ=MONTHLY;COUNT=3", "SUMMARY:Month end"),
      ),
    },
    says: 'the event "Month end" came for the last time Sat 28 Mar 2026 00:00',
    first: null,
  },
  "a ring that opens after the deadline": {
    code: "ring.too-late",
    change: {
      rings: [
        { name: "pilot", share: "10%" },
        { name: "broad", opens: "2026-08-20T08:00" },
      ],
    },
    says: 'ring "broad" opens Thu 20 Aug 2026 08:00 at the earliest, and the deadline is Tue 18 Aug 2026 19:00',
    first: "2026-08-20T06:00:00.000Z",
  },
  "a soak that outlasts the rollout": {
    code: "ring.too-late",
    change: { rings: [{ name: "pilot", share: "10%", soak: "7d" }, { name: "broad" }] },
    says: 'after a soak of 7d in ring "pilot"',
    first: "2026-08-19T13:15:00.000Z",
  },
  "hotpatched devices in a month without a baseline": {
    code: "hotpatch.no-restart",
    change: withKiosk({ hotpatch: true }),
    says: 'profile "kiosk" (300 devices) is hotpatched, and August 2026 is no baseline: Windows itself needs no restart',
    first: "2026-08-11T17:00:00.000Z",
  },
  "a window that holds no whole slot": {
    code: "window.no-slot",
    change: { window: [nights, "Sat 22:05-22:25"] },
    says: "is open for 20 minutes at Berlin and Tokyo, first Sat 15 Aug 2026 22:05, and holds no whole slot of 15 minutes",
    first: "2026-08-15T13:05:00.000Z",
  },
  "a window shorter than the countdown": {
    code: "window.lead",
    change: { ...withKiosk({ lead: { fixed: "1h" } }), window: [nights, "Sat 22:00-23:00"] },
    says: 'is open for 60 minutes, first Sat 15 Aug 2026 22:00, and installation and countdown of profile "kiosk" take up to 60 minutes of it (95 %)',
    first: "2026-08-15T13:00:00.000Z",
  },
};

/** Released on Tuesday, 9 March 2027, 20:00 in Berlin: clocks go forward there on the 28th, and back in Sydney on 4 April. */
const everything: Document = {
  ...sound,
  release: { calendar: "microsoft", on: "2027-03" },
  deadline: "27d",
  maxPerSlot: "1%",
  fleet: [
    { site: "Berlin", devices: 200 },
    { site: "Berlin", devices: 200, profile: "till" },
    { site: "Tokyo", devices: 100, timezone: "Asia/Tokyo" },
    { site: "Sydney", devices: 100, timezone: "Australia/Sydney" },
    { site: "Bonn", devices: 100 },
  ],
  ...withKiosk({ presence: officeHours, hotpatch: true, lead: { fixed: "1h" } }, [
    "Mon-Fri 22:00-24:00",
    "Mon-Fri 00:00-05:00",
    "Sat,Sun 22:00-09:00",
    "Sun 02:30-02:50",
    { during: "Sun 12:00-13:00", who: { site: "Berlin" } },
    { during: "Sun 02:15-04:00", who: { site: "Sydney" } },
    { during: "Sun 12:05-12:15", who: { tag: "vip" } },
    { afterRelease: "0d", at: "03:00", lasts: "2h", who: { site: "Berlin" } },
    { afterRelease: "5d", at: "22:00", lasts: "7h", days: "5d" },
    { from: "2027-04-22T22:00", to: "2027-04-23T05:00" },
    { during: "Sat 12:05-12:15" },
  ]),
  services: { login: { capacity: "1/h", headroom: "0%" } },
  sites: { Tokyo: { timezone: "Asia/Tokyo", holidays: "./holidays.ics" } },
  freezes: [
    { on: "2nd Sat monthly", sites: ["Sydney"] },
    "./freezes.ics",
    { from: "2027-03-01T00:00", to: "2027-04-20T00:00", sites: ["Bonn"] },
    { from: "2027-04-04T12:00", to: "2027-04-09T00:00", sites: ["Tokyo"] },
    { from: "2025-12-20T00:00", to: "2026-01-04T00:00" },
  ],
  rings: [
    { name: "pilot", share: "10%" },
    { name: "broad", opens: "2027-04-20T08:00" },
  ],
};

describe("what only looks like a fault is passed over", () => {
  test.each<[string, Document]>([
    [
      "a night of changing clocks that is frozen",
      { ...october, window: [nights, "Sat 22:00-05:00"], freezes: [{ on: "2026-10-24..2026-10-25" }] },
    ],
    [
      "the hours of the day in which nothing is ever to restart",
      { window: "00:00-24:00", never: [{ during: "Mon-Fri 06:00-20:00" }] },
    ],
    ["the two halves of every night", { windows: ["22:00-24:00", "00:00-05:00"], window: undefined }],
    [
      "two halves on the right weekdays",
      { windows: ["Mon-Fri 22:00-24:00", "Tue-Sat 00:00-05:00"], window: undefined },
    ],
    ["a short window that another goes on from", { window: [nights, "Mon-Fri 05:00-05:10"] }],
    ["a freeze on a weekday's own count", { freezes: [{ on: "2nd Tue monthly" }] }],
    [
      "hotpatched devices in a month with a baseline",
      { ...withKiosk({ hotpatch: true }), release: { calendar: "microsoft", on: "2026-07" } },
    ],
    [
      "a ring with a date of its own before the deadline",
      {
        rings: [
          { name: "pilot", share: "10%", soak: "7d" },
          { name: "broad", opens: "2026-08-17T08:00" },
        ],
      },
    ],
    ["six days after the release", { window: { afterRelease: "1d", at: "22:00", lasts: "7h", days: "6d" } }],
  ])("%s", async (_, change) => {
    expect(await findingsOf({ ...sound, ...change })).toEqual([]);
  });
});

describe("one fault in a sound scenario is found, and nothing else", () => {
  test.each(Object.entries(faults))("%s", async (_, { code, change, says, first, files }) => {
    const findings = await findingsOf({ ...sound, ...change }, files);
    expect(codesOf(findings)).toEqual([code]);
    expect(findings[0]?.message).toContain(says);
    expect(findings[0]?.first).toBe(first === null ? null : Date.parse(first));
    expect(findings[0]?.hint).toMatch(/^\S/);
  });

  test("every lint has its fault", () => {
    const planted = new Set(Object.values(faults).map(({ code }) => code));
    expect(Object.keys(lints).filter((code) => !planted.has(code))).toEqual([]);
  });

  test("all of them together are all found, by date", async () => {
    const findings = await findingsOf(everything, {
      "./holidays.ics": ics(...vevent("DTSTART;VALUE=DATE:20270310", "SUMMARY:Founder's day")),
      "./freezes.ics": ics(
        ...vevent("DTSTART;VALUE=DATE:20281224", "RRULE:FREQ=YEARLY", "SUMMARY:Christmas"),
        ...vevent("DTSTART;VALUE=DATE:20260128", "RRULE:FREQ=MONTHLY;COUNT=3", "SUMMARY:Month end"),
      ),
    });
    expect([...new Set(codesOf(findings))].sort()).toEqual(Object.keys(lints).sort());
    const dates = findings.map(({ first }) => first ?? Number.POSITIVE_INFINITY);
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
  });

  test("in the sound scenario nothing is", async () => {
    expect(await findingsOf(sound)).toEqual([]);
  });
});
