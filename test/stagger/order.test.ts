/** Devices of a group take turns: laws over random groups, and cases that a human can follow. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import { TurnList } from "../../src/stagger/order.js";
import { type Dice, forEverySeed } from "../support/dice.js";
import { type Document, faultsOf, level, planned, prepared, staggeredOnly } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

const minute = 60_000;
const hour = 60 * minute;

/** Servers are away for exactly this long after the end of their slot. */
const lead = 5;
const offline = 10;
const server = { ...deltaProfile, lead: { fixed: `${lead}m` }, offline: { fixed: `${offline}m` } };

const base = (change: Document): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  slot: "30m",
  deadline: "3d",
  maxPerSlot: "100%",
  rings: [{ name: "all" }],
  window: "20:00-04:00",
  profile: "server",
  profiles: { server, office: deltaProfile },
  services: { login: { capacity: "600/h", headroom: "0%" } },
  ...change,
});

const named = (names: readonly string[], more: Document = {}): readonly Document[] =>
  names.map((device) => ({ site: "Berlin", ring: "all", group: "dc", device, devices: 1, ...more }));

type Turn = {
  readonly site: string;
  readonly device: string | null;
  readonly profile: string;
  readonly at: number;
  readonly until: number;
  readonly devices: number;
};

/** The group's waves with the time until which their devices are gone, in the order of time. */
function turns({ waves, cohorts }: Plan, group: string, settle: number): readonly Turn[] {
  return waves.flatMap(({ cohort: id, start, end, devices }) => {
    const cohort = cohorts.find((each) => each.id === id);
    if (cohort?.group !== group) return [];
    const { site, device, profile } = cohort;
    const until = Date.parse(end) + (profile === "server" ? lead + offline : 0) * minute + settle * minute;
    return [{ site, device, profile, at: Date.parse(start), until, devices }];
  });
}

const goneAt = (some: readonly Turn[], at: number): number =>
  some.reduce((sum, turn) => sum + (turn.at <= at && at < turn.until ? turn.devices : 0), 0);

/** Hours after the release at which the group's devices have their waves. */
const hoursOf = (plan: Plan): readonly (readonly [string | null, number])[] =>
  turns(plan, "dc", 0).map(({ device, at }) => [device, (at - Date.parse(release)) / hour] as const);

