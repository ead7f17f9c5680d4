/** Both sides of every threshold, on the simulator: a little less recovers, a little more does not. */
import { describe, expect, test } from "vitest";
import {
  bootstrapThreshold,
  capacityToHeal,
  healingTime,
  type Peered,
} from "../../src/service/peer-collapse.js";
import {
  collapsedLoad,
  criticalBacklog,
  drainTime,
  everyoneTrying,
  largestTrigger,
  longestSurge,
} from "../../src/service/collapse.js";
import { triggerProofLoad } from "../../src/service/safe-load.js";
import { type FluidInput, type FluidRun, simulateFluid } from "../../src/evaluate/fluid.js";
import { duration, hour, minute, perSecond, second, share } from "../../src/units.js";
import { forEverySeed } from "../support/dice.js";
import { type Case, cases, loaded, retriesOf } from "../support/overload.js";
import { endOf, inputOf, simulated, type Storm } from "./storm.js";

const table = cases([
  [60, 100, 0.3, 0, 10],
  [60, 100, 0.3, 0.1, 10],
  [80, 100, 0.5, 0.05, 30],
  [90, 100, 0.2, 0, 5],
  [60, 100, 1, 0.5, 10],
]);
const last = (values: Float64Array): number => values.at(-1) as number;

describe("critical backlog and largest trigger", () => {
  test.each(table)("%o", (given) => {
    const service = loaded(given);
    const lasts = 100 * given.backoff;
    const after = (atOnce: number): FluidRun => simulated({ ...given, atOnce, lasts });
    expect(endOf(after(0.99 * largestTrigger(service)))).toBe("recovered");
    expect(endOf(after(1.01 * largestTrigger(service)))).toBe("collapsed");
    expect(after(0.99 * largestTrigger(service)).backlog[0]).toBeCloseTo(0.99 * criticalBacklog(service), 3);
  });

  test("what is left of a collapse is the load that it was said to have", () => {
    const given = { ...(table[1] as Case), atOnce: 3_000, lasts: 1_500 };
    expect(last(simulated(given).offered)).toBeCloseTo(collapsedLoad(loaded(given), 1e7), 2);
  });
});

describe("the trigger-proof load", () => {
  const given = { load: 0, capacity: 100, failureCost: 0.3, giveUp: 0.1, backoff: 10 };

  test("recovers from 100,000 in the orbit at 33 a second, never at 34", () => {
    expect(triggerProofLoad(given.capacity, retriesOf(given))).toBeCloseTo(33.333, 3);
    const after = (load: number): string =>
      endOf(simulated({ ...given, load, atOnce: 1e5 / 0.9, lasts: 10_000 }));
    expect([33, 34].map(after)).toEqual(["recovered", "collapsed"]);
  });

  test("where more give up than failures feed, any load that fits recovers", () => {
    const calm: Storm = { ...given, load: 99, giveUp: 0.31, atOnce: 1e6, lasts: 10_000 };
    expect(endOf(simulated(calm))).toBe("recovered");
  });
});

describe("the longest surge", () => {
  test.each([
    [table[0] as Case, 60],
    [table[1] as Case, 50],
    [{ load: 80, capacity: 100, failureCost: 0.5, giveUp: 0.1, backoff: 20 }, 30],
    // Above C / kappa, where nothing succeeds from the first moment on.
    [table[0] as Case, 400],
    [table[4] as Case, 60],
  ])("%o and %d a second more", (given, extra) => {
    const seconds = (longestSurge(loaded(given), perSecond(extra)) as number) / second;
    const after = (times: number): string =>
      endOf(
        simulated({ ...given, surge: [extra, times * seconds], lasts: 100 * given.backoff, fineness: 500 }),
      );
    expect([0.99, 1.01].map(after)).toEqual(["recovered", "collapsed"]);
  });
});

