import { describe, expect, it } from "vitest";
import { slotRuns } from "../src/calendar/grid.js";
import { plan } from "../src/pipeline.js";
import { openSolver } from "../src/stagger/glpk.js";
import { dice, total } from "./client/given.js";
import { prepared } from "./service/prepared.js";

const ics = (...events: readonly string[]): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//test//EN",
    ...events.flatMap((event, i) => [
      "BEGIN:VEVENT",
      `UID:${i}`,
      "DTSTAMP:20260101T000000Z",
      ...event.split(" "),
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
    "",
  ].join("\r\n");

const zones = [
  { site: "Berlin", devices: 300 },
  { site: "NYC", timezone: "America/New_York", devices: 200 },
  { site: "Kathmandu", timezone: "Asia/Kathmandu", devices: 100 },
];

const load = ["time,perSecond", ...quarters()].join("\n");
function* quarters(): Generator<string> {
  const roll = dice(9);
  for (let at = Date.parse("2026-08-01T00:00Z"); at < Date.parse("2026-08-11T00:00Z"); at += 900_000) {
    yield `${new Date(at).toISOString()},${(roll() * 0.37).toFixed(3)}`;
  }
}

const solver = await openSolver();
/** Slots open to each cohort, and what is carried anyway. */
const essence = ({ rollout }: Awaited<ReturnType<typeof prepared>>) => ({
  grid: rollout.grid,
  open: rollout.demands.map(({ cohort, behaviour }) => [
    cohort,
    slotRuns(behaviour.slots),
    total(behaviour.exposure),
  ]),
  closed: rollout.closed,
  services: rollout.services.map(({ id, background, limit }) => [id, [...background], limit && [...limit]]),
  rings: rollout.rings.map(({ name, soak, opens }) => ({ name, soak, opens })),
});
const again = async (document: object, files: Readonly<Record<string, string>> = {}) => {
  const first = await prepared(document, files);
  return { first, second: await prepared(first.resolved.text) };
};

describe("a resolved scenario read again, without any file", () => {
  it("gives the same rollout and the same waves", async () => {
    const { first, second } = await again(
      {
        name: "Contoso",
        fleet: { file: "fleet.csv" },
        rings: [{ name: "pilot", share: "5%", soak: "12h" }, { name: "broad" }],
        services: {
          login: { capacity: "2/s", headroom: "20%", background: { csv: "load.csv" } },
          vdi: { preset: "vdi-broker", capacity: "60/min", per: "site", background: { csv: "load.csv" } },
        },
        freezes: [{ calendar: "freeze.ics" }],
      },
      {
        "fleet.csv": [
          "device,site,timezone",
          ...Array.from(
            { length: 300 },
            (_, i) => `pc-${i},${i % 3 ? "Berlin,Europe/Berlin" : "NYC,America/New_York"}`,
          ),
        ].join("\n"),
        "load.csv": load,
        "freeze.ics": ics("DTSTART:20260813T200000 DTEND:20260813T230000"),
      },
    );
    expect(essence(second)).toEqual(essence(first));
    const [one, two] = [first, second].map((ready) => plan(ready, solver, () => {}).plan);
    expect(one?.waves.length).toBeGreaterThan(10);
    expect(two?.waves).toEqual(one?.waves);
  });

  it("turns measured loads into series on the plan's own slots", async () => {
    const { first } = await again(
      { services: { login: { capacity: "1/s", background: { csv: "load.csv" } } } },
      { "load.csv": load },
    );
    const { services } = JSON.parse(first.resolved.text) as {
      services: { login: { background: { start: string; every: string; perSecond: number[] } } };
    };
    const { start, every, perSecond } = services.login.background;
    expect([start, every, perSecond.length]).toEqual([
      "2026-08-11T17:00:00Z",
      "15m",
      first.rollout.grid.slots,
    ]);
  });

  it("names every file by its digest", async () => {
    const { first } = await again(
      { services: { login: { capacity: "1/s", background: { csv: "load.csv" } } } },
      { "load.csv": load },
    );
    const { inputs } = JSON.parse(first.resolved.text) as { inputs: { path: string; sha256: string }[] };
    expect(inputs).toMatchObject([{ path: "load.csv", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it("has the same text every time", async () => {
    const [one, two] = [await prepared({ fleet: zones }), await prepared({ fleet: zones })];
    expect(one.resolved).toEqual(two.resolved);
    expect(one.resolved.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe("freezes from a calendar, resolved", () => {
  const freezesOf = (text: string) => (JSON.parse(text) as { freezes: object[] }).freezes;
  const frozen = (...events: readonly string[]) =>
    again({ fleet: zones, freezes: [{ calendar: "freeze.ics" }] }, { "freeze.ics": ics(...events) });

  it("an event in UTC is one span of instants", async () => {
    const { first, second } = await frozen("DTSTART:20260813T200000Z DTEND:20260814T060000Z");
    expect(freezesOf(first.resolved.text)).toEqual([
      { from: "2026-08-13T20:00:00Z", to: "2026-08-14T06:00:00Z" },
    ]);
    expect(essence(second)).toEqual(essence(first));
  });

  it("an event in a zone of its own is one span of instants", async () => {
    const { first, second } = await frozen("DTSTART;TZID=Europe/Berlin:20260813T220000 DURATION:PT8H");
    expect(freezesOf(first.resolved.text)).toEqual([
      { from: "2026-08-13T20:00:00Z", to: "2026-08-14T04:00:00Z" },
    ]);
    expect(essence(second)).toEqual(essence(first));
  });

  it("a floating event is one span of wall-clock times, for every site on its own clock", async () => {
    const { first, second } = await frozen("DTSTART:20260813T200000 DTEND:20260814T060000");
    expect(freezesOf(first.resolved.text)).toEqual([
      { from: "2026-08-13T20:00:00", to: "2026-08-14T06:00:00" },
    ]);
    expect(essence(second)).toEqual(essence(first));
  });

  it("a whole day is one span of wall-clock times", async () => {
    const { first, second } = await frozen("DTSTART;VALUE=DATE:20260813 DTEND;VALUE=DATE:20260815");
    expect(freezesOf(first.resolved.text)).toEqual([
      { from: "2026-08-13T00:00:00", to: "2026-08-15T00:00:00" },
    ]);
    expect(essence(second)).toEqual(essence(first));
  });

  it("several nights of a rule", async () => {
    const { first, second } = await frozen("DTSTART:20260812T220000 DURATION:PT2H RRULE:FREQ=DAILY;COUNT=3");
    expect(freezesOf(first.resolved.text)).toHaveLength(3);
    expect(essence(second)).toEqual(essence(first));
  });

  it("two events on the same day in three zones", async () => {
    const date = "DTSTART;VALUE=DATE:20260813 DTEND;VALUE=DATE:20260814";
    const { first, second } = await frozen(date, date, date);
    expect(essence(second)).toEqual(essence(first));
  });

  it("two events at the same instants", async () => {
    const night = "DTSTART:20260813T200000Z DTEND:20260814T060000Z";
    const { first, second } = await frozen(night, night);
    expect(essence(second)).toEqual(essence(first));
  });

  it("a floating event of eight hours over a night whose clocks change in one zone only", async () => {
    const { first, second } = await again(
      {
        release: { at: "2026-10-20T17:00:00Z" },
        window: "00:00-24:00",
        fleet: zones,
        freezes: [{ calendar: "freeze.ics" }],
      },
      { "freeze.ics": ics("DTSTART:20261024T220000 DURATION:PT8H") },
    );
    expect(essence(second)).toEqual(essence(first));
  });

  it("for some sites only", async () => {
    const { first, second } = await again(
      { fleet: zones, freezes: [{ calendar: "freeze.ics", sites: ["NYC"] }] },
      { "freeze.ics": ics("DTSTART:20260813T200000 DTEND:20260814T060000") },
    );
    expect(freezesOf(first.resolved.text)).toMatchObject([{ sites: ["NYC"] }]);
    expect(essence(second)).toEqual(essence(first));
  });
});

it("an inventory without sites, rings and profiles is read again", async () => {
  const files = { "fleet.csv": `device\n${Array.from({ length: 40 }, (_, i) => `pc-${i}`).join("\n")}\n` };
  const { first, second } = await again({ fleet: { file: "fleet.csv" } }, files);
  expect(essence(second)).toEqual(essence(first));
});

describe("what selectors ask for is asked again", () => {
  const files = {
    "fleet.csv": [
      "device,site,timezone,tags",
      ...Array.from(
        { length: 40 },
        (_, i) => `pc-${i},Berlin,Europe/Berlin,${i % 4 ? "" : "vip; old stock"}`,
      ),
      "SRV-1,,America/New_York,dmz",
      "srv-2,,Europe/Berlin,",
    ].join("\n"),
    "nothing.ics": ics(),
    "nights.ics": ics("DTSTART:20260812T220000 DURATION:PT4H RRULE:FREQ=DAILY", "DTSTART:tomorrow"),
    "fold.ics": ics("DTSTART:20261025T000000 DURATION:PT3H30M"),
    "day.ics": ics("DTSTART;VALUE=DATE:20260813"),
  };
  type Text = {
    readonly fleet: { readonly devices: readonly { readonly device?: string }[] };
    readonly sites: object;
    readonly rings: readonly { readonly name: string }[];
    readonly profiles: Readonly<Record<string, { readonly windows: readonly object[] }>>;
    readonly freezes: readonly object[];
    readonly pins: readonly object[];
    readonly exclude: readonly object[];
    readonly change: object;
  };
  const same = async (document: object): Promise<Text> => {
    const { first, second } = await again({ fleet: { file: "fleet.csv" }, ...document }, files);
    expect(second.resolved.text).toBe(first.resolved.text);
    expect(essence(second)).toEqual(essence(first));
    return JSON.parse(first.resolved.text) as Text;
  };

  // Without the calendar's selector the cohort it told apart would be gone, and the digest another.
  it("of a freeze calendar with no events", async () => {
    const { freezes } = await same({ freezes: [{ calendar: "nothing.ics", who: { tag: "vip" } }] });
    // From three weeks after the deadline on, where nothing is planned.
    expect(freezes).toEqual([
      { from: "2026-09-08T17:00:00Z", to: "2026-09-09T17:00:00Z", who: { tag: "vip" } },
    ]);
  });

  it("of a window calendar with no events, which leaves the profile a window", async () => {
    await same({ window: "nothing.ics" });
    await same({ window: ["21:00-05:00", { calendar: "nothing.ics", who: { device: "pc-1" } }] });
  });

  it("of a profile and windows that nobody has", async () => {
    await same({
      profile: "windows-office",
      profiles: {
        mine: { extends: "windows-office", window: { during: "12:00-13:00", who: { tag: "old stock" } } },
      },
      never: [{ on: "1 monthly", who: { profile: "mine" } }],
      services: { vpn: { capacity: "1/s", signIns: { "windows-office": 1, mine: 2 } } },
    });
    await same({
      profiles: { mine: { extends: "windows-office", window: "20:00-21:00" } },
      profile: "mine",
      window: { during: "12:00-13:00", who: { tag: "vip" } },
    });
  });

  it("of sites and rings that nobody is in", async () => {
    const { sites, rings } = await same({
      rings: undefined,
      freezes: [
        { on: "13 monthly", sites: ["Paris"] },
        { on: "14 monthly", who: { ring: "vanguard", tag: "vip" } },
      ],
    });
    expect(Object.keys(sites)).toEqual(["Paris"]);
    expect(rings.map(({ name }) => name)).toEqual(["pilot", "broad", "vanguard"]);
  });

  it("windows of a calendar are spans of each zone, and its broken event is in none", async () => {
    const { profiles } = await same({ window: "nights.ics" });
    expect(profiles["windows-office"]?.windows).toContainEqual({
      from: "2026-08-12T22:00:00",
      to: "2026-08-13T02:00:00",
    });
  });

  it("holidays are spans of their site", async () => {
    const { freezes, sites } = await same({
      release: { at: "2027-01-04T18:00:00Z" },
      sites: { Berlin: { holidays: "DE-BY", timezone: "Europe/Berlin" } },
    });
    expect(freezes).toEqual([
      { from: "2027-01-05T23:00:00Z", to: "2027-01-06T23:00:00Z", sites: ["Berlin"], away: true },
    ]);
    expect(sites).toEqual({ Berlin: { timezone: "Europe/Berlin" } });
  });

  // The second 2:30 of Berlin cannot be said on the wall clock, and devices without a site are in two zones.
  it("an event that ends in the hour that comes twice, for devices without a site", async () => {
    const { freezes } = await same({
      release: { at: "2026-10-20T17:00:00Z" },
      window: "00:00-24:00",
      freezes: ["fold.ics"],
    });
    expect(freezes).toEqual([
      { from: "2026-10-25T04:00:00Z", to: "2026-10-25T07:30:00Z", who: { timezone: "America/New_York" } },
      { from: "2026-10-24T22:00:00Z", to: "2026-10-25T01:30:00Z", who: { timezone: "Europe/Berlin" } },
    ]);
  });

  it("pins, exclusions, the change and single devices stand as they are", async () => {
    const { pins, exclude, change, fleet } = await same({
      pins: [{ who: { device: "srv-1" }, at: "2026-08-15T03:00" }],
      exclude: [{ who: { tag: "old stock", device: ["PC-4", "pc-8"] }, reason: "replaced" }],
      change: { notice: "2d" },
    });
    expect(pins).toEqual([{ who: { device: "srv-1" }, at: "2026-08-15T03:00:00" }]);
    expect(exclude).toEqual([{ who: { tag: "old stock", device: ["PC-4", "pc-8"] }, reason: "replaced" }]);
    expect(change).toEqual({ notice: "2d" });
    expect(fleet.devices.filter(({ device }) => device !== undefined)).toEqual([
      expect.objectContaining({ device: "SRV-1", devices: 1 }),
      expect.objectContaining({ device: "pc-4", devices: 1, tags: ["old stock"] }),
      expect.objectContaining({ device: "pc-8", devices: 1, tags: ["old stock"] }),
    ]);
  });
});
