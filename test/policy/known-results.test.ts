/** What is known of the ways to stagger in use comes out. */
import { describe, expect, test } from "vitest";
import { naturalRestarts } from "../../src/client/natural.js";
import { slotOf } from "../../src/calendar/grid.js";
import type { Prepared } from "../../src/prepared.js";
import { type SimplePolicy, steered } from "../../src/policy/policies.js";
import type { OwnRestarts, Waves } from "../../src/policy/policy.js";
import { usualPolicy } from "../../src/scenario/usual-policies.js";
import type { AtOnce } from "../../src/scenario/scenario.js";
import { exposureOf } from "../../src/service/demand.js";
import { longestSurge } from "../../src/service/collapse.js";
import { simulate } from "../../src/simulate.js";
import { day, duration, hour, instant, minute, perSecond, second } from "../../src/units.js";
import { Dice } from "../support/dice.js";
import { loaded } from "../support/overload.js";
import { type Document, prepared } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

/** Open at every hour, staged at the release, one ring. */
const fleetOf = (devices: number, more: Document = {}): Document => ({
  version: 1,
  release: { at: release },
  slot: "5m",
  deadline: "5d",
  fleet: [{ site: "Berlin", timezone: "Europe/Berlin", profile: "delta", ring: "only", devices }],
  profiles: { delta: deltaProfile },
  window: "00:00-24:00",
  rings: [{ name: "only" }],
  services: { login: { capacity: "1000/s", background: "none" } },
  ...more,
});

function commanded({ rollout }: Prepared, policy: SimplePolicy): Waves {
  const { steering } = steered(rollout, policy);
  if (steering.kind !== "waves") throw new Error(`${policy.kind} commands no waves`);
  return steering;
}

const count = (devices: number): AtOnce => ({ kind: "count", devices });

describe("a random delay", () => {
  const [devices, slots] = [100_000, 1_000];
  const over = duration(slots * 5 * minute);

  test("is the same number in each slot on average", async () => {
    const { stagger, unscheduled } = commanded(await prepared(fleetOf(devices)), {
      kind: "random-delay",
      over,
    });
    const own = stagger[0] as Float64Array;
    expect([...own.subarray(0, slots)]).toEqual(new Array<number>(slots).fill(100));
    expect(own.subarray(slots).every((each) => each === 0)).toBe(true);
    expect([...unscheduled]).toEqual([0]);
  });

  test("of devices that each draw their own has its busiest slot near m + sqrt(2 m ln W)", async () => {
    const { stagger } = commanded(await prepared(fleetOf(devices)), { kind: "random-delay", over });
    const places = [...(stagger[0] as Float64Array)].flatMap((each, p) => new Array<number>(each).fill(p));
    const dice = new Dice(1);
    const busiest = Array.from({ length: 40 }, () => {
      const drawn = new Uint32Array(slots);
      for (let i = 0; i < devices; i++) drawn[places[Math.floor(dice.next() * devices)] as number]! += 1;
      return Math.max(...drawn);
    });
    const mean = busiest.reduce((sum, each) => sum + each) / busiest.length;
    const m = devices / slots;
    expect(Math.abs(mean / (m + Math.sqrt(2 * m * Math.log(slots))) - 1)).toBeLessThan(0.03);
  });
});

test("a constant rate u exposes N devices N^2 / (2 u)", async () => {
  const made = await prepared(fleetOf(10_000));
  const every = duration(5 * minute);
  const { stagger, unscheduled } = commanded(made, {
    kind: "rate",
    devices: count(50),
    every,
    safeMode: false,
  });
  const hours = exposureOf(made.rollout.demands, stagger, unscheduled);
  expect((hours * hour) / every).toBeCloseTo(1_000_000, 3);
});

