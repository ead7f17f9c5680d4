/** Minutes against slots: one picture at two resolutions, drawn by two ways. */
import { describe, expect, test } from "vitest";
import { type Arrivals, arrivalsOf } from "../../src/evaluate/arrivals.js";
import { crowdsAtRest, crowdsByNature, crowdsOf, herd } from "../../src/evaluate/crowds.js";
import { done } from "../../src/problem.js";
import type { Rollout } from "../../src/rollout.js";
import { loadsOf, type Stagger } from "../../src/service/demand.js";
import { minute, share } from "../../src/units.js";
import { total } from "../client/given.js";
import { rolloutOf } from "../service/prepared.js";
import { Dice, forSeeds } from "../support/dice.js";
import { withPeers } from "../support/peered.mjs";
import { prepared } from "../support/planning.js";
import { randomScenario } from "../support/scenarios.js";

/** Some of each cohort in some slots. */
const somehow = ({ demands }: Rollout, dice: Dice): Stagger =>
  demands.map(({ behaviour }) =>
    Float64Array.from(behaviour.slots, () => (dice.chance(0.2) ? dice.whole(1, 90) / 10 : 0)),
  );

const meansOverSlots = (minutes: Float64Array, perSlot: number): Float64Array =>
  Float64Array.from(
    { length: minutes.length / perSlot },
    (_, t) => total(minutes.subarray(t * perSlot, (t + 1) * perSlot)) / perSlot,
  );

/** Orphans, whom the simulator makes itself, added as the forecast adds them. */
function everySignIn({ services }: Rollout, arrivals: readonly Arrivals[]): readonly Float64Array[] {
  return arrivals.map(({ signIns, peersLeaving }, r) => {
    const { clients, signInAgain } = services[r]?.peers ?? { clients: 0, signInAgain: 0 };
    return signIns.map((value, m) => value + clients * signInAgain * (peersLeaving[m] as number));
  });
}

function expectForecast(rollout: Rollout, stagger: Stagger, arrivals: readonly Arrivals[]): void {
  const { grid, services, demands, apart } = rollout;
  const loads = loadsOf(grid, services, apart?.signIns ?? demands, stagger);
  everySignIn(rollout, arrivals).forEach((minutes, r) => {
    const load = loads[r] as Float64Array;
    const within = 1e-9 * Math.max(...load);
    meansOverSlots(minutes, grid.slot / minute).forEach((mean, t) => {
      const found = mean + (services[r]?.background[t] as number);
      if (Math.abs(found - (load[t] as number)) > within)
        expect.fail(`${services[r]?.id}, slot ${t}: ${found} is not ${load[t]}`);
    });
  });
}

const around = (slot: string) =>
  rolloutOf({
    slot,
    deadline: "2d",
    fleet: [
      { site: "Berlin", profile: "windows-office", devices: 700 },
      { site: "NYC", profile: "windows-laptop", timezone: "America/New_York", devices: 400 },
      { site: "Pune", profile: "windows-kiosk", timezone: "Asia/Kolkata", devices: 90 },
    ],
    window: "00:00-24:00",
    services: {
      login: { preset: "active-directory", capacity: "5/s", background: { peak: "1/s", shape: "flat" } },
      desk: { preset: "service-desk", capacity: "unknown" },
      vdi: { preset: "vdi-broker", capacity: "unknown", sites: ["Berlin", "NYC"] },
      gone: { counts: "offline", capacity: 50 },
    },
  });

describe("the minutes of a slot have the forecast's mean", () => {
  test("in random scenarios of every kind, with peers and without", () =>
    forSeeds([1, 12], async (dice) => {
      const { rollout } = await prepared(withPeers(randomScenario(dice), dice, 0.5));
      const stagger = somehow(rollout, dice);
      expectForecast(rollout, stagger, arrivalsOf(crowdsOf(rollout, stagger), rollout.services));
    }));

  test.each(["15m", "5m"])("for waves at any time of the day, slots of %s", async (slot) => {
    const rollout = await around(slot);
    const stagger = somehow(rollout, new Dice(5));
    const arrivals = arrivalsOf(crowdsOf(rollout, stagger), rollout.services);
    expectForecast(rollout, stagger, arrivals);
    expect(arrivals.every(({ signIns }) => Math.max(...signIns) > 0)).toBe(true);
  });
});

test("as many clients leave a service as sign in again; nobody leaves a desk", async () => {
  const rollout = await around("15m");
  const crowds = crowdsOf(rollout, somehow(rollout, new Dice(6)));
  const [login, desk] = arrivalsOf(crowds, rollout.services) as [Arrivals, Arrivals];
  expect(total(login.leaving) * 60).toBeGreaterThan(100);
  expect(total(login.leaving) / total(login.signIns)).toBeCloseTo(1, 6);
  expect(total(desk.leaving)).toBe(0);
});

