/** The closed forms of collapse, by published or hand-computed figures. The simulator takes both sides of each in test/evaluate. */
import { describe, expect, test } from "vitest";
import {
  collapsedLoad,
  criticalBacklog,
  drainTime,
  everyoneTrying,
  jitterWindow,
  jitterWindowByChance,
  largestTrigger,
  longestSurge,
  stateOf,
  unstableLoad,
} from "../../src/service/collapse.js";
import {
  backoffToHeal,
  bootstrapThreshold,
  capacityToHeal,
  healingTime,
  oneShotShare,
  type Peered,
  steadyRestarts,
  survivingPeers,
} from "../../src/service/peer-collapse.js";
import { triggerProofLoad } from "../../src/service/safe-load.js";
import { thresholds, type ThresholdsRequest } from "../../src/service/thresholds.js";
import { duration, hour, minute, perSecond, second, share } from "../../src/units.js";
import { type Case, cases, loaded, retriesOf } from "../support/overload.js";

const usual: Case = { load: 60, capacity: 100, failureCost: 0.3, giveUp: 0, backoff: 10 };

describe("one service", () => {
  test.each([
    [{ ...usual, giveUp: 0.1 }, 33.3333, "vulnerable"],
    [{ ...usual, giveUp: 0.1, load: 33 }, 33.3333, "stable"],
    [{ ...usual, giveUp: 0.3 }, 100, "stable"],
    [{ ...usual, giveUp: 0.5, load: 101 }, 100, "overloaded"],
    [{ ...usual, load: 0 }, 0, "vulnerable"],
    [{ ...usual, failureCost: 0 }, 100, "stable"],
    // Bronson et al. 2021: one retry doubles the load, so half of the capacity is safe.
    [{ ...usual, failureCost: 1, giveUp: 0.5 }, 50, "vulnerable"],
  ])("trigger-proof load and state (4.3-1): %o", (given, proof, state) => {
    expect(triggerProofLoad(given.capacity, retriesOf(given))).toBeCloseTo(proof, 4);
    expect(stateOf(loaded(given))).toBe(state);
  });

  test.each([
    [cases([[60, 100, 0.3, 0, 10]]), 1333.33, 1333.33],
    [cases([[60, 100, 0.3, 0.1, 10]]), 1800, 2000],
    [cases([[80, 100, 0.5, 0.05, 30]]), 1266.67, 1333.33],
    [cases([[90, 100, 0.2, 0, 5]]), 250, 250],
  ])("critical backlog and largest trigger (4.3-3, 4.3-4): %o", ([given], backlog, trigger) => {
    expect(criticalBacklog(loaded(given as Case))).toBeCloseTo(backlog, 2);
    expect(largestTrigger(loaded(given as Case))).toBeCloseTo(trigger, 2);
  });

  test("at the critical backlog the offered load is the unstable one; in collapse it is what everyone's attempts make", () => {
    const service = loaded({ ...usual, giveUp: 0.1 });
    expect(unstableLoad(service)).toBeCloseTo(60 + 1800 / 10, 9);
    expect(collapsedLoad(service, 1e6)).toBeCloseTo(600, 9);
    expect(collapsedLoad(service, 4_000)).toBeCloseTo(400, 9);
    expect(collapsedLoad(loaded(usual), 1e6)).toBeCloseTo(1e5, 9);
  });

  test.each([
    [cases([[60, 100, 0.3, 0, 10]]), 60, 25.634],
    [cases([[60, 100, 0.3, 0.05, 10]]), 50, 45.064],
    [cases([[80, 100, 0.5, 0.1, 20]]), 30, 27.465],
    // Nothing succeeds while it lasts: x' = (lambda + u) / T_b up to 40 a second.
    [cases([[60, 100, 1, 0, 10]]), 60, 10 / 3],
    [cases([[60, 100, 0.3, 0, 10]]), 940, 4 / 3],
  ])("longest surge (4.3-5): %o and %d a second more", ([given], extra, seconds) =>
    expect((longestSurge(loaded(given as Case), perSecond(extra)) as number) / second).toBeCloseTo(
      seconds,
      3,
    ),
  );

  test("a surge that fits may last for ever", () =>
    expect(longestSurge(loaded(usual), perSecond(40))).toBeNull());

  test("all at once (4.3-8)", () => {
    const service = loaded(usual);
    expect([1_000, 1_001, 3_333, 3_334].map((clients) => everyoneTrying(service, clients))).toEqual([
      "served",
      "slowed",
      "slowed",
      "stuck",
    ]);
  });

  test("jitter (4.3-8): the mean under the limit; by chance each minute within the capacity", () => {
    const service = loaded({ ...usual, load: 20 });
    expect(jitterWindow(service, 6_000, 0.2)).toBe(100 * second);
    expect(jitterWindow(service, 6_000, 0.8)).toBeNull();
    // K = 4,800 a minute: 4,800 = m + 3.09 sqrt(m) at m = 4,590.639.
    const window = jitterWindowByChance(service, 6_000) as number;
    expect(window / minute).toBeCloseTo(6_000 / 4_590.639, 4);
    expect(jitterWindowByChance(loaded({ ...usual, load: 100 }), 1)).toBeNull();
  });

  test.each([
    [
      "domain controllers",
      { load: 8, capacity: 400, failureCost: 0.6, giveUp: 1 / 3, backoff: 10 },
      0.4,
      20_000,
      222.2,
      86.2,
    ],
    ["RADIUS", { load: 10, capacity: 500, failureCost: 0.5, giveUp: 0.02, backoff: 60 }, 0.4, 20_000, 20, 69],
    ["a VPN", { load: 1, capacity: 60, failureCost: 0.7, giveUp: 0.2, backoff: 30 }, 0.4, 5_000, 17.1, 142.9],
    [
      "a VDI broker",
      { load: 0.5, capacity: 6.7, failureCost: 0.5, giveUp: 1 / 3, backoff: 60 },
      0.2,
      10_000,
      4.5,
      2_057.6,
    ],
    [
      "a SIP registrar",
      { load: 139, capacity: 2_000, failureCost: 0.85, giveUp: 0, backoff: 45 },
      0.5,
      500_000,
      0,
      580.7,
    ],
  ])(
    "%s: trigger-proof load, and jitter for all clients at once",
    (_, given, headroom, clients, proof, seconds) => {
      expect(triggerProofLoad(given.capacity, retriesOf(given))).toBeCloseTo(proof, 1);
      expect((jitterWindow(loaded(given), clients, headroom) as number) / second).toBeCloseTo(seconds, 1);
    },
  );

  test("a registrar whose clients wait long enough does not collapse however many of them ask", () => {
    const trigger = (backoff: number): number =>
      largestTrigger(loaded({ load: 139, capacity: 2_000, failureCost: 0.85, giveUp: 0, backoff }));
    expect(trigger(30)).toBeCloseTo(65_682, 0);
    expect(trigger(900)).toBeGreaterThan(500_000);
  });

  test("a drain without failure cost (4.3-7)", () => {
    const service = loaded({ ...usual, failureCost: 0 });
    expect(drainTime(service, 5_000, 400) / second).toBeCloseTo(115, 9);
    expect(drainTime(service, 5_000, 1) / second).toBeCloseTo(174.915, 3);
    expect(drainTime(service, 5_000, 600) / second).toBeCloseTo(110, 9);
    expect(drainTime(service, 200, 100) / second).toBeCloseTo(10 * Math.LN2, 9);
  });
});