test("a drain without failure cost: evenly until nothing fails, then as e^(-t / T_b)", () => {
  const given: Storm = {
    load: 60,
    capacity: 100,
    failureCost: 0,
    giveUp: 0,
    backoff: 10,
    atOnce: 5_000,
    lasts: 250,
    fineness: 1_000,
  };
  const { backlog, offered } = simulated(given);
  const at = (index: number): number => index / 100;
  const linear = at(offered.findIndex((load, i) => i > 0 && load <= 100));
  const one = at(backlog.findIndex((waiting, i) => i > 0 && waiting <= 1));
  expect(Math.abs(linear / 115 - 1)).toBeLessThan(0.005);
  expect(Math.abs(one / (drainTime(loaded(given), 5_000, 1) / second) - 1)).toBeLessThan(0.005);
});

describe("a service of peers", () => {
  const service: Peered = {
    fixed: perSecond(200),
    retries: retriesOf({ failureCost: 0.3, giveUp: 0, backoff: 60 }),
    clients: 1e6,
    peers: {
      share: share(0.01),
      each: perSecond(2),
      promotion: duration(1),
      offline: minute,
      clients: 100,
      signInAgain: share(0),
    },
  };

  /** So many are online, with their peers; all others ask at once and then keep trying. */
  function healing({ fixed, retries, clients, peers }: Peered, online: number, seconds: number): FluidRun {
    const step = 3;
    const cells = seconds / step;
    const input: FluidInput = {
      cell: duration(step * second),
      clients,
      online,
      capacity: new Float64Array(cells).fill(fixed + peers.each * peers.share * clients),
      retries,
      ordinary: {
        kind: "wanted",
        clients: new Float64Array(cells).fill(clients).fill(online, 0, 1),
        arriving: new Float64Array(cells),
        session: duration(1e9 * hour),
      },
      leaving: new Float64Array(cells),
      returning: new Float64Array(cells),
      peers: {
        ...peers,
        count: peers.share * clients,
        eligible: peers.share,
        leaving: new Float64Array(cells),
        bug: null,
      },
    };
    return simulateFluid(input);
  }

  test("heals from a little more than the bootstrap threshold, from a little less never", () => {
    const threshold = bootstrapThreshold(service);
    expect(threshold).toBeCloseTo(192_000, 6);
    expect(last(healing(service, 1.01 * threshold, 3_000).online)).toBeCloseTo(1e6, 0);
    expect(last(healing(service, 0.99 * threshold, 3_000).online)).toBeLessThan(0.991 * threshold);
  });

  test("fixed capacity heals it from less", () => {
    const missing = capacityToHeal(service, 50_000);
    const helped = (times: number): number =>
      last(healing({ ...service, fixed: perSecond(200 + times * missing) }, 50_000, 6_000).online);
    expect(helped(1.01)).toBeCloseTo(1e6, 0);
    expect(helped(0.99)).toBeLessThan(50_001);
  });

  test("with slow promotion the distance from the threshold grows e-fold in the healing time", () => {
    const slow = { ...service, peers: { ...service.peers, promotion: duration(15 * minute) } };
    const threshold = bootstrapThreshold(slow);
    const { online } = healing(slow, 1.0001 * threshold, 2_000);
    const distance = (seconds: number): number => (online[seconds / 3] as number) - threshold;
    const measured = 300 / Math.log(distance(600) / distance(300));
    expect(Math.abs(measured / ((healingTime(slow) as number) / second) - 1)).toBeLessThan(0.02);
  });
});

