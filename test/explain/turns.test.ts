/** What is told of groups that take turns: their rule and end, and why a device does not go at another time. */
import { expect, test } from "vitest";
import { explain } from "../../src/explanation.js";
import { planned, solver } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

const server = { ...deltaProfile, offline: { fixed: "15m" } };

test("each slot before its turn says why: others are gone, or others come first", async () => {
  const answer = await planned({
    version: 1,
    timezone: "UTC",
    release: { at: release },
    slot: "30m",
    deadline: "20h",
    window: "20:00-02:00",
    rings: [{ name: "all" }],
    profiles: { server },
    fleet: ["A", "B", "C"].map((device) => ({ ring: "all", group: "dc", device, devices: 1 })),
    services: { login: { capacity: "600/h", headroom: "0%" } },
    order: { dc: { settle: "15m", sequence: ["a"], last: ["c"], capacityOf: "login" } },
  });
  const solve = await solver();
  const unusedOf = (id: string) => {
    const c = answer.plan.cohorts.findIndex((cohort) => cohort.id.endsWith(id));
    const { groups, cohort } = explain(answer, c, solve, () => undefined);
    expect(groups).toMatchObject([
      { name: "dc", atOnce: 1, perSite: true, capacityOf: "login", devices: 3, left: 0, turns: 3 },
    ]);
    // Three turns of an hour from 20:00 on.
    expect(groups[0]?.settled).toBe(Date.parse("2026-08-11T23:00Z"));
    return cohort?.unused.filter(({ why }) => why === "turn");
  };
  expect(unusedOf("=A")).toEqual([]);
  // A begins in slot 6 and is gone for two; B may not end after C, the last, begins.
  expect(unusedOf("/dc")).toEqual([{ from: 6, to: 8, why: "turn", by: "order" }]);
  expect(unusedOf("=C")).toEqual([{ from: 6, to: 10, why: "turn", by: "order" }]);
});

test("of devices alike, one waits for the other", async () => {
  const answer = await planned({
    version: 1,
    timezone: "UTC",
    release: { at: release },
    slot: "30m",
    deadline: "20h",
    window: "20:00-02:00",
    rings: [{ name: "all" }],
    profiles: { server },
    fleet: [{ ring: "all", group: "dc", devices: 2 }],
    services: { login: { capacity: "600/h", headroom: "0%" } },
    order: { dc: { settle: "45m" } },
  });
  const { cohort } = explain(answer, 0, await solver(), () => undefined);
  expect(cohort?.waves.map(({ slot }) => slot)).toEqual([6, 9]);
  expect(cohort?.unused.filter(({ why }) => why === "turn")).toEqual([
    { from: 7, to: 9, why: "turn", by: "others" },
  ]);
});
