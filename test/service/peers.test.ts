import { describe, expect, it, test } from "vitest";
import { slotOf, slotStart } from "../../src/calendar/grid.js";
import { forecast } from "../../src/evaluate/forecast.js";
import type { Rollout } from "../../src/rollout.js";
import { capacityLeft, limitLeft, peerCount } from "../../src/service/peers.js";
import { loadsOf } from "../../src/service/demand.js";
import { riseOf } from "../../src/service/rise.js";
import type { Service } from "../../src/service/service.js";
import { duration, hour, instant, minute, second } from "../../src/units.js";
import { dice, draw, fixed, lognormal, total, uniform } from "../client/given.js";
import { problemsOf, rolloutOf } from "./prepared.js";

/** Staged at once, restarts at once, a quarter of an hour offline; signs in as it is back. */
const plain = {
  detect: { fixed: "0m" },
  download: { fixed: "0m" },
  install: { fixed: "0m" },
  lead: { fixed: "0m" },
  offline: { fixed: "15m" },
  signIn: [{ share: "100%" }],
};
const peers = {
  profiles: { plain: "10%" },
  each: "0.02/s",
  promotion: "15m",
  clients: 9,
  signInAgain: "50%",
};
const login = { capacity: "10/s", headroom: "20%", peers };
/** A thousand devices, a hundred of them peers that carry 2 of 10 sign-ins a second. */
const plainly = (changes: object = {}): Promise<Rollout> =>
  rolloutOf({ profiles: { plain }, services: { login }, ...changes });

/** Forecast of so many devices in the first slot, and that slot. */
function wave(rollout: Rollout, devices: number) {
  const stagger = rollout.demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length));
  (stagger[0] as Float64Array)[0] = devices;
  const first = rollout.demands[0]?.behaviour.slots[0] as number;
  const found = forecast(rollout, stagger, new Float64Array(rollout.demands.length));
  const from = (series: Float64Array | null | undefined, count: number): number[] =>
    [...(series as Float64Array).subarray(first, first + count)].map((value) => Number(value.toFixed(9)));
  return { ...found, stagger, first, from };
}

describe("by hand: a wave of a hundred devices, ten of them peers with 0.02/s each", () => {
  test("away for offline and promotion: half of the wave in its slot, all in the next, half in the one after", async () => {
    const { lost, capacities, limits, from } = wave(await plainly(), 100);
    // Restarts are even over the slot: gone for half of it on average, and back half an hour later as evenly.
    expect(from(lost[0], 4)).toEqual([0.1, 0.2, 0.1, 0]);
    expect(from(capacities[0], 4)).toEqual([9.9, 9.8, 9.9, 10]);
    expect(from(limits[0], 4)).toEqual([7.92, 7.84, 7.92, 8]);
  });

  test("orphans sign in as their peer goes, whatever factor the service has: 10 x 9 x 50 % of them", async () => {
    const { loads, from } = wave(await plainly({ services: { login: { ...login, signIns: 0 } } }), 100);
    expect(from(loads[0], 2)).toEqual([45 / 900, 0]);
    const both = wave(await plainly(), 100);
    expect(both.from(both.loads[0], 3)).toEqual([0.05, Number((100 / 900).toFixed(9)), 0]);
  });

  test("what is charged is the load and 80 % of what is lost: the limit's part of it", async () => {
    const { charged, loads, lost } = wave(await plainly(), 100);
    charged[0]?.forEach((value, t) =>
      expect(value).toBeCloseTo((loads[0]?.[t] as number) + 0.8 * (lost[0]?.[t] as number), 12),
    );
  });

  test("stragglers and devices that were off take capacity away when they restart", async () => {
    const off = {
      ...plain,
      poweredOn: "0%",
      presence: {
        rrule: "FREQ=DAILY;BYHOUR=8;BYMINUTE=0",
        spread: { fixed: "0m" },
        lasts: "9h",
      },
    };
    const { lost, loads, from } = wave(await plainly({ profiles: { plain: off } }), 100);
    // All at once at eight in Berlin: away for half an hour from then on, every one of them.
    const eight = 4 * 11;
    expect(from(lost[0], eight + 3).slice(eight - 1)).toEqual([0, 0.2, 0.2, 0]);
    expect(from(loads[0], eight + 1)[eight]).toBeCloseTo(45 / 900, 9);
  });

  test("promotion reaches into the horizon", async () => {
    const late = { ...plain, offline: { fixed: "20h" } };
    const services = { login: { ...login, peers: { ...peers, promotion: "24h" } } };
    const { grid, deadline } = await plainly({ profiles: { plain: late }, services, deadline: "40h" });
    expect(slotStart(grid, grid.slots) - deadline).toBeGreaterThan(30 * hour);
  });
});