const overlay = ({
  clients,
  fixed,
  each,
  peers,
  ...retries
}: { clients: number; fixed: number; each: number; peers: number } & Pick<
  Case,
  "failureCost" | "backoff"
>): Peered => ({
  fixed: perSecond(fixed),
  retries: retriesOf({ ...retries, giveUp: 0 }),
  clients,
  peers: {
    share: share(peers),
    each: perSecond(each),
    offline: duration(300 * second),
    promotion: duration(1800 * second),
    clients: 300,
    signInAgain: share(0.5),
  },
});

describe("a service of peers", () => {
  const small = overlay({
    clients: 1e6,
    fixed: 200,
    each: 2,
    peers: 0.01,
    failureCost: 0.3,
    backoff: 60,
  });

  test("bootstrap (4.3-9): as many online as pay for the failures of the others", () => {
    expect(bootstrapThreshold(small)).toBeCloseTo(192_000, 6);
    expect(bootstrapThreshold({ ...small, fixed: perSecond(5_001) })).toBe(0);
  });

  test("what would heal it below that: more fixed capacity, or longer waits (4.3-9)", () => {
    expect(capacityToHeal(small, 0)).toBeCloseTo(4_800, 6);
    expect(capacityToHeal(small, 192_000)).toBeCloseTo(0, 6);
    expect(capacityToHeal(small, 500_000)).toBe(0);
    expect((backoffToHeal(small, 0) as number) / second).toBeCloseTo(1_500, 6);
    expect((backoffToHeal(small, 192_000) as number) / second).toBeCloseTo(60, 6);
  });

  test.each([
    [0, 0.45],
    [15 * minute, 0.62],
    [24 * hour, 3.27],
  ])("healing (4.3-10): peers promoted within %d ms, e-fold in %d h", (promotion, hours) => {
    const skype = overlay({
      clients: 1.3e7,
      fixed: 150,
      each: 0.03,
      peers: 0.02,
      failureCost: 0.02,
      backoff: 1800,
    });
    const given = { ...skype, peers: { ...skype.peers, promotion: duration(promotion) } };
    expect((healingTime(given) as number) / hour).toBeCloseTo(hours, 2);
  });

  test.each([
    [0, 287.5],
    [0.5, 205.5],
    [1, 159.9],
  ])(
    "restarts that may go on for ever (4.3-11), %d of the orphans signing in again: %d a second",
    (again, rate) => {
      const given = overlay({
        clients: 6e6,
        fixed: 100,
        each: 0.04,
        peers: 1 / 300,
        failureCost: 0,
        backoff: 60,
      });
      const service = { ...given, peers: { ...given.peers, signInAgain: share(again) } };
      expect(steadyRestarts(service, perSecond(450), share(0.1))).toBeCloseTo(rate, 1);
    },
  );

  test("one shot (4.3-11): the sign-ins and the capacity of the same clients", () => {
    const given = overlay({
      clients: 6e6,
      fixed: 100,
      each: 0.04,
      peers: 1 / 300,
      failureCost: 0,
      backoff: 60,
    });
    // (900 - 450) / (6e6 / 3600 + 800)
    expect(oneShotShare(given, perSecond(450), hour)).toBeCloseTo(0.182432, 6);
    expect(oneShotShare(given, perSecond(0), duration(400 * hour))).toBe(1);
  });

  test("a cascade of equal peers: all or nothing at 1 - 1/theta (4.3-12)", () => {
    const broken = (times: number): number => (times > 1.25 ? 1 : 0);
    expect(survivingPeers(share(0.199), broken)).toBeCloseTo(0.801, 9);
    expect(survivingPeers(share(0.201), broken)).toBe(0);
  });

  test("tolerances even between 0 and 1 of the failing load: half is left at the critical load of 1/4 (Daniels)", () => {
    const even = (load: number) => (times: number) => Math.min(1, load * times);
    expect(survivingPeers(share(0), even(0.2499))).toBeCloseTo(0.51, 9);
    expect(survivingPeers(share(0), even(0.2501))).toBe(0);
  });
});

