import { describe, expect, it } from "vitest";
import { filledServices, shutBy } from "../../src/evaluate/filled.js";
import type { Rollout } from "../../src/rollout.js";
import type { CohortDemand } from "../../src/service/demand.js";
import { rolloutOf } from "../service/prepared.js";

/** Signs in as it restarts. */
const plain = {
  detect: { fixed: "0m" },
  download: { fixed: "0m" },
  install: { fixed: "0m" },
  lead: { fixed: "0m" },
  offline: { fixed: "0m" },
  signIn: [{ share: "100%" }],
};
/** Off at night: restarts and signs in at eight. */
const off = {
  ...plain,
  poweredOn: "0%",
  presence: { rrule: "FREQ=DAILY;BYHOUR=8;BYMINUTE=0", spread: { fixed: "0m" }, lasts: "9h" },
};

const nights = (login: object, profile: object = plain): Promise<Rollout> =>
  rolloutOf({
    slot: "60m",
    deadline: "2d",
    window: "21:00-05:00",
    profiles: { plain: profile },
    services: { login },
  });

const all = ({ demands }: Rollout) => demands.map(({ behaviour }) => [0, behaviour.slots.length] as const);
const whole = ({ demands }: Rollout) => demands[0] as CohortDemand;

describe("a service that its background fills", () => {
  it("is told with every slot that a wave reaches, and what would leave room", async () => {
    const rollout = await nights({
      capacity: "100/h",
      headroom: "30%",
      background: { peak: "70/h", shape: "flat" },
    });
    const [filled, ...others] = filledServices(rollout, all(rollout), false);
    expect(others).toEqual([]);
    // Two nights of eight hours.
    expect(filled).toMatchObject({
      service: "login",
      reached: 16,
      over: 0,
      headroom: 0.3,
      takesNoPart: false,
    });
    expect(filled?.slots).toEqual([...whole(rollout).behaviour.slots]);
    expect(filled?.wayOut?.headroom).toBe(0.29);
    expect(filled?.wayOut?.capacityAbove).toBeCloseTo(100 / 3600, 12);
    expect(shutBy(rollout, whole(rollout), [0, 16])).toEqual(["login"]);
  });

  it("is none where the least is left, or the capacity is unknown", async () => {
    const least = { capacity: "100/h", headroom: "30%", background: { peak: "69.9/h", shape: "flat" } };
    for (const login of [least, { ...least, capacity: "unknown" }]) {
      const rollout = await nights(login);
      expect(filledServices(rollout, all(rollout), true)).toEqual([]);
      expect(shutBy(rollout, whole(rollout), [0, 16])).toEqual([]);
    }
  });

  it("counts the mornings that waves carry load to, and shuts the waves that do", async () => {
    const morning = { capacity: "100/h", headroom: "0%", background: { peak: "101/h", shape: "office-day" } };
    const late = await nights({ ...morning, background: { peak: "110/h", shape: "office-day" } }, off);
    const [filled] = filledServices(late, all(late), false);
    // 19:00 in Berlin is slot 0: eight o'clock is slot 13, and 37 a day later; that hour has 92.5 % of the peak.
    expect(filled).toMatchObject({ reached: 2, slots: [13, 37], over: 2 });
    expect(shutBy(late, whole(late), [0, 16])).toEqual(["login"]);
    const nightly = await nights(morning);
    expect(filledServices(nightly, all(nightly), false)).toEqual([]);
    expect(shutBy(nightly, whole(nightly), [0, 16])).toEqual([]);
  });

  it("is told of flattest where it takes no part, though no restart meets it", async () => {
    const rollout = await nights({ capacity: "100/h", background: { peak: "150/h", shape: "office-day" } });
    expect(filledServices(rollout, all(rollout), true)).toMatchObject([
      { service: "login", slots: [], worst: null, wayOut: null, takesNoPart: true },
    ]);
  });

  it("leaves a cohort open that has one slot left", async () => {
    const rollout = await nights({
      capacity: "100/h",
      headroom: "90%",
      background: { peak: "100/h", shape: "office-day" },
    });
    // After midnight the shape falls below a tenth of its peak.
    const { slots } = whole(rollout).behaviour;
    const filled = filledServices(rollout, all(rollout), false)[0];
    expect(filled?.slots.length ?? 0).toBeLessThan(slots.length);
    expect(shutBy(rollout, whole(rollout), [0, slots.length])).toEqual([]);
  });
});
