/** Laws of plans with selectors: windows, freezes, pins, exclusions, tags and calendars in all combinations. */
import { expect, test } from "vitest";
import { planText } from "../../src/export/json.js";
import type { Prepared } from "../../src/prepared.js";
import type { Plan } from "../../src/plan/plan.js";
import { day, duration, hour, instant, minute } from "../../src/units.js";
import { read } from "../service/prepared.js";
import { Dice, forEverySeed } from "../support/dice.js";
import { type Document, faultsOf, solver, staggering } from "../support/planning.js";
import { type Device, type Selected, selectedScenario } from "../support/selected.js";

const solve = await solver();

/** Wrong by chance: two pins that disagree or stand in a freeze, everybody left out, a span that some clock turns round. */
const byChance = /^(pin|fleet\.all-excluded|freeze\.ends-before-start)/;

async function prepared(document: Document | string, files: Selected["files"]): Promise<Prepared | null> {
  const outcome = await read(typeof document === "string" ? document : JSON.stringify(document), files);
  if (outcome.ok) return outcome.value;
  const others = outcome.problems.filter(({ code }) => !byChance.test(code));
  expect(others).toEqual([]);
  return null;
}

const planOf = ({ rollout, settled, resolved }: Prepared): Plan =>
  staggering(rollout, settled.scenario.goal, solve, resolved.digest).plan;

/** Each seed whose scenario is one; fewer than half are not. */
async function forScenarios(
  [from, to]: readonly [number, number],
  check: (selected: Selected, ready: Prepared, plan: Plan, dice: Dice) => Promise<void> | void,
): Promise<void> {
  let seen = 0;
  await forEverySeed([from, to], async (dice) => {
    const selected = selectedScenario(dice);
    const ready = await prepared(selected.document, selected.files);
    if (ready === null) return;
    seen += 1;
    await check(selected, ready, planOf(ready), dice);
  });
  expect(seen).toBeGreaterThan((to - from) / 2);
}

test("a plan passes its check, and every device of the fleet is planned, left over or left out", async () => {
  await forScenarios([1, 25], ({ devices }, { rollout, settled }, plan) => {
    expect(faultsOf(rollout, plan)).toEqual([]);
    const sum = (list: readonly { readonly devices: number }[]): number =>
      list.reduce((all, each) => all + each.devices, 0);
    expect(sum(plan.waves) + sum(plan.unscheduled) + sum(plan.excluded)).toBe(devices);
    expect(sum(plan.cohorts) + sum(plan.excluded)).toBe(devices);
    expect(settled.placed.fleet.excluded).toHaveLength(plan.excluded.length);
  });
});

test("no wave is in a freeze that concerns it, nor outside its windows but where it is pinned", async () => {
  await forScenarios([41, 65], ({ document, windows, freezes, pins }, _, plan) => {
    const cohorts = new Map(plan.cohorts.map((cohort) => [cohort.id, cohort]));
    const notice = "change" in document ? 20 * hour : 0;
    for (const { cohort: id, start, end } of plan.waves) {
      const cohort = cohorts.get(id) as Plan["cohorts"][number];
      const { timezone: zone } = cohort;
      const who: Device = cohort;
      const [from, to] = [instant(Date.parse(start)), instant(Date.parse(end))];
      expect(from - Date.parse(plan.release), `${id} ${start}`).toBeGreaterThanOrEqual(notice);
      const pinned = pins.filter(({ concerns }) => concerns(who));
      for (const { holds } of pinned) expect(holds(from, zone), `${id} ${start}`).toBe(true);
      const open = (windows.get(cohort.profile) ?? []).filter(({ concerns }) => concerns(who));
      for (let t = from; t < to; t = instant(t + 5 * minute)) {
        const frozen = freezes.filter(({ concerns, holds }) => concerns(who) && holds(t, zone));
        expect(
          frozen.map(({ form }) => form),
          `${id} ${start}`,
        ).toEqual([]);
        const isOpen = pinned.length > 0 || open.some(({ holds }) => holds(t, zone));
        expect(isOpen, `${id} ${new Date(t).toISOString()}`).toBe(true);
      }
    }
  });
});

test("the resolved scenario needs no file, and planned again is the same text and the same plan", async () => {
  await forScenarios([81, 120], async (_, first, plan) => {
    const second = await prepared(first.resolved.text, {});
    expect(second?.resolved.text).toBe(first.resolved.text);
    expect(second === null ? "" : planText(planOf(second))).toBe(planText(plan));
  });
});

test("the order of the fleet's entries changes nothing, nor do tags that nobody asks for", async () => {
  await forScenarios([121, 132], async ({ document, files }, first, plan, dice) => {
    const fleet = document["fleet"] as readonly Document[];
    const same = [
      { ...document, fleet: dice.shuffled(fleet) },
      {
        ...document,
        fleet: fleet.map((entry) => ({
          ...entry,
          tags: dice.shuffled([...((entry["tags"] as string[] | undefined) ?? []), "VIP", "unasked"]),
        })),
      },
    ];
    for (const each of same) {
      const second = await prepared(each, files);
      expect(second?.resolved.digest).toBe(first.resolved.digest);
      expect(second === null ? "" : planText(planOf(second))).toBe(planText(plan));
    }
  });
});

test("a selector that concerns everybody is none", async () => {
  await forScenarios([151, 160], async ({ document, files, windows }, first, plan) => {
    const profiles = document["profiles"] as Readonly<Record<string, Document>>;
    const all = { timezone: ["Europe/Berlin", "America/New_York", "Asia/Kolkata"] };
    const named = Object.entries(profiles).map(([name, profile]) => {
      const own = (windows.get(name) ?? []).map(({ form }) =>
        typeof form === "string" || "who" in form ? form : { ...form, who: all },
      );
      return [name, { ...profile, window: own }];
    });
    const second = await prepared({ ...document, profiles: Object.fromEntries(named) }, files);
    const { waves, unscheduled } = second === null ? { waves: [], unscheduled: [] } : planOf(second);
    expect({ waves, unscheduled }).toEqual({ waves: plan.waves, unscheduled: plan.unscheduled });
    expect(first.rollout.deadline - first.rollout.release).toBeLessThanOrEqual(duration(5 * day));
  });
});
