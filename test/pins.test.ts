/** Pins, exclusions, changes, tags and selectors, from the document to the plan. */
import { describe, expect, it } from "vitest";
import { slotRuns, slotStart } from "../src/calendar/grid.js";
import { wallOf } from "../src/calendar/zone.js";
import { plan } from "../src/pipeline.js";
import { checkPlan } from "../src/plan/check.js";
import { problemLine } from "../src/problem.js";
import { isoWall } from "../src/units.js";
import { openSolver } from "../src/stagger/glpk.js";
import { prepared, read } from "./service/prepared.js";
import { deltaProfile } from "./support/scenarios.js";

const solver = await openSolver();

/** Ready at once, and nothing but the restart itself is load. */
const at17 = {
  release: { at: "2026-08-11T17:00:00Z" },
  slot: "60m",
  profiles: { plain: deltaProfile },
  maxPerSlot: "100%",
  services: { login: { capacity: "1000/h", headroom: "0%" } },
};

const planOf = async (document: object, files?: Readonly<Record<string, string>>) => {
  const ready = await prepared({ ...at17, ...document }, files);
  const made = plan(ready, solver, () => {}).plan;
  const checked = checkPlan(ready.rollout, made);
  if (!checked.ok) throw new Error(checked.problems.map(problemLine).join("\n"));
  return made;
};

/** `Berlin/plain/all 08-12T22:00 100`, on each cohort's own clock; and what is left over. */
async function waves(document: object, files?: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const made = await planOf(document, files);
  const zones = new Map(made.cohorts.map(({ id, timezone }) => [id, timezone]));
  return [
    ...made.waves.map(({ cohort, start, devices }) => {
      const at = wallOf(Date.parse(start) as never, zones.get(cohort) ?? "UTC");
      return `${cohort} ${isoWall(at).slice(5, 16)} ${devices}`;
    }),
    ...made.unscheduled.map(({ cohort, devices, reason }) => `${cohort} ${reason} ${devices}`),
  ];
}

/** Each problem as the command prints it. */
const problems = async (document: object): Promise<readonly string[]> => {
  const found = await read({ ...at17, ...document });
  return found.ok
    ? []
    : found.problems.map(({ code, message, place }) => `${place?.path} ${code}: ${message}`);
};
const notes = async (document: object): Promise<readonly string[]> =>
  (await prepared({ ...at17, ...document })).settled.notes.map(({ code, place }) => `${place?.path} ${code}`);

const berlin = { site: "Berlin", devices: 100 };
const tokyo = { site: "Tokyo", timezone: "Asia/Tokyo", devices: 10 };
const pinned = (who: object, at: string) => ({ pins: [{ who, at }] });