describe("metastable", () => {
  const given: Storm = {
    load: 60,
    capacity: 100,
    failureCost: 0.3,
    giveUp: 0,
    backoff: 10,
    surge: [60, 30],
    lasts: 3_600,
  };

  test("the restarts end in mid-collapse, and it stays collapsed", () => {
    const { goodput, offered } = simulated(given);
    const midway = Math.round((30 / given.lasts) * offered.length);
    expect(goodput[midway]).toBeGreaterThan(0);
    expect(goodput[midway]).toBeLessThan(0.6 * 60);
    expect(endOf(simulated(given))).toBe("collapsed");
  });

  test("without retries it recovers", () =>
    expect(endOf(simulated({ ...given, giveUp: 1 }))).toBe("recovered"));

  test("with enough capacity it recovers from the same trigger", () =>
    expect(endOf(simulated({ ...given, capacity: 125 }))).toBe("recovered"));

  test("with waits above kappa N / C even all clients at once are served in the end, below it nobody is", () => {
    const all = (backoff: number): string =>
      endOf(simulated({ ...given, load: 0, surge: [0, 0], atOnce: 20_000, backoff, lasts: 20 * 3_600 }));
    const service = (backoff: number) => loaded({ ...given, backoff });
    expect([59, 61].map((backoff) => everyoneTrying(service(backoff), 20_000))).toEqual(["stuck", "slowed"]);
    expect([59, 61].map(all)).toEqual(["collapsed", "recovered"]);
  });
});