describe("a big bang over a service that clients try again", () => {
  const [capacity, load, spread] = [10, 6, 30 * minute];
  const service = loaded({ load, capacity, failureCost: 0.3, giveUp: 0, backoff: 900 });

  /** Sign-ins a second, beside the ordinary load, that may last as long as the restarts' do. */
  function largestSurge(): number {
    let [survived, not] = [capacity - load, 100];
    while (not - survived > 1e-6) {
      const extra = (survived + not) / 2;
      if ((longestSurge(service, perSecond(extra)) ?? Infinity) > spread) survived = extra;
      else not = extra;
    }
    return survived;
  }

  async function bigBang(devices: number) {
    const made = await prepared(
      fleetOf(devices, {
        deadline: "1d",
        profiles: {
          delta: {
            ...deltaProfile,
            signIn: [{ share: "100%", at: "boot", after: { uniform: ["0m", "30m"] } }],
            unmanaged: {
              extends: "windows-server",
              lead: { fixed: "0m" },
              detect: { every: "1h", less: "0%" },
              download: { fixed: "0m" },
            },
          },
        },
        services: {
          login: {
            capacity: `${capacity}/s`,
            background: { peak: `${load}/s`, shape: "flat" },
            retries: { backoff: "15m", giveUp: "0%", failureCost: "30%" },
          },
        },
      }),
    );
    const { steering } = steered(made.rollout, usualPolicy("big-bang") as SimplePolicy);
    const found = simulate(made, { kind: "steered", steering }, { without: new Set(), fixAt: null });
    if (!found.ok) throw new Error("it cannot be simulated");
    return found.value.services[0];
  }

  test("recovers below the surge that it can stand", async () => {
    const below = await bigBang(Math.round((0.95 * largestSurge() * spread) / second));
    expect(Math.max(...(below?.run.utilisation ?? []))).toBeGreaterThan(1);
    expect(below?.run.backlog.at(-1)).toBeLessThan(1);
  });

  test("collapses above it and stays down", async () => {
    const above = await bigBang(Math.round((1.05 * largestSurge() * spread) / second));
    expect(above?.run.goodput.at(-1)).toBe(0);
    expect(above?.recoveredAt).toBeNull();
  });
});

test("the Autopatch rings of 2022 put 90 % of the devices into one step", async () => {
  const { rollout } = await prepared(
    fleetOf(1_000, {
      deadline: "17d",
      slot: "60m",
      profiles: {
        delta: {
          ...deltaProfile,
          unmanaged: { extends: "windows-11-intune", power: [{ share: "100%", on: "always" }] },
        },
      },
    }),
  );
  const { steering, notes } = steered(rollout, usualPolicy("autopatch-2022") as SimplePolicy);
  const { grid } = rollout;
  const parts = (steering as OwnRestarts).habitsOf({ profile: "delta", ring: "only" });
  expect(parts.map(({ share }) => share)).toEqual([0.01, 0.09, 0.9]);
  expect(notes).toEqual([]);
  const done = new Float64Array(grid.slots);
  for (const { share, habits } of parts) {
    const own = naturalRestarts(habits, "only", { release: rollout.release, zone: "Europe/Berlin", grid });
    if (!own.ok) throw new Error("no natural restarts");
    own.value.restarts.forEach(
      (each, s) => (done[s]! += share * (each + (own.value.shutdowns[s] as number))),
    );
  }
  const until = (days: number): number =>
    done
      .subarray(0, slotOf(grid, instant(rollout.release + days * day)))
      .reduce((sum, each) => sum + each, 0);
  expect(until(9)).toBeCloseTo(0.1, 2);
  expect(until(9 + 5 + 2 + 1)).toBeGreaterThan(0.97);
});

test("who keeps to the first minute is a herd, who is left alone does as nobody's plan has it", async () => {
  const made = await prepared(fleetOf(1_200, { deadline: "1d" }));
  const world = { without: new Set<never>(), fixAt: null };
  const started = (policy: SimplePolicy) =>
    simulate(made, { kind: "steered", steering: steered(made.rollout, policy).steering }, world);
  const herd = started({ kind: "window-start" });
  if (!herd.ok) throw new Error("it cannot be simulated");
  expect(Math.max(...(herd.value.services[0]?.run.offered ?? []))).toBeCloseTo(1_200 / 60, 6);
  expect(started({ kind: "unmanaged" })).toEqual(simulate(made, { kind: "unmanaged" }, world));
});
