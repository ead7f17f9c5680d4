/** What is suggested is true: made in the scenario's own text, each change schedules the devices it speaks of. */
import { describe, expect, test } from "vitest";
import type { Unscheduled } from "../src/plan/plan.js";
import { type Document, faultsOf, planned, staggeredOnly } from "./support/planning.js";
import { Dice } from "./support/dice.js";
import { deltaProfile, randomScenario, release } from "./support/scenarios.js";

/** Four hours a night for devices that are staged at once; a sign-in an hour counts as one a slot. */
const simple = (change: Document, profile: Document = {}): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  slot: "60m",
  deadline: "20h",
  maxPerSlot: "100%",
  fleet: [{ site: "here", profile: "office", ring: "all", devices: 40 }],
  rings: [{ name: "all" }],
  profiles: { office: { ...deltaProfile, window: "22:00-02:00", ...profile } },
  services: { login: { capacity: "20/h", headroom: "0%" } },
  ...change,
});

const reasonsOf = async (document: Document): Promise<readonly (readonly [string, number])[]> =>
  (await staggeredOnly(document)).plan.unscheduled.map(({ reason, devices }) => [reason, devices] as const);

describe("why devices have no wave", () => {
  test("everything fits: no reason", async () => {
    expect(await reasonsOf(simple({}))).toEqual([]);
  });

  test.each([
    [
      "windows",
      "frozen from release to far behind the deadline",
      simple({ freezes: [{ from: release, to: "2026-10-30T00:00Z" }] }),
      40,
    ],
    ["deadline", "the window opens only after the deadline", simple({ deadline: "4h" }), 40],
    ["readiness", "the update takes three days", simple({}, { detect: { fixed: "3d" } }), 40],
    [
      "deadline",
      "the ring opens at the deadline",
      simple({
        rings: [{ name: "first" }, { name: "all", opens: "2026-08-12T13:00Z" }],
        fleet: [
          { site: "here", profile: "office", ring: "first", devices: 5 },
          { site: "here", profile: "office", ring: "all", devices: 40 },
        ],
      }),
      40,
    ],
    [
      "capacity",
      "four hours at five an hour",
      simple({ services: { login: { capacity: "5/h", headroom: "0%" } } }),
      20,
    ],
    ["capacity", "an eighth of a cohort in each of four slots", simple({ maxPerSlot: "12.5%" }), 20],
    [
      "rounding",
      "three devices for two slots that take one and a half each",
      simple(
        {
          fleet: [{ site: "here", profile: "office", ring: "all", devices: 3 }],
          services: { login: { capacity: "1.5/h", headroom: "0%" } },
        },
        { window: "22:00-00:00" },
      ),
      1,
    ],
  ] as const)("%s: %s", async (reason, _, document, devices) => {
    expect(await reasonsOf(document)).toEqual([[reason, devices]]);
  });

  test("capacity for some and rounding for one", async () => {
    const services = { login: { capacity: "1.75/h", headroom: "0%" } };
    const fleet = [{ site: "here", profile: "office", ring: "all", devices: 5 }];
    // Of five devices two slots take 3.5 in fractions and two in whole.
    expect(await reasonsOf(simple({ services, fleet }, { window: "22:00-00:00" }))).toEqual([
      ["capacity", 2],
      ["rounding", 1],
    ]);
  });
});

describe("rings", () => {
  const rings = (first: Document, second: Document, devices = 5): Document =>
    simple({
      deadline: "3d",
      rings: [
        { name: "first", ...first },
        { name: "second", ...second },
      ],
      fleet: [
        ...(devices === 0 ? [] : [{ site: "here", profile: "office", ring: "first", devices }]),
        { site: "here", profile: "office", ring: "second", devices: 40 },
      ],
    });
  const datesOf = async (document: Document): Promise<readonly string[]> => {
    const { plan, rollout } = await staggeredOnly(document);
    expect(faultsOf(rollout, plan)).toEqual([]);
    return plan.rings.map(
      ({ name, opens, closes }) => `${name} ${opens.slice(8, 16)} ${closes.slice(8, 16)}`,
    );
  };

  test("the second opens once the first has soaked", async () => {
    expect(await datesOf(rings({ soak: "12h" }, {}))).toEqual([
      "first 11T17:00 11T23:00",
      "second 12T11:00 14T17:00",
    ]);
  });

  test("a ring without devices is left out and does not soak", async () => {
    expect(await datesOf(rings({ soak: "12h" }, {}, 0))).toEqual(["second 11T17:00 14T17:00"]);
  });

  test("a date of the scenario stands, and the ring before closes in time to soak", async () => {
    const dated = { opens: "2026-08-13T12:00Z" };
    expect(await datesOf(rings({ soak: "12h" }, dated))).toEqual([
      "first 11T17:00 13T00:00",
      "second 13T12:00 14T17:00",
    ]);
  });

  test("a date too early for the soak leaves the ring before no time", async () => {
    const document = rings({ soak: "24h" }, { opens: "2026-08-12T12:00Z" });
    expect(await datesOf(document)).toEqual(["first 11T17:00 11T17:00", "second 12T12:00 14T17:00"]);
    expect(await reasonsOf(document)).toEqual([["deadline", 5]]);
  });

  test("a date after the deadline is the deadline", async () => {
    const document = rings({}, { opens: "2026-08-20T12:00Z" });
    expect(await datesOf(document)).toEqual(["first 11T17:00 14T17:00", "second 14T17:00 14T17:00"]);
    expect(await reasonsOf(document)).toEqual([["deadline", 40]]);
  });

  test("a second date before the first waits for the first", async () => {
    const document = rings({ opens: "2026-08-13T12:00Z" }, { opens: "2026-08-12T12:00Z" });
    expect(await datesOf(document)).toEqual(["first 13T12:00 13T12:00", "second 13T12:00 14T17:00"]);
  });
});