describe("turns", () => {
  test("one at a time, each half an hour after the one before is back, named ones where they are to be", async () => {
    const { rollout, plan } = await staggeredOnly(
      base({
        fleet: named(["A", "B", "C", "D"]),
        order: { dc: { atOnce: 1, settle: "30m", sequence: ["c", "B"], last: ["a"] } },
      }),
    );
    // 20:00 is three hours after the release; slot 30, lead 5, offline 10, settle 30 minutes: three slots.
    expect(hoursOf(plan)).toEqual([
      ["C", 3],
      ["B", 4.5],
      [null, 6],
      ["A", 7.5],
    ]);
    expect(faultsOf(rollout, plan)).toEqual([]);
    expect(plan.certificate.status).toBe("proven");
  });

  test("the count holds for each site, or for the whole group", async () => {
    const fleet = [...named(["A", "B"]), ...named(["X", "Y"], { site: "Pune" })];
    const at = async (perSite: boolean) =>
      hoursOf((await staggeredOnly(base({ fleet, order: { dc: { perSite } } }))).plan).map(
        ([, hours]) => hours,
      );
    expect(await at(true)).toEqual([3, 3, 4, 4]);
    expect(await at(false)).toEqual([3, 4, 5, 6]);
  });

  test("a share is of the group at the site, devices left out of the plan included", async () => {
    const { plan } = await staggeredOnly(
      base({
        fleet: [
          { site: "Berlin", ring: "all", group: "dc", devices: 6 },
          { site: "Berlin", ring: "all", group: "dc", devices: 2, tags: ["old"] },
        ],
        exclude: [{ who: { tag: "old" }, reason: "replaced" }],
        order: { dc: { atOnce: "25%" } },
      }),
    );
    expect(turns(plan, "dc", 0).map(({ devices }) => devices)).toEqual([2, 2, 2]);
  });

  test("a device waits until all of the entry before it are back, at whatever site", async () => {
    const { plan } = await staggeredOnly(
      base({
        fleet: [...named(["A"]), ...named(["X", "Y"], { site: "Pune" }), ...named(["Z"], { site: "Rome" })],
        order: { dc: { sequence: [{ site: "Pune" }], last: ["Z"] } },
      }),
    );
    expect(hoursOf(plan)).toEqual([
      [null, 3],
      [null, 4],
      [null, 5],
      ["Z", 6],
    ]);
  });

  test("rings come first, and a note says where they turn the order round", async () => {
    const document = base({
      rings: [{ name: "pilot", soak: "12h" }, { name: "all" }],
      fleet: [...named(["A"], { ring: "pilot" }), ...named(["B", "C"])],
      order: { dc: { last: ["a"] } },
    });
    const { plan } = await staggeredOnly(document);
    expect(hoursOf(plan).map(([device]) => device)).toEqual(["A", null, null]);
    const { settled } = await prepared(document);
    expect(settled.notes.map(({ code }) => code)).toEqual(["order.ring"]);
  });

  test("a ring ends with the last turn of its groups", async () => {
    const { plan } = await staggeredOnly(
      base({
        rings: [{ name: "pilot", soak: "2h" }, { name: "all" }],
        fleet: [
          ...named(["A", "B"], { ring: "pilot" }),
          { site: "Berlin", ring: "pilot", profile: "office", devices: 5 },
          { site: "Berlin", ring: "all", profile: "office", devices: 5 },
        ],
        order: { dc: { settle: "1h" } },
      }),
    );
    expect(hoursOf(plan)).toEqual([
      [null, 3],
      [null, 5],
    ]);
    expect(plan.rings.map(({ closes }) => (Date.parse(closes) - Date.parse(release)) / hour)).toEqual([
      5.5, 72,
    ]);
    expect((Date.parse(plan.rings[1]?.opens ?? "") - Date.parse(release)) / hour).toBe(7.5);
  });

  test("pinned devices keep their time, and others make room for them", async () => {
    const document = (at: string) =>
      base({
        fleet: named(["A", "B", "C"]),
        pins: [{ who: { device: "B" }, at }],
        order: { dc: { settle: "30m", sequence: ["a"] } },
      });
    const { plan } = await staggeredOnly(document("2026-08-11T22:00Z"));
    expect(hoursOf(plan)).toEqual([
      ["A", 3],
      ["B", 5],
      [null, 6.5],
    ]);
    const early = await staggeredOnly(document("2026-08-11T18:00Z"));
    expect(early.plan.unscheduled).toMatchObject([{ devices: 1, reason: "group" }]);
    expect(faultsOf(early.rollout, early.plan)).toEqual([]);
  });
});

describe("no turn at all", () => {
  test("half of the only controller is none", async () => {
    const { plan, rollout } = await planned(base({ fleet: named(["A"]), order: { dc: { atOnce: "50%" } } }));
    expect(plan.unscheduled).toEqual([
      {
        cohort: "Berlin/server/all/dc",
        devices: 1,
        reason: "group",
        detail: "50% of 1 at Berlin rounds down to 0; would fit with atOnce: 1 for dc",
      },
    ]);
    expect(plan.waves).toEqual([]);
    expect(faultsOf(rollout, plan)).toEqual([]);
  });

  test("turns end with the deadline: each way out is tried", async () => {
    const { plan, rollout } = await planned(
      base({ fleet: named(["A", "B", "C", "D"]), deadline: "8h", order: { dc: { settle: "90m" } } }),
    );
    expect(plan.unscheduled).toMatchObject([{ devices: 2, reason: "group" }]);
    expect(plan.unscheduled[0]?.detail).toBe(
      "no turn is left in dc before the deadline; would fit with atOnce: 2 for dc, or settle: 45m for dc, or every window from 3 h earlier, or a deadline of 1d8h",
    );
    expect(faultsOf(rollout, plan)).toEqual([]);
  });

  test("where no service has room, the group is not to blame", async () => {
    const { plan, rollout } = await staggeredOnly(
      base({
        fleet: named(["A", "B"]),
        order: { dc: {} },
        services: {
          login: { capacity: "10/h", headroom: "0%", background: { peak: "10/h", shape: "flat" } },
        },
      }),
    );
    expect(plan.unscheduled.map(({ reason }) => reason)).toEqual(["capacity"]);
    expect(faultsOf(rollout, plan)).toEqual([]);
  });
});

