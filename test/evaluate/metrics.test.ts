import { describe, expect, test } from "vitest";
import { type CourseFigures, metOf, metricFigures, metrics, type Run } from "../../src/evaluate/metrics.js";
import type { FluidRun } from "../../src/evaluate/fluid.js";
import { wavesFigures } from "../../src/evaluate/course-figures.js";
import { crowdsOf } from "../../src/evaluate/crowds.js";
import { type Restarts, restartsOf } from "../../src/evaluate/restarts.js";
import type { Rollout } from "../../src/rollout.js";
import type { Service } from "../../src/service/service.js";
import { duration, hour, instant, minute, share } from "../../src/units.js";
import { rolloutOf } from "../service/prepared.js";
import { deltaProfile } from "../support/scenarios.js";

const minutes = { start: instant(0), slot: duration(minute), slots: 240 };
const slots = { start: instant(0), slot: duration(hour), slots: 4 };

/** Four hours, each with one load a second on a capacity of 10. */
function met(hours: readonly number[], service: Partial<Service> = {}) {
  const byMinute = (values: readonly number[]): Float64Array =>
    Float64Array.from({ length: 240 }, (_, m) => values[Math.floor(m / 60)] as number);
  const offered = byMinute(hours);
  const capacity = new Float64Array(240).fill(10);
  const none = new Float64Array(240);
  const run: FluidRun = {
    offered,
    goodput: offered.map((load) => Math.min(load, 10)),
    capacity,
    utilisation: offered.map((load) => load / 10),
    online: none,
    rebooting: none,
    backlog: offered.map((load) => Math.max(0, load - 10)),
    off: none,
    gaveUp: none,
    peers: null,
  };
  const given = {
    counts: "signIns",
    capacity: 10,
    headroom: 0.5,
    background: none,
    retries: {
      backoff: { base: duration(10_000), cap: duration(10_000) },
      giveUp: share(0),
      failureCost: share(0.3),
    },
    ...service,
  } as unknown as Service;
  return metOf(given, { grid: minutes, clients: 1_000, run, wanted: null }, slots);
}

describe("what a service meets", () => {
  test("a limit is half of the capacity: one hour is over it, none over the capacity", () => {
    const { hoursOverLimit, hoursOverCapacity, recovery, missing, fate } = met([1, 5, 8, 1]);
    expect({ hoursOverLimit, hoursOverCapacity, recovery, missing, fate }).toEqual({
      hoursOverLimit: 1,
      hoursOverCapacity: 0,
      recovery: 0,
      missing: 0,
      fate: "calm",
    });
  });

  test("its background is its limit where that is higher", () => {
    expect(met([8, 8, 9, 1], { background: new Float64Array(240).fill(8) }).hoursOverLimit).toBe(1);
  });

  test("an overload lasts until its backlog is gone, or for ever", () => {
    expect(met([1, 40, 1, 1])).toMatchObject({ recovery: 1, missing: 30, spare: 0 });
    expect(met([1, 1, 1, 40])).toMatchObject({ recovery: Number.POSITIVE_INFINITY, fate: "failing" });
  });

  // M* = T (C - L) / (kappa - psi) = 10 s x (10 - 4) / 0.3 = 200 of 1,000 clients.
  test("the distance to collapse is what could come at once in the worst hour", () => {
    expect(met([1, 4, 2, 1]).spare).toBeCloseTo(0.2, 9);
  });

  test("calls are counted in the busiest hour, wherever it begins", () => {
    expect(met([0, 0.02, 0, 0], { counts: "calls" }).callsPerHour).toBeCloseTo(72, 9);
    expect(met([1, 1, 1, 1]).callsPerHour).toBeNull();
  });

  test("of an unknown capacity there is no limit", () => {
    expect(met([1, 1, 1, 1], { capacity: null })).toMatchObject({ hoursOverLimit: null, spare: null });
  });
});

const nothing: CourseFigures = { waves: null, starts: 0, fairness: null };

/** Ten devices, of which so many restarted by the end of each hour, all in its last minute. */
function runOf(doneByHour: readonly number[]): Run {
  const done = Float64Array.from({ length: 240 }, (_, m) => doneByHour[Math.floor((m + 1) / 60) - 1] ?? 0);
  const restarts: Restarts = { grid: minutes, devices: 10, done, exposure: 0, atWork: 0, disturbed: 0 };
  const [release, deadline] = [instant(0), instant(3 * hour)];
  return { services: [], restarts, release, deadline, course: nothing };
}

