/** How far the services of a plan are from collapse: figures by hand, and the simulator on both sides of them. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Distance, worstSlot } from "../../src/evaluate/distance.js";
import type { Solved } from "../../src/pipeline.js";
import { second } from "../../src/units.js";
import { type Document, planned } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";
import { retriesOf } from "../support/overload.js";
import { endOf, simulated } from "./storm.js";

/** All restart in one slot, the first, if `login` has room for them; each signs in there. */
const night = (devices: number, services: Document, changes: Document = {}): Document => ({
  version: 1,
  timezone: "Europe/Berlin",
  release: { at: release },
  deadline: "24h",
  maxPerSlot: "100%",
  window: "21:00-01:00",
  rings: [{ name: "all" }],
  fleet: [{ site: "Berlin", profile: "plain", devices }],
  profiles: { plain: deltaProfile },
  services,
  ...changes,
});

const retries = { backoff: "10s", giveUp: "10%", failureCost: "30%" };
const login = { capacity: "100/s", headroom: "20%", background: { peak: "60/s", shape: "flat" }, retries };

const close = (value: number, digits = 6): number => expect.closeTo(value, digits) as number;
const distancesOf = async (document: Document): Promise<readonly Distance[]> =>
  (await planned(document)).distances;

describe("of one service, 18,000 sign-ins in a slot of 900 s beside 60/s", () => {
  let solved: Solved;
  beforeAll(async () => {
    solved = await planned(night(18_000, { login }));
  });

  test("every figure is that of 80/s on 100/s", () => {
    expect(solved.distances).toEqual([
      {
        service: "login",
        counts: "signIns",
        // Release 17:00 UTC, window from 21:00 Berlin: eight slots later.
        slot: 8,
        load: close(80),
        capacity: 100,
        // The devices, and the background once a day.
        clients: close(18_000 + 60 * 86_400, 3),
        state: "vulnerable",
        triggerProofLoad: close(33.333333),
        tipping: {
          unstableLoad: close((0.9 * 100 - 0.7 * 80) / 0.2),
          collapsedLoad: close(800),
          criticalBacklog: close(900),
          largestTrigger: close(1_000),
          // 35 s x ln(45 / 25)
          longestSurge: close(20_572.53, 2),
        },
        largestWave: { events: close(18_000, 4), isSurvived: false },
        events: close(18_000, 4),
        surge: 1.25,
        // 18,000 / (80/s - 60/s)
        jitterWindow: close(900 * second, 3),
        jitterWindowByChance: expect.any(Number) as number,
        everyoneTrying: "stuck",
        peers: null,
      },
    ]);
  });

  test("the simulator survives one in a hundred fewer at once, and a surge as much shorter; not more", () => {
    const [{ load, capacity, tipping, surge } = {} as Distance] = solved.distances;
    const given = { load, capacity, failureCost: 0.3, giveUp: 0.1, backoff: 10, lasts: 1_500 };
    const atOnce = (times: number): string =>
      endOf(simulated({ ...given, atOnce: times * (tipping?.largestTrigger as number) }));
    expect([0.99, 1.01].map(atOnce)).toEqual(["recovered", "collapsed"]);
    const lasting = (times: number): string => {
      const seconds = (times * (tipping?.longestSurge as number)) / second;
      return endOf(simulated({ ...given, surge: [surge * capacity - load, seconds], fineness: 500 }));
    };
    expect([0.99, 1.01].map(lasting)).toEqual(["recovered", "collapsed"]);
  });
});