describe("a group that a service consists of", () => {
  const office = { site: "Berlin", ring: "all", profile: "office", devices: 400 };
  const quiet = {
    login: { capacity: "200/h", headroom: "10%", background: { peak: "20/h", shape: "flat" } },
  };
  const orderOf = (more: Document) => ({ dc: { settle: "30m", ...more } });

  test("a device that is gone takes its share of the capacity along", async () => {
    const { plan, rollout } = await staggeredOnly(
      base({
        fleet: [...named(["A", "B"]), office],
        services: quiet,
        order: orderOf({ capacityOf: "login" }),
      }),
    );
    const [login] = plan.services;
    const [first, second] = turns(plan, "dc", 30);
    const slotOf = (at: number) => (at - Date.parse(release)) / (30 * minute);
    expect([slotOf(first?.at ?? 0), slotOf(second?.at ?? 0)]).toEqual([6, 9]);
    const perHour = (series: readonly number[] | null | undefined) =>
      [5, 6, 8, 11, 12].map((slot) => Math.round((series?.[slot] ?? 0) * 3600));
    expect(perHour(login?.capacity)).toEqual([200, 100, 100, 100, 200]);
    expect(perHour(login?.limit)).toEqual([180, 90, 90, 90, 180]);
    expect(faultsOf(rollout, plan)).toEqual([]);
  });

  test("and pushes the others' waves away", async () => {
    const startsOf = async (more: Document) => {
      const { plan } = await staggeredOnly(
        base({ fleet: [...named(["A", "B"]), office], services: quiet, order: orderOf(more) }),
      );
      const own = plan.waves.filter(({ cohort }) => cohort.includes("office"));
      return { last: own.at(-1)?.slot ?? 0, exposure: level(plan, "exposure").value };
    };
    const [with_, without] = [await startsOf({ capacityOf: "login" }), await startsOf({})];
    expect(with_.exposure).toBeGreaterThan(without.exposure);
    expect(with_.last).toBeGreaterThan(without.last);
  });

  test("of an instance a site only that site's devices are a part", async () => {
    const { plan, rollout } = await staggeredOnly(
      base({
        fleet: [...named(["A", "B"]), ...named(["X", "Y", "Z"], { site: "Pune" })],
        services: { login: { capacity: "600/h", headroom: "0%", per: "site" } },
        order: orderOf({ capacityOf: "login", atOnce: 1 }),
      }),
    );
    const least = plan.services.map(({ id, capacity }) => [
      id,
      Math.round(Math.min(...(capacity ?? [])) * 3600),
    ]);
    expect(least).toEqual([
      ["login/Berlin", 300],
      ["login/Pune", 400],
    ]);
    expect(faultsOf(rollout, plan)).toEqual([]);
  });

  test("of the only one nothing is left, and it goes where nobody asks for it", async () => {
    const silent = { ...server, signIn: [] };
    const document = (goal: string) =>
      base({
        goal,
        profiles: { server: silent, office: deltaProfile },
        fleet: [...named(["A"]), office],
        services: quiet,
        order: orderOf({ capacityOf: "login" }),
      });
    for (const goal of ["fastest", "flattest"]) {
      const { plan, rollout } = await staggeredOnly(document(goal));
      const [login] = plan.services;
      expect(Math.min(...(login?.capacity ?? []))).toBe(0);
      expect(plan.waves.some(({ cohort, slot }) => cohort.includes("office") && slot >= 6 && slot < 9)).toBe(
        false,
      );
      expect(plan.unscheduled).toEqual([]);
      expect(login?.peak.utilisation).toBeGreaterThan(0);
      expect(faultsOf(rollout, plan)).toEqual([]);
    }
  });
});

