import { describe, expect, test } from "vitest";
import { forecast } from "../src/evaluate/forecast.js";
import { planText } from "../src/export/json.js";
import type { Rollout } from "../src/rollout.js";
import { exposureOf, type Stagger } from "../src/service/demand.js";
import {
  copyOf,
  type Document,
  faultsOf,
  level,
  prepared,
  solver,
  staggeredOnly,
  staggering,
  type Staggering,
} from "./support/planning.js";
import { type Dice, forSeeds } from "./support/dice.js";
import { withEarly } from "./support/early.mjs";
import { randomScenario, release } from "./support/scenarios.js";

/** A thousand devices in Berlin, on at any time and ready at once, of which a share restarts by itself at the first 03:00. */
const scenario = (early: string, more: Document = {}): Document => ({
  version: 1,
  release: { at: release },
  slot: "30m",
  deadline: "4d",
  ready: "10%",
  maxPerSlot: "100%",
  fleet: [{ site: "Berlin", profile: "office", devices: 1000 }],
  sites: { Berlin: { timezone: "Europe/Berlin" } },
  rings: [{ name: "all" }],
  profiles: {
    office: {
      detect: { uniform: ["0h", "10h"] },
      download: { fixed: "0m" },
      install: { fixed: "0m" },
      lead: { fixed: "10m" },
      offline: { fixed: "5m" },
      signIn: [{ share: "100%", at: "boot" }],
      window: "21:00-05:00",
      early,
      unmanaged: {
        extends: "windows-server",
        download: { fixed: "0m" },
        lead: { fixed: "0m" },
        ...more,
      },
    },
  },
  services: { login: { capacity: "1000/h", headroom: "20%" } },
});

/** 03:00 in Berlin is 8 h after the release: 40.4 % of the devices that poll every 17.6 to 22 h have found the update by then. */
const byThree = 8 / 19.8;

describe("of a wave", () => {
  test("each part restarts once: before it, in it, later or not at all", async () => {
    const { rollout } = await prepared(scenario("45%"));
    const [{ behaviour }] = rollout.demands as [(typeof rollout.demands)[number]];
    const sums = behaviour.restarts.map((share, p) => share + (behaviour.late[p] as number));
    for (const { positions, shares } of behaviour.carries)
      positions.forEach((p, i) => (sums[p] = (sums[p] as number) + (shares[i] as number)));
    for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
    const gone = new Float64Array(sums.length);
    for (const { when, positions, shares } of behaviour.carries)
      if (when.kind === "early")
        positions.forEach((p, i) => (gone[p] = (gone[p] as number) + (shares[i] as number)));
    const before = (hours: number): number => gone[behaviour.slots.indexOf(hours * 2)] as number;
    // The slot of 03:00 itself is not over when a wave in it begins.
    expect(before(8)).toBe(0);
    expect(before(8.5)).toBeCloseTo(0.45 * byThree, 9);
    expect(before(29)).toBeCloseTo(0.45 * byThree, 9);
    expect(before(32.5)).toBeCloseTo(0.45, 9);
  });

  test("those who have gone are exposed until their own restart", async () => {
    const [none, some] = await Promise.all(
      ["0%", "100%"].map(async (early) => (await prepared(scenario(early))).rollout.demands[0]?.behaviour),
    );
    if (none === undefined || some === undefined) throw new Error("no cohort");
    const p = none.slots.indexOf(2 * 30);
    // A wave at 23:00 on Wednesday, 30 h after the release: its own restart after half a slot and 10 min; 03:00 in mid-slot.
    expect(none.exposure[p]).toBeCloseTo(30.25 + 1 / 6, 9);
    expect(some.exposure[p]).toBeCloseTo(byThree * 8.25 + (1 - byThree) * (30.25 + 1 / 6), 9);
  });
});

/** Every device's wave in one slot. */
function allAt({ demands }: Rollout, slot: number): Stagger {
  return demands.map(({ cohort, behaviour: { slots } }) =>
    Float64Array.from(slots, (each) => (each === slot ? cohort.devices : 0)),
  );
}

const exposed = ({ plan }: Staggering): number => level(plan, "exposure").value;

