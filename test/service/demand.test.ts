import { describe, expect, it } from "vitest";
import { slotStart } from "../../src/calendar/grid.js";
import { forecast } from "../../src/evaluate/forecast.js";
import { addLoads, type CohortDemand, loadsOf, pricedWaves } from "../../src/service/demand.js";
import { isBlind, nominalServices } from "../../src/service/nominal.js";
import { limitsAtRise, riseBases, riseOf } from "../../src/service/rise.js";
import { restartCount } from "../../src/service/service.js";
import type { Rollout } from "../../src/rollout.js";
import { instant, minute } from "../../src/units.js";
import { dice, total } from "../client/given.js";
import { rolloutOf } from "./prepared.js";

/** Staged at once, restarts at once, five minutes offline. */
const plain = {
  detect: { fixed: "0m" },
  download: { fixed: "0m" },
  install: { fixed: "0m" },
  lead: { fixed: "0m" },
  offline: { fixed: "5m" },
  signIn: [{ share: "100%" }],
};
const withProfile = (profile: object, services: object, more: object = {}): Promise<Rollout> =>
  rolloutOf({ profiles: { plain: { ...plain, ...profile } }, services, ...more });

/** Loads of the whole cohort (1000 devices) in its first slot, from that slot on. */
function firstSlot({ grid, services, demands }: Rollout): readonly (readonly number[])[] {
  const stagger = demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length));
  (stagger[0] as Float64Array)[0] = (demands[0] as CohortDemand).cohort.devices;
  const from = demands[0]?.behaviour.slots[0] as number;
  return loadsOf(grid, services, demands, stagger).map((load) =>
    [...load.subarray(from, from + 3)].map((value) => Number(value.toFixed(9))),
  );
}

describe("units, of a thousand devices in a slot of fifteen minutes", () => {
  it("restarts, sign-ins and calls count events per second, offline counts devices", async () => {
    const rollout = await withProfile(
      {},
      {
        power: { capacity: "5/s", counts: "restarts" },
        login: { capacity: "5/s", counts: "signIns" },
        desk: { capacity: "5/s", counts: "calls", signIns: 0.01 },
        away: { capacity: 500, counts: "offline" },
      },
    );
    const perSecond = 1000 / 900;
    // A third of the sign-ins five minutes later fall into the next slot; offline 5 of 15 minutes, a sixth of it in the next.
    expect(firstSlot(rollout)).toEqual(
      [
        [perSecond, 0, 0],
        [(perSecond * 2) / 3, perSecond / 3, 0],
        [(perSecond * 2) / 300, perSecond / 300, 0],
        [(1000 / 3) * (5 / 6), (1000 / 3) * (1 / 6), 0],
      ].map((row) => row.map((value) => Number(value.toFixed(9)))),
    );
  });

  it("shares, displacement, factors and the services an entry names multiply and choose", async () => {
    const rollout = await withProfile(
      {
        offline: { fixed: "0m" },
        signIn: [
          { share: 1.5, services: ["login"] },
          { share: "70%", displaces: "80%" },
        ],
      },
      { login: { capacity: "5/s", signIns: 2 }, other: { capacity: "5/s" } },
    );
    const perSecond = 1000 / 900;
    const [login, other] = firstSlot(rollout);
    expect(login?.[0]).toBeCloseTo(perSecond * 2 * (1.5 + 0.7 * 0.2), 8);
    expect(other?.[0]).toBeCloseTo(perSecond * 0.7 * 0.2, 8);
  });

  it("a background stands under every load", async () => {
    const rollout = await withProfile(
      {},
      { login: { capacity: "5/s", background: { peak: "2/s", shape: "flat" } } },
    );
    expect(firstSlot(rollout)[0]?.[2]).toBe(2);
  });
});

it("a service called restarts that counts sign-ins does not change when devices restart", async () => {
  const rollout = await withProfile(
    { offline: { fixed: "3h" }, signIn: [{ share: 1 }] },
    { restarts: { capacity: "5/s" } },
  );
  const stagger = rollout.demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length));
  (stagger[0] as Float64Array)[0] = 1000;
  const { restarted } = forecast(rollout, stagger, [0]);
  expect(restarted[rollout.demands[0]?.behaviour.slots[0] as number]).toBeCloseTo(1000, 6);
});

/** Everything a wave can do: stragglers, devices that are off, people who wait, three kinds of services, two zones. */
const wide = () =>
  rolloutOf({
    window: ["Mon-Fri 20:00-23:00", "Thu 09:00-15:00"],
    fleet: [
      { site: "Berlin", profile: "windows-laptop", devices: 700 },
      { site: "NYC", profile: "windows-laptop", timezone: "America/New_York", devices: 200 },
      { site: "NYC", profile: "windows-kiosk", timezone: "America/New_York", devices: 100 },
    ],
    services: {
      login: { capacity: "5/s" },
      vdi: { capacity: "5/s", counts: "restarts", per: "site" },
      away: { capacity: 100, counts: "offline", sites: ["NYC"] },
      desk: { capacity: "5/h", preset: "service-desk" },
    },
  });

const randomly = ({ demands }: Rollout, roll: () => number) =>
  demands.map(({ behaviour }) => Float64Array.from(behaviour.slots, () => (roll() < 0.3 ? roll() * 50 : 0)));