describe("metrics", () => {
  test("each is defined, and five of them come first", () => {
    expect(metrics.filter(({ isFirst }) => isFirst).map(({ id }) => id)).toEqual([
      "lockedOut",
      "hoursOverLimit",
      "timeTo95",
      "restartsAtWork",
      "callsPerHour",
    ]);
    expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
    expect(metrics.every(({ definition }) => definition.endsWith("."))).toBe(true);
  });

  test("times are until the end of the minute in which a share is done", () => {
    const figures = metricFigures(runOf([1, 5, 9, 10]));
    expect([figures["notice"], figures["timeTo50"], figures["timeTo90"], figures["timeTo100"]]).toEqual([
      1, 2, 3, 4,
    ]);
    expect([figures["timeTo95"], figures["pastDue"]]).toEqual([4, expect.closeTo(0.1, 9)]);
    expect([figures["pastDue3d"], figures["doneIn21d"]]).toEqual([0, 1]);
  });

  test("a share that is never done takes for ever, and what comes after the run nobody knows", () => {
    const figures = metricFigures(runOf([1, 5, 5, 5]));
    expect(figures["timeTo90"]).toBe(Number.POSITIVE_INFINITY);
    expect([figures["pastDue"], figures["pastDue3d"], figures["doneIn21d"]]).toEqual([0.5, null, null]);
  });

  test("less than half an expected device is nobody", () => {
    expect(metricFigures(runOf([1, 5, 9, 9.6]))["timeTo100"]).toBe(4);
  });
});

const present = {
  ...deltaProfile,
  offline: { fixed: "30m" },
  presence: { rrule: "FREQ=DAILY;BYHOUR=8;BYMINUTE=0", spread: { fixed: "0m" }, lasts: "9h" },
};

/** Two sites of ten and thirty devices that restart at once in any hour. */
const twoSites = (profile: object = present): Promise<Rollout> =>
  rolloutOf({
    slot: "60m",
    deadline: "2d",
    window: "00:00-24:00",
    maxPerSlot: "100%",
    profile: "plain",
    profiles: { plain: profile },
    fleet: [
      { site: "Berlin", devices: 10 },
      { site: "Lyon", devices: 30 },
    ],
  });

/** All of each site in one slot, so many after its first. */
const inSlots = ({ demands }: Rollout, at: readonly number[]) =>
  demands.map(({ cohort, behaviour }, c) => {
    const devices = new Float64Array(behaviour.slots.length);
    devices[at[c] as number] = cohort.devices;
    return devices;
  });

describe("restarts", () => {
  // The release is at 19:00 in Berlin; slot 0 begins there.
  test("in the night disturb nobody, in the day everybody for half an hour", async () => {
    const rollout = await twoSites();
    const atNight = restartsOf(rollout, crowdsOf(rollout, inSlots(rollout, [1, 3])));
    expect([atNight.atWork, atNight.disturbed]).toEqual([0, 0]);
    expect(atNight.exposure).toBeCloseTo(10 * 1.5 + 30 * 3.5, 9);
    expect(atNight.done.at(-1)).toBeCloseTo(40, 9);
    const byDay = restartsOf(rollout, crowdsOf(rollout, inSlots(rollout, [14, 3])));
    expect([byDay.atWork, byDay.disturbed]).toEqual([expect.closeTo(10, 9), expect.closeTo(5, 9)]);
  });

  test("who has no wave is exposed to the horizon", async () => {
    const rollout = await twoSites();
    const [berlin, lyon] = inSlots(rollout, [1, 3]);
    const none = (berlin as Float64Array).map(() => 0);
    const { exposure } = restartsOf(rollout, crowdsOf(rollout, [none, lyon as Float64Array]));
    expect(exposure).toBeCloseTo(10 * rollout.grid.slots + 30 * 3.5, 9);
  });

  test("a course has waves, start times of each site, and sites that wait twice as long", async () => {
    const rollout = await twoSites();
    expect(wavesFigures(rollout, inSlots(rollout, [1, 2]), null)).toEqual({
      waves: 2,
      starts: 2,
      fairness: 2.5 / 1.5,
    });
    expect(wavesFigures(rollout, inSlots(rollout, [1, 2]), 1).starts).toBe(1);
  });
});