describe("a plan", () => {
  test("is less exposed the more devices are early, and passes its check", async () => {
    const plans = await Promise.all(
      ["0%", "20%", "45%", "100%"].map((early) => staggeredOnly(scenario(early))),
    );
    const values = plans.map(exposed);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    expect(new Set(values).size).toBe(4);
    for (const { rollout, plan } of plans) expect(faultsOf(rollout, plan)).toEqual([]);
  });

  test("shows the load of early devices when they restart", async () => {
    const { rollout } = await prepared(scenario("45%"));
    const foreseen = forecast(rollout, allAt(rollout, 2 * 30), [0]);
    // Of a wave at 23:00 on Wednesday 45 % x 40.4 % restart at 03:00 before, within half an hour, and are back after 5 min.
    const load = (slot: number): number => (foreseen.loads[0]?.[slot] as number) * 1800;
    expect(load(16)).toBeCloseTo((1000 * 0.45 * byThree * 25) / 30, 6);
    expect(load(17)).toBeCloseTo((1000 * 0.45 * byThree * 5) / 30, 6);
    expect(load(60) + load(61)).toBeCloseTo(1000 * (1 - 0.45 * byThree), 6);
  });

  test("with one edit is caught", async () => {
    const { rollout, plan } = await staggeredOnly(scenario("45%"));
    const edits: readonly ((draft: {
      services: { load: number[] }[];
      waves: { devices: number }[];
    }) => void)[] = [
      ({ services: [login] }) => ((login?.load as number[])[16] = 0),
      ({ waves: [wave] }) => ((wave as { devices: number }).devices += 1),
    ];
    for (const edit of edits) {
      const draft = copyOf(plan);
      edit(draft as never);
      expect(faultsOf(rollout, draft)).not.toEqual([]);
    }
  });

  test("made without early devices is not the plan with them", async () => {
    const [without, some] = [await staggeredOnly(scenario("0%")), await prepared(scenario("45%"))];
    expect(faultsOf(some.rollout, without.plan)).not.toEqual([]);
  });

  test("counts updates applied as devices are switched off as done, and no load for them", async () => {
    const switchedOff = {
      power: [{ share: "100%", on: { rrule: "FREQ=DAILY;BYHOUR=8", spread: { fixed: "0m" }, lasts: "9h" } }],
      apply: [{ share: "100%", at: "shutdown" }],
    };
    const { rollout } = await prepared(scenario("100%", switchedOff));
    const stagger = allAt(rollout, 2 * 29);
    // Found as it is switched on at 08:00 on Wednesday, applied at 17:00: 22 h after the release.
    const foreseen = forecast(rollout, stagger, [0]);
    expect(foreseen.restarted[44]).toBeCloseTo(1000, 6);
    expect(foreseen.restarted[43]).toBeCloseTo(0, 6);
    expect(Math.max(...(foreseen.loads[0] as Float64Array))).toBeLessThan(1e-12);
    expect(exposureOf(rollout.demands, stagger, [0])).toBeCloseTo(1000 * 22.25, 6);
  });
});

test("a resolved scenario gives the same rollout", async () => {
  const { resolved, rollout } = await prepared(
    scenario("45%", { extends: "windows-autopatch", lead: { fixed: "15m" } }),
  );
  const again = await prepared(JSON.parse(resolved.text) as Document);
  expect(again.resolved.digest).toBe(resolved.digest);
  expect(again.rollout.demands[0]?.behaviour).toEqual(rollout.demands[0]?.behaviour);
});

test("random plans with early devices pass their check, keep every limit, and come again from what was resolved", async () => {
  let isEarly = 0;
  await forSeeds([1, 6], async (dice) => {
    const { rollout, plan, resolved } = await planned(random(dice));
    isEarly += rollout.demands.some(({ carries }) => carries.some(({ when }) => when.kind === "early"))
      ? 1
      : 0;
    expect(faultsOf(rollout, copyOf(plan))).toEqual([]);
    for (const { positions, shares } of rollout.demands.flatMap(({ carries }) => carries)) {
      expect(positions.length).toBe(shares.length);
      expect(Math.min(0, ...shares)).toBe(0);
    }
    for (const { load, limit } of plan.services)
      load.forEach((value, t) => {
        const most = limit?.[t] ?? Number.POSITIVE_INFINITY;
        expect(value).toBeLessThanOrEqual(most + 1e-9 * (1 + most));
      });
    const again = await planned(JSON.parse(resolved.text) as Document);
    expect(planText({ ...again.plan, name: plan.name })).toBe(planText(plan));
  });
  expect(isEarly).toBeGreaterThan(3);
});

const random = (dice: Dice): Document =>
  withEarly(randomScenario(dice, { devices: (d) => d.pick([d.whole(2, 40), d.whole(300, 4_000)]) }), dice, 1);

const planned = async (document: Document) => {
  const { rollout, settled, resolved } = await prepared(document);
  return {
    ...staggering(rollout, settled.scenario.goal, await solver(), resolved.digest),
    resolved,
  };
};