describe("laws of demand", () => {
  it("prices of waves are the adjoint of loads: sum of prices x loads = sum of devices x priced waves", async () => {
    const rollout = await wide();
    const roll = dice(42);
    const bare = rollout.services.map((service) => ({
      ...service,
      background: new Float64Array(rollout.grid.slots),
    }));
    for (let i = 0; i < 20; i++) {
      const stagger = randomly(rollout, roll);
      const prices = bare.map(() =>
        Float64Array.from({ length: rollout.grid.slots }, () => (roll() < 0.2 ? roll() : 0)),
      );
      const loads = loadsOf(rollout.grid, bare, rollout.demands, stagger);
      const paid = total(
        loads.map((load, r) => total(load.map((value, t) => value * (prices[r]?.[t] as number)))),
      );
      const priced = total(
        rollout.demands.map((demand, c) =>
          total(pricedWaves(demand, prices).map((each, p) => each * (stagger[c]?.[p] as number))),
        ),
      );
      expect(paid).toBeGreaterThan(0);
      expect(Math.abs(paid - priced)).toBeLessThan(1e-9 * paid);
    }
  });

  it("loads are linear, and what is added can be taken away", async () => {
    const rollout = await wide();
    const roll = dice(5);
    const [x, y] = [randomly(rollout, roll), randomly(rollout, roll)];
    const both = x.map((devices, c) => devices.map((count, p) => 2 * count + (y[c]?.[p] as number)));
    const { grid, services, demands } = rollout;
    const [ofX, ofY, ofBoth] = [x, y, both].map((stagger) => loadsOf(grid, services, demands, stagger)) as [
      Float64Array[],
      Float64Array[],
      Float64Array[],
    ];
    const worst = ofBoth.map((load, r) =>
      Math.max(
        ...load.map((value, t) =>
          Math.abs(
            value -
              2 * (ofX[r]?.[t] as number) -
              (ofY[r]?.[t] as number) +
              2 * (services[r]?.background[t] as number),
          ),
        ),
      ),
    );
    expect(Math.max(...worst)).toBeLessThan(1e-9);
    demands.forEach((demand, c) => addLoads(ofX, demand, x[c] as Float64Array, -1, grid.slots));
    expect(Math.max(...ofX.flatMap((load) => [...load].map(Math.abs)))).toBeLessThan(1e-9);
  });

  it("cohorts of one profile and zone share their pictures", async () => {
    const { demands } = await rolloutOf({ rings: [{ name: "pilot", share: "10%" }, { name: "broad" }] });
    const [a, b] = demands.map(({ loads }) => loads[0]?.direct.map(({ mass }) => mass));
    expect(a?.every((mass, p) => mass === b?.[p])).toBe(true);
  });

  it("at most an eighth of a cohort has its wave in one slot, and at least one device may", async () => {
    const { demands } = await rolloutOf({
      fleet: [
        { site: "A", devices: 1000 },
        { site: "B", devices: 3 },
      ],
    });
    expect(demands.map(({ mostPerSlot }) => mostPerSlot)).toEqual([125, 1]);
  });
});

describe("a nominal capacity", () => {
  it("is needed only where no capacity is known", async () => {
    const [known, unknown] = [{ capacity: "5/s" }, { capacity: "unknown" }];
    expect(isBlind((await rolloutOf({ services: { a: unknown, b: unknown } })).services)).toBe(true);
    expect(isBlind((await rolloutOf({ services: { a: unknown, b: known } })).services)).toBe(false);
  });

  it("is the background's peak and every cohort's fullest wave in one slot", async () => {
    const rollout = await withProfile(
      {},
      { login: { capacity: "unknown", background: { peak: "2/s", shape: "flat" } } },
    );
    const [login] = nominalServices(rollout);
    expect(login?.capacity).toBeCloseTo(2 + 125 / 900, 9);
    expect(login?.limit?.every((value) => value === Number.POSITIVE_INFINITY)).toBe(true);
  });
});

describe("the rise", () => {
  const service = (capacity: number | null, background: readonly number[]) => ({
    ...restartCount({ start: instant(0), slot: minute, slots: 0 }),
    id: "x",
    requestId: "x",
    counts: "signIns" as const,
    headroom: 0.2,
    capacity,
    limit:
      capacity === null ? null : Float64Array.from(background, (value) => Math.max(0.8 * capacity, value)),
    background: Float64Array.from(background),
    sites: null,
    factor: () => 1,
    peers: null,
  });

  it("is nothing at the background's own peak and one at the capacity", () => {
    const services = [service(10, [2, 4, 1])];
    expect(riseBases(services)).toEqual([0.4]);
    expect(riseOf(services, [Float64Array.of(2, 4, 4)])).toBe(0);
    expect(riseOf(services, [Float64Array.of(2, 4, 10)])).toBe(1);
    expect(riseOf(services, [Float64Array.of(2, 4, 7)])).toBeCloseTo(0.5, 12);
  });

  it("leaves out services without capacity and those the background overloads", () => {
    const services = [service(null, [2]), service(10, [12])];
    expect(riseBases(services)).toEqual([null, null]);
    expect(riseOf(services, [Float64Array.of(99), Float64Array.of(99)])).toBe(0);
    expect(limitsAtRise(services, 0.1).map((limit) => limit && [...limit])).toEqual([null, [12]]);
  });

  it("never allows more than the limit", () =>
    expect(limitsAtRise([service(10, [2, 4, 1])], 0.5).map((limit) => [...(limit ?? [])])).toEqual([
      [7, 7, 7],
    ]));

  it("at a rise of one is the limit", () =>
    expect([...(limitsAtRise([service(10, [2, 4, 9])], 1)[0] ?? [])]).toEqual([8, 8, 9]));
});

it("slots of a cohort lie in its windows", async () => {
  const { demands, grid } = await wide();
  const starts = [...(demands[0]?.behaviour.slots ?? [])].map((slot) =>
    new Date(slotStart(grid, slot)).getUTCHours(),
  );
  expect(new Set(starts)).toEqual(new Set([18, 19, 20, 7, 8, 9, 10, 11, 12]));
});