/** Told device by device: who is a peer, when it goes, when its part is back, which of its clients sign in again. */
test("lost capacity and orphans against forty thousand devices that roll dice", async () => {
  const [leads, offlines] = [uniform(0, 20 * minute), lognormal(6 * minute, 25 * minute)];
  const uneven = {
    ...plain,
    lead: { uniform: ["0m", "20m"] },
    offline: { lognormal: { median: "6m", p95: "25m" } },
  };
  const rollout = await plainly({ profiles: { plain: uneven } });
  const { grid } = rollout;
  const devices = 40_000;
  const { lost, loads, first } = wave(rollout, devices);
  const roll = dice(5);
  const [away, orphans] = [new Float64Array(grid.slots), new Float64Array(grid.slots)];
  for (let i = 0; i < devices; i++) {
    const gone = slotStart(grid, first) + grid.slot * roll() + draw(leads, roll);
    const back = gone + draw(offlines, roll) + draw(fixed(15 * minute), roll);
    if (roll() >= 0.1) continue;
    for (let t = first; t < first + 40; t++) {
      const [from, to] = [slotStart(grid, t), slotStart(grid, t + 1)];
      away[t] =
        (away[t] as number) + (0.02 * Math.max(0, Math.min(back, to) - Math.max(gone, from))) / grid.slot;
    }
    const slot = slotOf(grid, instant(gone));
    for (let k = 0; k < 9; k++) if (roll() < 0.5) orphans[slot] = (orphans[slot] as number) + 1 / 900;
  }
  // Four thousand peers of 0.02/s: three standard deviations of their number are 4 %.
  for (let t = first; t < first + 40; t++)
    expect(Math.abs((away[t] as number) - (lost[0]?.[t] as number)), `slot ${t}`).toBeLessThan(3.2);
  // Those who are back sign in too; without them the orphans are left.
  const bare = await plainly({ profiles: { plain: { ...uneven, signIn: [] } } });
  const alone = wave(bare, devices).loads[0] as Float64Array;
  expect(total(alone)).toBeCloseTo((devices * 0.1 * 4.5) / 900, 6);
  for (let t = first; t < first + 4; t++)
    expect(Math.abs((orphans[t] as number) - (alone[t] as number)), `slot ${t}`).toBeLessThan(0.9);
  expect(total(loads[0] ?? [])).toBeCloseTo(total(alone) + devices / 900, 6);
});

test("the steady rate of a campaign that restarts peers is science's u_max", async () => {
  // science.md 4.3.11: C_f 100, c_s .04, S 20,000, base load 450, one in 300 a peer, h 300, down 300 s, promoted after 1,800 s,
  // 90 % used, half of the orphans again: 205.5 restarts a second are the most, all signed in once.
  const rollout = await rolloutOf({
    window: "Mon-Sun 00:00-24:00",
    profiles: { plain: { ...plain, offline: { fixed: "5m" } } },
    fleet: [{ site: "Berlin", profile: "plain", devices: 6_000_000 }],
    services: {
      login: {
        capacity: "900/s",
        headroom: "10%",
        background: { peak: "450/s", shape: "flat" },
        peers: {
          profiles: { plain: 1 / 300 },
          each: "0.04/s",
          promotion: "30m",
          clients: 300,
          signInAgain: "50%",
        },
      },
    },
  });
  const rate = 205.5;
  const stagger = rollout.demands.map(({ behaviour }) =>
    new Float64Array(behaviour.slots.length).fill(rate * (rollout.grid.slot / second)),
  );
  const [charged] = loadsOf(rollout.grid, rollout.services, rollout.demands, stagger);
  const middle = (rollout.demands[0]?.behaviour.slots[0] as number) + 100;
  expect(Math.abs((charged?.[middle] as number) - 810)).toBeLessThan(0.2);
});

describe("what is charged is safe", () => {
  const roll = dice(31);
  it("a load fits what is left exactly where the charged load fits the whole, and its rise is no more", async () => {
    const [service] = (
      await plainly({
        services: { login: { ...login, background: { peak: "3/s", shape: "office-day" } } },
      })
    ).services as readonly [Service];
    const { background, capacity, headroom } = service;
    const limit = service.limit as Float64Array;
    for (let k = 0; k < 200; k++) {
      const lost = background.map(() => 2 * roll());
      const load = background.map((carried) => carried + 7 * roll() * roll());
      const charged = load.map((value, t) => value + (1 - headroom) * (lost[t] as number));
      const [left, capacities] = [limitLeft(service, lost), capacityLeft(service, lost)];
      charged.forEach((value, t) =>
        expect(value <= (limit[t] as number) + 1e-12).toBe(
          (load[t] as number) <= (left?.[t] as number) + 1e-12,
        ),
      );
      const fits = load.map((value, t) => ((charged[t] as number) <= (limit[t] as number) ? value : 0));
      const fitting = charged.map((value, t) => (value <= (limit[t] as number) ? value : 0));
      const base = background.reduce((high, value) => Math.max(high, value), 0) / (capacity as number);
      const real = fits.reduce(
        (high, value, t) => Math.max(high, (value / (capacities?.[t] as number) - base) / (1 - base)),
        0,
      );
      expect(riseOf([service], [fitting])).toBeGreaterThanOrEqual(real - 1e-12);
    }
  });

  it("a capacity that nothing takes away is the capacity", async () => {
    const rollout = await plainly();
    const { capacities, limits, loads, charged } = wave(rollout, 0);
    expect(new Set(capacities[0])).toEqual(new Set([10]));
    expect(limits[0]).toEqual(rollout.services[0]?.limit);
    expect(charged).toEqual(loads);
  });
});