/** Groups of all sizes over sites, rings and profiles, some of them parts of a service, beside people's devices. */
function randomTurns(dice: Dice): { readonly document: Document; readonly settle: number } {
  const sites = ["Berlin", "Pune", "Rome"].slice(0, dice.whole(1, 3));
  const rings = dice.pick([["all"], ["pilot", "all"]]);
  const where = () => ({
    site: dice.pick(sites),
    ring: dice.pick(rings),
    profile: dice.pick(["server", "office"]),
  });
  const names = Array.from({ length: dice.whole(1, 6) }, (_, i) => `DC-${i}`);
  const fleet = [
    ...names.map((device) => ({ ...where(), group: "dc", device, devices: 1 })),
    ...(dice.chance(0.5) ? [{ ...where(), group: "dc", devices: dice.whole(1, 12) }] : []),
    { ...where(), devices: dice.whole(50, 400) },
  ];
  const [first, second, last] = dice.shuffled(names);
  const settle = dice.pick([0, 20, 45, 120]);
  return {
    settle,
    document: base({
      goal: dice.pick(["fastest", "flattest"]),
      maxPerSlot: dice.pick(["100%", "12.5%"]),
      deadline: dice.pick(["1d", "2d", "3d"]),
      rings: rings.map((name) => ({ name, soak: dice.pick(["0h", "5h"]) })),
      fleet,
      services: {
        login: {
          capacity: `${dice.whole(40, 400)}/h`,
          headroom: dice.pick(["0%", "30%"]),
          background: dice.chance(0.5) ? { peak: "20/h", shape: "flat" } : "none",
          ...(dice.chance(0.3) ? { per: "site" } : {}),
        },
      },
      order: {
        dc: {
          atOnce: dice.pick([1, 2, 3, "25%", "50%"]),
          perSite: dice.chance(0.7),
          settle: `${settle}m`,
          ...(first !== undefined && dice.chance(0.6)
            ? { sequence: second !== undefined && dice.chance(0.5) ? [first, second] : [first] }
            : {}),
          ...(last !== undefined && dice.chance(0.5) ? { last: [last] } : {}),
          ...(dice.chance(0.6) ? { capacityOf: "login" } : {}),
        },
      },
    }),
  };
}

/** Of devices that the scenario names: those of `sequence` in their order, then those of `last`. */
const place = ({ device }: Turn, sequence: readonly string[], last: readonly string[]): number =>
  sequence.includes(device ?? "")
    ? sequence.indexOf(device ?? "")
    : sequence.length + 1 + last.indexOf(device ?? "");

type Turning = {
  readonly atOnce: number | string;
  readonly perSite: boolean;
  readonly capacityOf?: string;
  readonly sequence?: readonly string[];
  readonly last?: readonly string[];
};