test("the trigger-proof loads are those of the presets, and only services that count something a second have a distance", async () => {
  const given = await distancesOf(
    night(60, {
      login: { preset: "active-directory", capacity: "400/s" },
      radius: { preset: "radius-802.1x", capacity: "500/s" },
      vpn: { preset: "vpn-concentrator", capacity: "60/s" },
      voip: { preset: "voip-registrar", capacity: "2000/s", background: { peak: "139/s", shape: "flat" } },
      unknown: { capacity: "unknown" },
      rack: { capacity: 70, counts: "offline" },
    }),
  );
  expect(given.map(({ service, state }) => [service, state])).toEqual([
    ["login", "stable"],
    ["radius", "stable"],
    ["vpn", "stable"],
    ["voip", "vulnerable"],
  ]);
  [222.2, 20, 17.1, 0].forEach((proof, i) => expect(given[i]?.triggerProofLoad).toBeCloseTo(proof, 1));
  // 45 s x (2,000 - 139 - 60 / 900) / 0.85
  expect(given[3]?.tipping?.largestTrigger).toBeCloseTo(98_520, 0);
  expect(given[3]?.largestWave).toEqual({ events: close(60), isSurvived: true });
});

describe("the worst slot", () => {
  const given = retriesOf({ failureCost: 0.3, giveUp: 0.1, backoff: 10 });
  test.each<[string, readonly number[], readonly number[], number]>([
    ["has the least left", [60, 80, 70], [100, 100, 100], 1],
    ["is the first of equals", [60, 80, 80], [100, 100, 100], 1],
    ["is vulnerable before one that is stable with less left", [60, 5, 20], [100, 25, 100], 0],
    ["is overloaded before all, by the most", [100, 41, 130], [100, 40, 100], 2],
    ["is none in which all is gone and nobody asks", [10, 0], [100, 0], 0],
    ["is one in which all is gone and somebody asks", [10, 1], [100, 0], 1],
  ])("%s", (_, loads, capacities, slot) =>
    expect(worstSlot(Float64Array.from(loads), Float64Array.from(capacities), given).slot).toBe(slot),
  );

  test("may be over its capacity by a rounding", () => {
    const loads = Float64Array.of(100 * (1 + 5e-10), 100 * (1 + 5e-9));
    expect(worstSlot(loads.subarray(0, 1), Float64Array.of(100), given).load).toBe(100);
    expect(worstSlot(loads.subarray(1), Float64Array.of(100), given).load).toBeGreaterThan(100);
  });
});

test("the worst slot is one without a device that a part of the service consists of", async () => {
  const fleet = [
    ...["A", "B", "C", "D"].map((device) => ({
      site: "Berlin",
      profile: "plain",
      group: "dc",
      device,
      devices: 1,
    })),
    { site: "Berlin", profile: "plain", devices: 60 },
  ];
  const order = { dc: { atOnce: 1, settle: "15m", capacityOf: "login" } };
  const [distance] = await distancesOf(
    night(0, { login: { ...login, background: { peak: "50/s", shape: "flat" } } }, { fleet, order }),
  );
  expect(distance?.capacity).toBe(75);
  expect(distance?.tipping?.largestTrigger).toBeCloseTo((10 * (75 - (distance?.load as number))) / 0.2, 6);
});

test("a limit that is met to the last sign-in is no overload; a background above the capacity is", async () => {
  const full = { ...login, headroom: "0%", background: { peak: "60/s", shape: "flat" } };
  const [met] = await distancesOf(night(36_000, { login: full }));
  expect(met).toMatchObject({ state: "vulnerable", load: close(100), tipping: { largestTrigger: close(0) } });
  const [over] = await distancesOf(
    night(60, { login: { ...full, background: { peak: "120/s", shape: "flat" } } }),
  );
  expect(over).toMatchObject({ state: "overloaded", tipping: null, jitterWindow: null });
  expect(over?.largestWave).toEqual({ events: 0, isSurvived: false });
});

test("of peers: with fewer than 192,000 of a million clients online it does not heal", async () => {
  const peers = { profiles: { plain: "1%" }, each: "2/s", promotion: "0m", clients: 100, signInAgain: "0%" };
  const patient = { backoff: "60s", giveUp: "0%", failureCost: "30%" };
  const [distance] = await distancesOf(
    night(1e6, { login: { capacity: "20200/s", headroom: "0%", retries: patient, peers } }),
  );
  expect(distance).toMatchObject({
    clients: 1e6,
    peers: {
      bootstrap: close(192_000, 3),
      capacityToHeal: close(4_800, 3),
      backoffToHeal: close(1_500 * second, 3),
      hasBug: false,
    },
  });
});