describe("thresholds", () => {
  const request: ThresholdsRequest = {
    ...loaded({ ...usual, giveUp: 0.1 }),
    headroom: share(0.2),
    clients: 20_000,
    restarts: 5_000,
    extra: perSecond(50),
    slot: minute,
    peers: null,
  };

  test("of a vulnerable service", () =>
    expect(thresholds(request)).toEqual({
      state: "vulnerable",
      triggerProofLoad: expect.closeTo(33.3333, 4) as number,
      tipping: {
        unstableLoad: expect.closeTo(240, 9) as number,
        collapsedLoad: expect.closeTo(600, 9) as number,
        criticalBacklog: expect.closeTo(1800, 9) as number,
        largestTrigger: expect.closeTo(2000, 9) as number,
        longestSurge: expect.closeTo(56_330.33, 2) as number,
      },
      jitterWindow: 250_000,
      jitterWindowByChance: expect.closeTo(133_136.86, 2) as number,
      everyoneTrying: "stuck",
      peers: null,
    }));

  test("of a stable and of an overloaded one there is nothing to tip", () => {
    expect(thresholds({ ...request, load: perSecond(30) }).tipping).toBeNull();
    expect(thresholds({ ...request, load: perSecond(130) })).toMatchObject({
      state: "overloaded",
      tipping: null,
      jitterWindow: null,
    });
  });

  test("the capacity of a service of peers includes them", () => {
    const { peers } = overlay({ clients: 0, fixed: 0, each: 2, peers: 0.01, failureCost: 0, backoff: 1 });
    const answer = thresholds({
      ...request,
      retries: retriesOf({ failureCost: 0.3, giveUp: 0, backoff: 60 }),
      capacity: perSecond(20_200),
      clients: 1e6,
      peers,
    });
    expect(answer.peers).toMatchObject({
      bootstrap: expect.closeTo(192_000, 6) as number,
      capacityToHeal: expect.closeTo(4_800, 6) as number,
    });
  });
});