describe("by hand", () => {
  const plain = {
    profiles: {
      pc: {
        detect: { fixed: "0m" },
        download: { fixed: "0m" },
        install: { fixed: "0m" },
        lead: { fixed: "10m" },
        offline: { fixed: "4m" },
        signIn: [{ share: 1.5, at: "boot", after: { fixed: "1m" } }],
      },
    },
    fleet: [{ site: "Berlin", profile: "pc", devices: 30 }],
    services: {
      login: {
        capacity: "5/s",
        peers: { profiles: { pc: "10%" }, each: "1/min", clients: 3, signInAgain: "50%" },
      },
      gone: { counts: "offline", capacity: 50 },
    },
  };
  /** Devices by minute after the release at 17:00Z, two in each minute of the slot from 19:00Z on. */
  const oneWave = async () => {
    const rollout = await rolloutOf(plain);
    const stagger = rollout.demands.map(({ behaviour }) =>
      Float64Array.from(behaviour.slots, (slot) => (slot === 8 ? 30 : 0)),
    );
    return { rollout, crowds: crowdsOf(rollout, stagger) };
  };
  const from = (start: number, counts: readonly number[], length: number): number[] => {
    const row = new Array<number>(length).fill(0);
    counts.forEach((count, i) => (row[start + i] = count));
    return row;
  };
  const rounded = (row: Float64Array, unit: number): number[] =>
    [...row].map((value) => Number((value * unit).toFixed(9)));

  test("a wave of 30 begins two a minute, is gone ten minutes later, and back after four", async () => {
    const { rollout, crowds } = await oneWave();
    const [crowd] = crowds;
    expect(crowd).toMatchObject({ devices: 30, ring: "all", zone: "Europe/Berlin", services: [0, 1] });
    const length = rollout.grid.slots * 15;
    const two = new Array<number>(15).fill(2);
    expect([...(crowd?.starts ?? [])]).toEqual(from(120, two, length));
    const [login, gone] = arrivalsOf(crowds, rollout.services) as [Arrivals, Arrivals];
    const three = two.map((count) => count * 1.5);
    expect(rounded(login.signIns, 60)).toEqual(from(135, three, length));
    expect(rounded(login.leaving, 60)).toEqual(from(130, three, length));
    expect(rounded(login.peersLeaving, 60)).toEqual(from(130, two.map((count) => count / 10), length)); // prettier-ignore
    const away = [1, 3, 5, 7, ...new Array<number>(11).fill(8), 7, 5, 3, 1];
    expect(rounded(gone.signIns, 1)).toEqual(from(130, away, length));
  });

  test("a herd is the whole wave in the first minute of its slot, and the slot's mean stays", async () => {
    const { rollout, crowds } = await oneWave();
    const together = herd(rollout, crowds);
    const length = rollout.grid.slots * 15;
    expect([...(together[0]?.starts ?? [])]).toEqual(from(120, [30], length));
    const [login] = arrivalsOf(together, rollout.services) as [Arrivals];
    expect(rounded(login.signIns, 60)).toEqual(from(135, [45], length));
  });

  test("who restarts by itself has no lead: back four minutes later", async () => {
    const { rollout } = await oneWave();
    const crowds = crowdsByNature(rollout, ({ starts }) => {
      const restarts = starts.map((_, m) => (m === 200 ? 0.5 : 0));
      return done([{ share: share(1), own: { restarts, shutdowns: restarts.map(() => 0), never: 0.5 } }]);
    });
    expect(crowds.ok).toBe(true);
    const [login, gone] = arrivalsOf(crowds.ok ? crowds.value : [], rollout.services) as [Arrivals, Arrivals];
    const length = rollout.grid.slots * 15;
    expect(rounded(login.leaving, 60)).toEqual(from(200, [22.5], length));
    expect(rounded(login.signIns, 60)).toEqual(from(205, [22.5], length));
    expect(rounded(gone.signIns, 1)).toEqual(from(200, [7.5, 15, 15, 15, 7.5], length));
  });
});

describe("crowds", () => {
  test("hold every device that restarts: on time, straggling or as its person arrives", () =>
    forSeeds([31, 36], async (dice) => {
      const { rollout } = await prepared(randomScenario(dice));
      const stagger = somehow(rollout, dice);
      const late = rollout.demands.reduce(
        (sum, { behaviour }, c) =>
          sum + total(behaviour.late.map((part, p) => part * (stagger[c]?.[p] as number))),
        0,
      );
      const begun = crowdsOf(rollout, stagger).map(({ starts, powerOns }) => total(starts) + total(powerOns));
      expect(total(begun) + late).toBeCloseTo(total(stagger.map(total)), 6);
    }));

  test("are one for a profile, zone and ring, whatever the site", async () => {
    const rollout = await rolloutOf({
      fleet: [
        { site: "Berlin", profile: "windows-office", devices: 700 },
        { site: "Munich", profile: "windows-office", timezone: "Europe/Berlin", devices: 100 },
        { site: "Paris", profile: "windows-office", timezone: "Europe/Paris", devices: 50 },
      ],
    });
    const crowds = crowdsAtRest(rollout);
    expect(crowds.map(({ zone, devices }) => [zone, devices])).toEqual([
      ["Europe/Berlin", 800],
      ["Europe/Paris", 50],
    ]);
    expect(crowds[1]?.rhythm).toBe(crowds[0]?.rhythm);
    expect(total(crowds.flatMap(({ starts, powerOns, natural }) => [...starts, ...powerOns, ...natural]))).toBe(0); // prettier-ignore
  });
});
