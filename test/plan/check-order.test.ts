/** Plans whose devices go out of turn, too many at once, or for another reason than the plan says. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import { copyOf, type Document, faultsOf, staggeredOnly } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** Three alike, told apart by their names alone, none of which puts any load on the service. */
const controllers = (order: Document): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  slot: "30m",
  deadline: "2d",
  rings: [{ name: "all" }],
  window: "20:00-04:00",
  profiles: { server: { ...deltaProfile, signIn: [] } },
  fleet: ["A", "B", "C"].map((device) => ({ site: "Berlin", ring: "all", group: "dc", device, devices: 1 })),
  services: { login: { capacity: "600/h", headroom: "0%", background: { peak: "20/h", shape: "flat" } } },
  order: { dc: { settle: "1h", ...order } },
});

async function edited(order: Document, edit: (plan: Mutable<Plan>) => void): Promise<readonly string[]> {
  const { plan, rollout } = await staggeredOnly(controllers(order));
  expect(faultsOf(rollout, plan)).toEqual([]);
  const draft = copyOf(plan) as Mutable<Plan>;
  edit(draft);
  return faultsOf(rollout, draft as Plan);
}

/** Moves a wave into the slot of another one, and sorts by slot and cohort again. */
function move({ waves }: Mutable<Plan>, from: number, slot: number, grid: Plan["grid"]): void {
  const wave = waves[from] as Mutable<Plan["waves"][number]>;
  const at = (s: number) =>
    new Date(Date.parse(grid.start) + s * grid.slotMinutes * 60_000).toISOString().replace(".000Z", "Z");
  Object.assign(wave, { slot, start: at(slot), end: at(slot + 1) });
  waves.sort((a, b) => a.slot - b.slot || (a.cohort < b.cohort ? -1 : 1));
}

describe("turns are counted and ordered again", () => {
  test("two at once where one may", async () => {
    const faults = await edited({ sequence: ["A", "B"] }, (plan) =>
      move(plan, 1, plan.waves[0]?.slot ?? 0, plan.grid),
    );
    expect(faults.join("\n")).toMatch(
      /group dc at Berlin, slot 6: should be at most 1 .* is 2 \[check.group\]/,
    );
  });

  test("one that has not settled", async () => {
    const faults = await edited({ sequence: ["A", "B"] }, (plan) =>
      move(plan, 1, (plan.waves[1]?.slot ?? 0) - 1, plan.grid),
    );
    expect(faults.join("\n")).toContain("[check.group]");
  });

  test("the sequence turned round: everything else of the plan is as right as before", async () => {
    const faults = await edited({ sequence: ["A", "B"] }, ({ waves }) => {
      const [first, second] = waves as [Mutable<Plan["waves"][number]>, Mutable<Plan["waves"][number]>];
      [first.cohort, second.cohort] = [second.cohort, first.cohort];
    });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain("[check.sequence]");
  });

  test("the last one not last", async () => {
    const faults = await edited({ last: ["A"] }, ({ waves }) => {
      const [first, , third] = waves as [
        Mutable<Plan["waves"][number]>,
        Mutable<Plan["waves"][number]>,
        Mutable<Plan["waves"][number]>,
      ];
      [first.cohort, third.cohort] = [third.cohort, first.cohort];
      first.devices = third.devices = 1;
    });
    expect(faults.join("\n")).toContain("[check.sequence]");
  });

  test("capacity that is there though a part of it is gone", async () => {
    const faults = await edited({ capacityOf: "login", sequence: ["A"] }, (plan) => {
      const [login] = plan.services;
      const capacity = login?.capacity ?? [];
      const slot = plan.waves[0]?.slot ?? 0;
      expect(capacity[slot]).toBeCloseTo(400 / 3600, 12);
      capacity[slot] = 600 / 3600;
    });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/services\[0\].capacity\[6\].*\[check.services\]/);
  });

  test("another reason", async () => {
    const faults = await edited({ atOnce: "25%" }, (plan) => {
      const [left] = plan.unscheduled as [Mutable<Plan["unscheduled"][number]>];
      expect(left.reason).toBe("group");
      left.reason = "capacity";
    });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain("should be group, is capacity");
  });
});