describe("a pin", () => {
  it.each<[string, object, readonly string[]]>([
    [
      "is in the slot of its time, at noon though windows are at night",
      { fleet: [berlin], ...pinned({ site: "Berlin" }, "2026-08-13T12:40") },
      ["Berlin/plain/all 08-13T12:00 100"],
    ],
    [
      "is on the clock of each site",
      { fleet: [berlin, tokyo], ...pinned({ ring: "all" }, "2026-08-13T12:00") },
      ["Tokyo/plain/all 08-13T12:00 10", "Berlin/plain/all 08-13T12:00 100"],
    ],
    [
      "or at one instant for all",
      { fleet: [berlin, tokyo], ...pinned({ ring: "all" }, "2026-08-13T12:00Z") },
      ["Berlin/plain/all 08-13T14:00 100", "Tokyo/plain/all 08-13T21:00 10"],
    ],
    [
      "concerns no others",
      {
        fleet: [berlin, { ...berlin, group: "dc", devices: 2 }],
        ...pinned({ group: "dc" }, "2026-08-15T12:00"),
      },
      ["Berlin/plain/all 08-11T21:00 100", "Berlin/plain/all/dc 08-15T12:00 2"],
    ],
    [
      "goes before its ring opens, and the ring's others wait",
      {
        rings: [
          { name: "pilot", soak: "24h" },
          { name: "broad", opens: "2026-08-14T12:00" },
        ],
        fleet: [
          { ...berlin, ring: "pilot" },
          { ...berlin, ring: "broad" },
          { ...berlin, ring: "broad", group: "early" },
        ],
        ...pinned({ group: "early" }, "2026-08-12T12:00"),
      },
      [
        "Berlin/plain/pilot 08-11T21:00 100",
        "Berlin/plain/broad/early 08-12T12:00 100",
        "Berlin/plain/broad 08-14T21:00 100",
      ],
    ],
    [
      "takes the whole cohort into one slot, whatever maxPerSlot says",
      {
        maxPerSlot: "10%",
        fleet: [{ ...berlin, devices: 20, group: "a" }],
        ...pinned({ group: "a" }, "2026-08-13T12:00"),
      },
      ["Berlin/plain/all/a 08-13T12:00 20"],
    ],
    [
      "said twice for the same slot is one",
      {
        fleet: [berlin],
        pins: [
          { who: { site: "Berlin" }, at: "2026-08-13T12:05" },
          { who: { ring: "all" }, at: "2026-08-13T10:55Z" },
        ],
      },
      ["Berlin/plain/all 08-13T12:00 100"],
    ],
    [
      "at the very release, and in the last slot",
      {
        fleet: [berlin, tokyo],
        pins: [
          { who: { site: "Berlin" }, at: "2026-08-11T17:00Z" },
          { who: { site: "Tokyo" }, at: "2026-08-18T16:59:59Z" },
        ],
      },
      ["Berlin/plain/all 08-11T19:00 100", "Tokyo/plain/all 08-19T01:00 10"],
    ],
    [
      "beyond what the service carries leaves the rest out, for want of capacity",
      {
        fleet: [berlin],
        services: { login: { capacity: "60/h", headroom: "0%" } },
        ...pinned({ site: "Berlin" }, "2026-08-13T12:00"),
      },
      ["Berlin/plain/all 08-13T12:00 60", "Berlin/plain/all capacity 40"],
    ],
    [
      "before the update is staged is left out, for want of readiness",
      {
        profiles: { plain: { ...deltaProfile, download: { fixed: "24h" } } },
        fleet: [berlin, tokyo],
        ...pinned({ site: "Berlin" }, "2026-08-12T12:00"),
      },
      ["Tokyo/plain/all 08-13T02:00 10", "Berlin/plain/all readiness 100"],
    ],
    [
      "gives a time to those no window is for",
      {
        window: { during: "21:00-05:00", who: { site: "Berlin" } },
        fleet: [berlin, { ...tokyo, group: "x" }, tokyo],
        ...pinned({ group: "x" }, "2026-08-13T12:00"),
      },
      ["Berlin/plain/all 08-11T21:00 100", "Tokyo/plain/all/x 08-13T12:00 10", "Tokyo/plain/all windows 10"],
    ],
  ])("%s", async (_, document, expected) => {
    expect((await waves(document)).toSorted()).toEqual(expected.toSorted());
  });

  it.each<[string, string, string]>([
    ["that clocks skip is when they go on", "2026-03-29T02:30", "2026-03-29T01:00:00Z"],
    ["that comes twice is the first time", "2026-10-25T02:30", "2026-10-25T00:00:00Z"],
  ])("at a time %s", async (_, at, start) => {
    const release = { at: new Date(Date.parse(`${at}Z`) - 2 * 86_400_000).toISOString() };
    const made = await planOf({ release, fleet: [berlin], ...pinned({ site: "Berlin" }, at) });
    expect(made.waves.map((wave) => wave.start)).toEqual([start]);
  });

  it.each<[string, object, readonly string[]]>([
    [
      "before the release",
      pinned({ site: "Berlin" }, "2026-08-11T18:59"),
      ["pins[0].at pin.range: the pinned time is not between the release and the deadline"],
    ],
    [
      "at the deadline",
      pinned({ site: "Berlin" }, "2026-08-18T19:00"),
      ["pins[0].at pin.range: the pinned time is not between the release and the deadline"],
    ],
    [
      "in a slot that the release divides",
      { release: { at: "2026-08-11T17:30:00Z" }, ...pinned({ site: "Berlin" }, "2026-08-11T17:45Z") },
      ["pins[0].at pin.range: the pinned time is not between the release and the deadline"],
    ],
    [
      "in a freeze, if only for the slot's last minute",
      {
        freezes: [{ from: "2026-08-13T12:59", to: "2026-08-13T20:00" }],
        ...pinned({ site: "Berlin" }, "2026-08-13T12:00"),
      },
      ["pins[0].at pin.frozen: the pinned time is in a freeze"],
    ],
    [
      "where it never is to be",
      { never: [{ during: "Mon-Fri 06:00-20:00" }], ...pinned({ site: "Berlin" }, "2026-08-13T12:00") },
      ["pins[0].at pin.frozen: the pinned time is in a freeze (Mon-Fri 06:00-20:00)"],
    ],
    [
      "before the change is approved",
      {
        change: { notice: "1d", approved: "2026-08-13T12:00Z" },
        ...pinned({ site: "Berlin" }, "2026-08-13T13:00"),
      },
      ["pins[0].at pin.frozen: the pinned time is in a freeze (change not approved, or notice not over)"],
    ],
    [
      "at another time than another pin",
      {
        pins: [
          { who: { site: "Berlin" }, at: "2026-08-13T12:00" },
          { who: { ring: "all" }, at: "2026-08-13T13:00" },
        ],
      },
      ["pins[1].at pin.twice: the pinned time is fixed at another time by pins[0]"],
    ],
    [
      "several of them, all at once",
      {
        fleet: [berlin, tokyo],
        pins: [
          { who: { site: "Berlin" }, at: "2026-08-11T12:00" },
          { who: { site: "Tokyo" }, at: "2026-08-28T13:00" },
        ],
      },
      [
        "pins[0].at pin.range: the pinned time is not between the release and the deadline",
        "pins[1].at pin.range: the pinned time is not between the release and the deadline",
      ],
    ],
  ])("%s is refused", async (_, document, expected) => {
    expect(await problems({ fleet: [berlin], ...document })).toEqual(expected);
  });

  // The pilot was put into the slot that the pinned devices fill; its ring closed, and the pinned were left out.
  it("is on the services before rings are dated", async () => {
    expect(
      await waves({
        window: "00:00-24:00",
        rings: [{ name: "pilot", soak: "24h" }, { name: "broad" }],
        fleet: [
          { ...berlin, ring: "pilot" },
          { ...tokyo, ring: "broad", devices: 100 },
        ],
        services: { login: { capacity: "100/h", headroom: "0%" } },
        ...pinned({ site: "Tokyo" }, "2026-08-11T17:00Z"),
      }),
    ).toEqual(["Tokyo/plain/broad 08-12T02:00 100", "Berlin/plain/pilot 08-11T20:00 100"]);
  });
});