type Change = (document: Document) => Document;

/** The changes that a detail speaks of, made in the scenario as its reader would make them. */
function changesIn(detail: string): readonly Change[] {
  const said = /; would fit with (.*)$/.exec(detail)?.[1];
  return said === undefined ? [] : said.split(", or ").map((words) => changeOf(words));
}

function changeOf(words: string): Change {
  const capacity = / more on (\S+) \((\S+)( devices)? in all\)$/.exec(words);
  if (capacity !== null) {
    const [, id = "", amount = "", devices] = capacity;
    return (document) => {
      const services = document["services"] as Readonly<Record<string, Document>>;
      const name = Object.keys(services).find((each) => id === each || id.startsWith(`${each}/`)) ?? id;
      const changed = { ...services[name], capacity: devices === undefined ? amount : Number(amount) };
      return { ...document, services: { ...services, [name]: changed } };
    };
  }
  const deadline = /^a deadline of (\S+)$/.exec(words)?.[1];
  if (deadline !== undefined) return (document) => ({ ...document, deadline });
  if (words === "no freeze") return (document) => ({ ...document, freezes: [] });
  const hours = /^every window from (\d+) h earlier$/.exec(words)?.[1];
  if (hours === undefined) throw new Error(`no such change: ${words}`);
  return (document) => {
    const profiles = Object.entries(document["profiles"] as Readonly<Record<string, Document>>);
    const earlier = profiles.map(([name, profile]) => [
      name,
      { ...profile, window: opensEarlier(String(profile["window"]), Number(hours)) },
    ]);
    return { ...document, profiles: Object.fromEntries(earlier) as Document };
  };
}

/** "Mon-Fri 22:00-04:00" two hours earlier: "Mon-Fri 20:00-04:00"; on the day before there is no earlier. */
function opensEarlier(window: string, hours: number): string {
  const [, days = "", from = "", to = ""] = /^(\S+ )?(\d\d):00-(\d\d):00$/.exec(window) ?? [];
  const lasts = (Number(to) - Number(from) + 24) % 24 || 24;
  if (Number(from) < hours || lasts + hours > 24) return window;
  return `${days}${String(Number(from) - hours).padStart(2, "0")}:00-${to}:00`;
}

/** Plans again with each change; returns those that leave devices of the entry's cohort behind, and how many were tried. */
async function broken(
  document: Document,
): Promise<{ readonly lies: readonly string[]; readonly tried: number }> {
  const { plan } = await planned(document);
  const lies: string[] = [];
  let tried = 0;
  const seen = new Set<string>();
  for (const { cohort, detail } of plan.unscheduled) {
    for (const change of changesIn(detail)) {
      const changed = change(document);
      const key = JSON.stringify([cohort, changed]);
      if (seen.has(key)) continue;
      seen.add(key);
      tried += 1;
      const { unscheduled } = (await staggeredOnly(changed)).plan;
      if (unscheduled.some((entry: Unscheduled) => entry.cohort === cohort))
        lies.push(`${cohort}: ${detail}`);
    }
  }
  return { lies, tried };
}

describe("a way out is one", () => {
  test.each([
    ["too little capacity", simple({ services: { login: { capacity: "5/h", headroom: "0%" } } }), 3],
    [
      "too little capacity behind headroom",
      simple({ services: { login: { capacity: "5/h", headroom: "40%" } } }),
      2,
    ],
    [
      "too few offline at once",
      simple(
        { services: { login: { capacity: 2, headroom: "0%", counts: "offline" } } },
        { offline: { fixed: "1h" } },
      ),
      1,
    ],
    [
      "a freeze on the only night",
      simple({ freezes: [{ from: "2026-08-11T20:00Z", to: "2026-08-12T06:00Z" }] }),
      2,
    ],
    ["a deadline before the first night", simple({ deadline: "4h" }), 1],
  ] as const)("%s", async (_, document, atLeast) => {
    const { lies, tried } = await broken(document);
    expect(lies).toEqual([]);
    expect(tried).toBeGreaterThanOrEqual(atLeast);
  });

  test("in random scenarios", async () => {
    let all = 0;
    for (const seed of [9, 24, 27, 28, 30, 36, 57, 58, 59]) {
      const { lies, tried } = await broken(randomScenario(new Dice(seed)));
      expect(lies, `seed ${seed}`).toEqual([]);
      all += tried;
    }
    expect(all).toBeGreaterThan(8);
  }, 60_000);
});

describe("what is suggested as a change of the scenario's text", () => {
  const frozen = { freezes: [{ from: release, to: "2026-10-30T00:00Z" }] };
  const editsOf = async (document: Document) => (await planned(document)).remedies.edits;

  test("is the one setting that the words name", async () => {
    expect(await editsOf(simple(frozen))).toEqual({ "no freeze": [{ kind: "remove", path: ["freezes"] }] });
    const crowded = simple({ services: { login: { capacity: "5/h", headroom: "0%" } } });
    expect(await editsOf(crowded)).toEqual({
      "5.1/h more on login (10.1/h in all)": [
        { kind: "set", path: ["services", "login", "capacity"], value: "10.1/h" },
      ],
      "a deadline of 1d20h": [{ kind: "set", path: ["deadline"], value: "1d20h" }],
    });
  });

  test("is nothing where holidays of a site are among the freezes: these stand elsewhere", async () => {
    const holidays = simple({ ...frozen, sites: { here: { timezone: "UTC", holidays: "DE-BY" } } });
    expect(await editsOf(holidays)).toEqual({});
  });
});