describe("peers and capacity", () => {
  it("counts them by the sites that an instance serves", async () => {
    const { services, demands } = await plainly({
      fleet: [
        { site: "Berlin", profile: "plain", devices: 300 },
        { site: "Pune", profile: "plain", devices: 500 },
        { site: "Pune", profile: "windows-kiosk", devices: 500 },
      ],
      services: { login: { ...login, per: "site" } },
    });
    expect(services.map(({ id, peers: own }) => [id, own?.worth])).toEqual([
      ["login/Berlin", 0.6],
      ["login/Pune", 1],
    ]);
    expect(
      peerCount(
        services[0]?.peers as never,
        demands.map(({ cohort }) => cohort),
      ),
    ).toBeCloseTo(80, 9);
  });

  it("cannot be worth more than the capacity, which includes them", async () => {
    const found = await problemsOf({
      profiles: { plain },
      services: { login: { ...login, capacity: "1.5/s" } },
    });
    expect(found).toMatchObject([
      {
        code: "peers.more-than-capacity",
        message: 'the peers of "login" carry 2/s together, more than its whole capacity of 1.5/s',
        hint: "the capacity is what the service carries with every peer up: raise it, or lower `each` or the shares",
        place: { path: "services.login.peers" },
      },
    ]);
  });

  it("may be all of it", async () => {
    const rollout = await plainly({ services: { login: { ...login, capacity: "2/s" } } });
    expect(wave(rollout, 1000).capacities[0]?.every((value) => value >= 0)).toBe(true);
  });
});

describe("wrong peers", () => {
  const wrong = async (service: object) =>
    (await problemsOf({ profiles: { plain }, services: { login: { ...login, ...service } } })).map(
      ({ code, place, hint }) => [code, place?.path, hint],
    );

  it.each([
    [
      { peers: { ...peers, profiles: { plian: "10%" } } },
      ["profile.unknown", "services.login.peers.profiles.plian", 'did you mean "plain"?'],
    ],
    [
      { peers: { ...peers, profiles: { plain: "110%" } } },
      ["share.range", "services.login.peers.profiles.plain", "write a share such as 40% or 0.4"],
    ],
    [
      { peers: { ...peers, signInAgain: 50 } },
      ["share.range", "services.login.peers.signInAgain", "did you mean 50%?"],
    ],
    [{ peers: { ...peers, profiles: {} } }, ["value.form", "services.login.peers.profiles", undefined]],
    [
      { peers: { profiles: { plain: "1%" } } },
      ["key.missing", "services.login.peers.each", "write a rate such as 40/s, 600/min or 900/h"],
    ],
    [
      { peers: { ...peers, ech: "1/s" } },
      ["key.unknown", "services.login.peers.ech", 'did you mean "each"?'],
    ],
    [
      { peers: { ...peers, promotion: "25h" } },
      ["value.range", "services.login.peers.promotion", "from 0s to 1d"],
    ],
    [
      { counts: "calls" },
      ["peers.counts", "services.login.peers", "write counts: signIns, or leave the peers out"],
    ],
    [
      { capacity: "unknown" },
      [
        "peers.capacity",
        "services.login.peers",
        "write the capacity that the service has with every peer up",
      ],
    ],
  ])("%j", async (service, expected) => expect(await wrong(service)).toEqual([expected]));

  it("come all at once", async () => {
    const found = await wrong({ peers: { profiles: { nobody: "200%" }, each: "fast", promotion: "soon" } });
    expect(found.map(([code]) => code).sort()).toEqual([
      "duration.syntax",
      "profile.unknown",
      "rate.syntax",
      "share.range",
    ]);
  });
});

it("what is not written is assumed, and said", async () => {
  const { readScenario } = await import("../../src/scenario/index.js");
  const read = readScenario(
    JSON.stringify({
      version: 1,
      release: { at: "2026-08-11T17:00Z" },
      fleet: [{ site: "A", profile: "windows-office", devices: 1 }],
      services: {
        login: { capacity: "1/s", peers: { profiles: { "windows-office": "0.3%" }, each: "0.03/s" } },
      },
    }),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.value.services.get("login")?.peers).toEqual({
    profiles: new Map([["windows-office", 0.003]]),
    each: 0.03,
    promotion: duration(15 * minute),
    clients: 300,
    signInAgain: 0.5,
    bug: null,
  });
  const said = read.value.assumptions.filter(({ setting }) => setting.startsWith("services.login.peers"));
  expect(said.map(({ setting, value, guess }) => [setting, value, guess])).toEqual([
    ["services.login.peers.promotion", "15m", true],
    ["services.login.peers.clients", "300", true],
    ["services.login.peers.signInAgain", "50%", true],
  ]);
});