describe("laws", () => {
  /** A run with everything in it, by chance. */
  const anything = (dice: Parameters<Parameters<typeof forEverySeed>[1]>[0]): FluidInput => {
    const cells = 120;
    const clients = dice.whole(100, 1_000_000);
    const wave = dice.between(0, 0.8) * clients;
    const [from, until] = [dice.whole(0, 30), dice.whole(31, 60)];
    const leaving = new Float64Array(cells).fill(wave / (until - from) / 60, from, until);
    const returning = new Float64Array(cells);
    leaving.forEach((rate, i) => {
      returning[Math.min(cells - 1, i + 4)] = (returning[Math.min(cells - 1, i + 4)] as number) + rate;
    });
    const hasPeers = dice.chance(0.6);
    return {
      cell: minute,
      clients,
      online: clients * dice.between(0.1, 0.9),
      capacity: new Float64Array(cells).fill(clients * dice.between(0.001, 0.02)),
      retries: {
        ...retriesOf({
          failureCost: dice.pick([0, 0.02, 0.3, 0.9, 1]),
          giveUp: dice.pick([0, 0.05, 0.5, 1]),
          backoff: dice.pick([5, 60, 900]),
        }),
      },
      ordinary: dice.chance(0.5)
        ? {
            kind: "renewals",
            perSecond: new Float64Array(cells).fill(clients * dice.between(0.0001, 0.01)),
          }
        : {
            kind: "wanted",
            clients: Float64Array.from({ length: cells }, (_, i) => clients * (0.5 + 0.4 * Math.sin(i / 9))),
            arriving: new Float64Array(cells).fill((clients * dice.pick([0, 1, 3])) / 10_000),
            session: duration(dice.between(0.1, 6) * hour),
          },
      leaving,
      returning,
      peers: hasPeers
        ? {
            count: 0.01 * clients,
            each: dice.between(0.01, 0.09),
            promotion: duration(dice.between(1, 60) * minute),
            clients: 100,
            signInAgain: dice.between(0, 1),
            eligible: 0.02,
            leaving: leaving.map((rate) => rate / clients),
            bug: dice.chance(0.5) ? { shutDown: hour, promotion: duration(24 * hour), until: 90 } : null,
          }
        : null,
    };
  };

  test("no client is lost or made, and no state is below nothing", async () => {
    await forEverySeed([1, 60], (dice) => {
      const input = anything(dice);
      const { online, rebooting, backlog, off, peers } = simulateFluid(input);
      online.forEach((up, i) => {
        const states = [up, rebooting[i] as number, backlog[i] as number, off[i] as number];
        const sum = states.reduce((total, each) => total + each, 0);
        expect(Math.abs(sum - input.clients)).toBeLessThanOrEqual(1e-9 * input.clients);
        expect(Math.min(...states, peers?.[i] ?? 0)).toBeGreaterThanOrEqual(-1e-9 * input.clients);
      });
    });
  });

  const scaled = (values: Float64Array, by: number): Float64Array => values.map((value) => value * by);

  /** Clients, and what is theirs, times `size`; all times times `time`. */
  function rescaled(input: FluidInput, size: number, time: number): FluidInput {
    const rate = size / time;
    const { cell, clients, online, capacity, retries, ordinary, leaving, returning, peers } = input;
    const longer = (value: number) => duration(value * time);
    return {
      cell: longer(cell),
      clients: clients * size,
      online: online * size,
      capacity: scaled(capacity, rate),
      retries: {
        ...retries,
        backoff: { base: longer(retries.backoff.base), cap: longer(retries.backoff.cap) },
      },
      ordinary:
        ordinary.kind === "renewals"
          ? { ...ordinary, perSecond: scaled(ordinary.perSecond, rate) }
          : {
              ...ordinary,
              clients: scaled(ordinary.clients, size),
              arriving: scaled(ordinary.arriving ?? new Float64Array(ordinary.clients.length), rate),
              session: longer(ordinary.session),
            },
      leaving: scaled(leaving, rate),
      returning: scaled(returning, rate),
      peers:
        peers === null
          ? null
          : {
              ...peers,
              count: peers.count * size,
              each: peers.each / time,
              promotion: longer(peers.promotion),
              leaving: scaled(peers.leaving, 1 / time),
              bug:
                peers.bug === null
                  ? null
                  : {
                      ...peers.bug,
                      shutDown: longer(peers.bug.shutDown),
                      promotion: longer(peers.bug.promotion),
                    },
            },
    };
  }

  test.each([
    ["twice the clients and all that is theirs", 2, 1],
    ["everything twice as slow", 1, 2],
  ])("%s: the same shares of clients online", async (_, size, time) => {
    await forEverySeed([1, 30], (dice) => {
      const input = anything(dice);
      const [one, other] = [simulateFluid(input), simulateFluid(rescaled(input, size, time))];
      one.online.forEach((online, i) =>
        expect(Math.abs((other.online[i] as number) / size - online)).toBeLessThanOrEqual(
          1e-6 * input.clients,
        ),
      );
    });
  });

  test("more capacity, longer waits or a smaller trigger never turn a recovery into a collapse", async () => {
    let recovered = 0;
    await forEverySeed([1, 150], (dice) => {
      const capacity = 100;
      const given: Storm = {
        capacity,
        load: dice.between(0.3, 0.95) * capacity,
        failureCost: dice.between(0.05, 1),
        giveUp: dice.pick([0, 0, 0.05, 0.2]),
        backoff: dice.between(5, 60),
        atOnce: dice.between(100, 6_000),
        surge: [dice.between(0, 100), dice.between(0, 100)],
        lasts: 6_000,
      };
      if (endOf(simulated(given)) !== "recovered") return;
      recovered++;
      const more = dice.between(1, 2);
      expect(endOf(simulated({ ...given, capacity: capacity * more }))).toBe("recovered");
      expect(endOf(simulated({ ...given, backoff: given.backoff * more }))).not.toBe("collapsed");
      const [atOnce, [extra, seconds]] = [given.atOnce as number, given.surge as readonly [number, number]];
      const fewer: Storm = { ...given, atOnce: atOnce / more, surge: [extra / more, seconds / more] };
      expect(endOf(simulated(fewer))).toBe("recovered");
    });
    // Neither kind of case is rare.
    expect(recovered).toBeGreaterThan(30);
    expect(recovered).toBeLessThan(120);
  });

  test("a fixture of one service has its trigger and nothing else in the first cell", () => {
    const input = inputOf({ ...(table[0] as Case), atOnce: 50, lasts: 10 });
    expect([...input.leaving.slice(0, 2)]).toEqual([100, 0]);
    expect(input.ordinary).toMatchObject({ kind: "renewals" });
  });
});