describe("windows, freezes and changes with a selector", () => {
  it.each<[string, object, readonly string[]]>([
    [
      "a window is open to those it names",
      {
        window: ["22:00-04:00", { during: "12:00-13:00", who: { tag: "kiosk" } }],
        fleet: [berlin, { ...berlin, tags: ["kiosk", "old"], devices: 5 }],
      },
      ["Berlin/plain/all 08-11T22:00 100", "Berlin/plain/all/+kiosk 08-11T22:00 5"],
    ],
    [
      "a freeze holds back those it names",
      {
        freezes: [{ on: "11..13 monthly", who: { tag: ["vip", "board"] } }],
        fleet: [berlin, { ...berlin, tags: ["board"], devices: 5 }],
      },
      ["Berlin/plain/all 08-11T21:00 100", "Berlin/plain/all/+board 08-14T00:00 5"],
    ],
    [
      "never and freezes hold back together",
      {
        freezes: [{ on: "2026-08-11..2026-08-12", sites: ["Berlin"] }],
        never: [{ during: "00:00-06:00" }, { during: "Thu 20:00-23:00", who: { site: "Tokyo" } }],
        fleet: [berlin, { ...tokyo, devices: 10 }],
      },
      ["Berlin/plain/all 08-13T21:00 100", "Tokyo/plain/all 08-12T21:00 10"],
    ],
    [
      "of Windows' zone",
      {
        never: [{ on: "1..12 monthly", who: { timezone: "Tokyo Standard Time" } }],
        fleet: [berlin, tokyo],
      },
      ["Berlin/plain/all 08-11T21:00 100", "Tokyo/plain/all 08-13T00:00 10"],
    ],
    [
      "holidays hold back their site: Epiphany is one in Bavaria, and none in Berlin",
      {
        release: { at: "2027-01-05T18:00:00Z" },
        window: "Wed 00:00-24:00",
        sites: { Munich: { holidays: "de-by" }, Berlin: { holidays: "DE-BE" } },
        fleet: [berlin, { site: "Munich", devices: 3 }],
      },
      ["Berlin/plain/all 01-06T00:00 100", "Munich/plain/all deadline 3"],
    ],
    [
      "no restart before the notice is over",
      { change: { notice: "30h" }, window: "00:00-24:00", fleet: [berlin] },
      ["Berlin/plain/all 08-13T01:00 100"],
    ],
    [
      "nor before the approval",
      {
        change: { notice: "1h", approved: "2026-08-12T09:30Z" },
        window: "00:00-24:00",
        fleet: [berlin],
      },
      ["Berlin/plain/all 08-12T12:00 100"],
    ],
    [
      "an approval of long ago holds back nothing",
      { change: { approved: "2026-08-01T09:30Z" }, window: "00:00-24:00", fleet: [berlin] },
      ["Berlin/plain/all 08-11T19:00 100"],
    ],
    [
      "an approval after the deadline leaves no window",
      { change: { approved: "2026-09-01T09:30Z" }, window: "00:00-24:00", fleet: [berlin] },
      ["Berlin/plain/all deadline 100"],
    ],
    [
      "after the release, in dates of each site",
      { window: { afterRelease: "1d", at: "22:00", lasts: "2h" }, fleet: [berlin, tokyo] },
      ["Berlin/plain/all 08-12T22:00 100", "Tokyo/plain/all 08-13T22:00 10"],
    ],
  ])("%s", async (_, document, expected) => {
    expect((await waves(document)).toSorted()).toEqual(expected.toSorted());
  });

  it("that fit nobody are notes, once each, where they stand", async () => {
    expect(
      await notes({
        fleet: [berlin],
        window: ["21:00-05:00", { during: "12:00-13:00", who: { tag: "kiosk" } }],
        freezes: [
          { on: "1 monthly", who: { device: "gone" } },
          { on: "1 monthly", who: { site: "Berlin" } },
        ],
        never: [{ on: "2 monthly", who: { group: "dc" } }],
        pins: [{ who: { tag: "gone" }, at: "2026-08-13T12:00" }],
        exclude: [{ who: { timezone: "Asia/Tokyo" }, reason: "x" }],
      }),
    ).toEqual([
      "freezes[0] who.nobody",
      "never[0] who.nobody",
      "windows who.nobody",
      "pins[0] who.nobody",
      "exclude[0] who.nobody",
    ]);
  });
});