describe("laws", () => {
  test("never more than atOnce are gone at any instant, nobody goes out of turn, no load is over what is left", async () => {
    let counted = 0;
    await forEverySeed([1, 25], async (dice) => {
      const { document, settle } = randomTurns(dice);
      const { plan, rollout } = await staggeredOnly(document);
      const {
        atOnce,
        perSite,
        capacityOf,
        sequence = [],
        last = [],
      } = (document.order as Readonly<Record<string, Turning>>).dc as Turning;
      expect(faultsOf(rollout, plan)).toEqual([]);
      const all = turns(plan, "dc", settle);
      const sizeAt = (site: string | null) =>
        plan.cohorts.reduce(
          (sum, { group, site: own, devices }) =>
            sum + (group === "dc" && (site === null || own === site) ? devices : 0),
          0,
        );
      const sites = perSite ? [...new Set(all.map(({ site }) => site))] : [null];
      for (const site of sites) {
        const pool = all.filter((turn) => site === null || turn.site === site);
        const most =
          typeof atOnce === "number" ? atOnce : Math.floor((parseInt(atOnce, 10) / 100) * sizeAt(site));
        for (const { at } of pool) expect(goneAt(pool, at)).toBeLessThanOrEqual(most);
        counted += pool.length;
      }
      const ringOf = new Map(plan.cohorts.map(({ device, ring }) => [device, ring]));
      const byName = all.filter(({ device }) => device !== null);
      for (const a of byName)
        for (const b of byName)
          if (
            place(a, sequence, last) < place(b, sequence, last) &&
            ringOf.get(a.device) === ringOf.get(b.device)
          )
            expect(b.at).toBeGreaterThanOrEqual(a.until);
      for (const { id, capacity, load, limit, background } of plan.services) {
        const site = id.includes("/") ? (id.split("/")[1] ?? null) : null;
        const own = all.filter((turn) => site === null || turn.site === site);
        load.forEach((value, slot) => {
          const at = Date.parse(plan.grid.start) + slot * 30 * minute;
          const lost = capacityOf === undefined ? 0 : goneAt(own, at) / Math.max(1, sizeAt(site));
          const whole = Math.max(...(capacity ?? []));
          expect(capacity?.[slot]).toBeCloseTo(whole * (1 - lost), 9);
          expect(value).toBeLessThanOrEqual((limit?.[slot] ?? 0) * (1 + 1e-9));
          expect(limit?.[slot]).toBeGreaterThanOrEqual(background[slot] ?? 0);
        });
      }
    });
    expect(counted).toBeGreaterThan(60);
  });

  test("a group that may all go at once, and is part of nothing, goes as early as its cohorts alone could", async () => {
    const fleet = [{ site: "Berlin", ring: "all", group: "dc", devices: 30 }];
    const free = await staggeredOnly(base({ fleet }));
    const ordered = await staggeredOnly(base({ fleet, order: { dc: { atOnce: 1000 } } }));
    expect(ordered.plan.waves).toEqual(free.plan.waves);
    expect(level(ordered.plan, "exposure").value).toBeCloseTo(level(free.plan, "exposure").value, 6);
  });

  test("planned again from the resolved scenario it is the same plan", async () => {
    await forEverySeed([50, 54], async (dice) => {
      const { document } = randomTurns(dice);
      const { resolved } = await prepared(document);
      const [again, before] = [
        await staggeredOnly(JSON.parse(resolved.text) as Document),
        await staggeredOnly(document),
      ];
      expect({ ...again.plan, scenarioDigest: "" }).toEqual({ ...before.plan, scenarioDigest: "" });
      expect((await prepared(JSON.parse(resolved.text) as Document)).resolved.text).toBe(resolved.text);
    });
  });

  test("two thousand devices that take turns are placed within a second", async () => {
    const fleet = Array.from({ length: 2_000 }, (_, i) => ({
      site: `S${i % 150}`,
      ring: "all",
      group: "dc",
      device: `DC-${i}`,
      devices: 1,
    }));
    const sequence = fleet.slice(0, 20).map(({ device }) => device);
    const document = base({
      fleet,
      deadline: "20d",
      services: { login: { capacity: "6000/h", headroom: "0%" } },
      order: { dc: { atOnce: 2, sequence, capacityOf: "login" } },
    });
    const { rollout } = await prepared(document);
    const before = process.cpuUsage().user;
    const list = new TurnList(rollout);
    const loads = rollout.services.map(({ background }) => Float64Array.from(background));
    list.placeRing(0, (c) => [0, rollout.demands[c]?.behaviour.slots.length ?? 0], loads);
    // Microseconds of this process: other processes of the machine must not count.
    expect(process.cpuUsage().user - before).toBeLessThan(1e6);
    expect([...list.unscheduled()].filter((out) => out > 0)).toEqual([]);
  });
});
