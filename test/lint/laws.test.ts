import { describe, expect, test } from "vitest";
import { lint } from "../../src/lint/lint.js";
import { forSeeds } from "../support/dice.js";
import { type Document, prepared, solver, staggering } from "../support/planning.js";
import { randomScenario } from "../support/scenarios.js";
import { codesOf, findingsOf } from "./given.js";

const unknown = { releases: null, hotpatchBaselines: null };
const withoutRoom = ["room.slots", "room.capacity", "ring.too-late", "freeze.all-windows"];

describe("of any scenario", () => {
  test("where a bound says that there is no room, the best plan leaves devices over", async () => {
    const solve = await solver();
    const seen = new Map<string, number>();
    await forSeeds([1, 60], async (dice) => {
      const subject = await prepared(randomScenario(dice, { load: (d) => d.pick([2, 12, 40, 200]) }));
      const found = codesOf(lint(subject, unknown)).filter((code) => withoutRoom.includes(code));
      if (found.length === 0) return;
      for (const code of found) seen.set(code, (seen.get(code) ?? 0) + 1);
      const { plan } = staggering(subject.rollout, subject.settled.scenario.goal, solve);
      expect(plan.unscheduled.length, found.join()).toBeGreaterThan(0);
    });
    // Otherwise the law was not put to the test.
    expect(seen.get("room.slots")).toBeGreaterThan(2);
    expect(seen.get("room.capacity")).toBeGreaterThan(2);
  });

  test("the order of the fleet's rows changes nothing", async () => {
    await forSeeds([1, 15], async (dice) => {
      const document = randomScenario(dice);
      const turned: Document = { ...document, fleet: [...(document["fleet"] as unknown[])].reverse() };
      expect(await findingsOf(turned)).toEqual(await findingsOf(document));
    });
  });
});