describe("exclusions", () => {
  const files = {
    "fleet.csv": [
      "device,site,tags",
      ...Array.from({ length: 50 }, (_, i) => `pc-${i},${i % 2 ? "Berlin" : "Lab"},${i % 5 ? "" : "old"}`),
    ].join("\n"),
  };

  it("leave devices out of waves, loads and sums, and say why", async () => {
    const document = {
      fleet: { file: "fleet.csv" },
      exclude: [
        { who: { tag: "old", site: "Lab" }, reason: "replaced" },
        { who: { device: ["PC-1", "pc-5"] }, reason: "by hand" },
      ],
    };
    const made = await planOf(document, files);
    expect(made.excluded).toEqual([
      { cohort: "Berlin/plain/all/+old/=pc-5", devices: 1, reason: "by hand" },
      { cohort: "Berlin/plain/all/=pc-1", devices: 1, reason: "by hand" },
      { cohort: "Lab/plain/all/+old", devices: 5, reason: "replaced" },
    ]);
    expect(made.cohorts.map(({ id, devices }) => `${id} ${devices}`)).toEqual([
      "Berlin/plain/all 19",
      "Berlin/plain/all/+old 4",
      "Lab/plain/all 20",
    ]);
    expect(made.waves.reduce((sum, { devices }) => sum + devices, 0)).toBe(43);
    // One sign-in a device, in slots of an hour.
    const carried = made.services[0]?.load.reduce((sum, load) => sum + load, 0) ?? 0;
    expect(carried * 3600).toBeCloseTo(43, 6);
  });

  it("of everybody are refused", async () => {
    expect(await problems({ fleet: [berlin], exclude: [{ who: { site: "Berlin" }, reason: "x" }] })).toEqual([
      "exclude fleet.all-excluded: every device is excluded: nothing is left to plan",
    ]);
  });
});

it("a pinned cohort is open in its slot alone", async () => {
  const { rollout } = await prepared({
    ...at17,
    fleet: [berlin],
    ...pinned({ site: "Berlin" }, "2026-08-13T12:40"),
  });
  const [demand] = rollout.demands;
  const [run] = slotRuns(demand?.behaviour.slots ?? new Int32Array());
  expect(run?.map((slot) => isoWall(wallOf(slotStart(rollout.grid, slot), "Europe/Berlin")))).toEqual([
    "2026-08-13T12:00:00",
    "2026-08-13T13:00:00",
  ]);
});
