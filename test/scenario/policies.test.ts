/** Policies and today's way to stagger, as an admin writes them. */
import { describe, expect, test } from "vitest";
import { problemLine } from "../../src/problem.js";
import { readScenario, scenarioDocument } from "../../src/scenario/index.js";
import { policyDefaults, usualPolicies } from "../../src/scenario/presets/policies.js";
import { defaultPolicies, policiesOf, usualPolicy } from "../../src/scenario/usual-policies.js";
import { day, duration, hour } from "../../src/units.js";

const plain = {
  version: 1,
  release: { at: "2026-08-11T17:00:00Z" },
  fleet: [{ site: "Berlin", timezone: "Europe/Berlin", devices: 10 }],
  window: "21:00-05:00",
  rings: [{ name: "pilot", share: "10%" }, { name: "broad" }],
  services: { vpn: { preset: "vpn-concentrator", capacity: "unknown" } },
};

const reading = (more: object) => readScenario(JSON.stringify({ ...plain, ...more }));

function read(more: object) {
  const scenario = reading(more);
  if (!scenario.ok) throw new Error(scenario.problems.map(problemLine).join("\n"));
  return scenario.value;
}

function faults(more: object): readonly string[] {
  const scenario = reading(more);
  return scenario.ok
    ? []
    : scenario.problems.map(
        ({ code, place, message, hint }) => `${place?.path} ${message} [${code}] ${hint ?? ""}`,
      );
}

const ring = { defer: "0d", deadline: "2d", grace: "1d" };

describe("policies", () => {
  test("of every kind, with their defaults or without, stand in the resolved scenario as they were read", () => {
    const policies = {
      ...usualPolicies,
      "my rings": { kind: "rings", rings: { pilot: ring, broad: { ...ring, defer: "3d" } } },
      soon: { kind: "big-bang", deadline: "3d", before: "20%" },
      whole: { kind: "hash-phased", over: "all" },
      "as kured": { kind: "lock", atOnce: "5%", perSite: false, settle: "5m" },
      mixed: { kind: "waves", sizes: [1, "20%"], pause: "2d" },
    };
    const scenario = read({ policies, today: "my rings" });
    const again = readScenario(JSON.stringify(scenarioDocument(scenario)));
    expect(again.ok && again.value.policies).toEqual(scenario.policies);
    expect(again.ok && again.value.today).toEqual(scenario.policies.get("my rings"));
  });

  test("take what they do not say from their kind, and say so", () => {
    const { policies, assumptions } = read({ policies: { mine: { kind: "random-delay" } } });
    expect(policies.get("mine")).toEqual({ kind: "random-delay", over: hour });
    const own = assumptions.filter(({ setting }) => setting.startsWith("policies"));
    expect(own.map(({ setting, value, guess }) => [setting, value, guess])).toEqual([
      ["policies.mine.over", "1h", true],
    ]);
  });

  test("the usual ones are every kind, each under a name that today may take", () => {
    const kinds = new Set(defaultPolicies().map(({ policy }) => policy.kind));
    expect([...kinds].sort()).toEqual(Object.keys(policyDefaults).sort());
    expect(read({ today: "autopatch-today" }).today).toEqual(usualPolicy("autopatch-today"));
  });

  test("that are compared: today first, then the admin's own, else the usual ones", () => {
    const names = (more: object) => policiesOf(read(more)).map(({ name }) => name);
    expect(names({})).toEqual(Object.keys(usualPolicies));
    expect(names({ today: { kind: "unmanaged" }, policies: { mine: { kind: "even" } } })).toEqual([
      "today",
      "mine",
    ]);
  });

  test("today may say its rings itself", () => {
    const { today } = read({ today: { kind: "rings", rings: { pilot: ring } } });
    const days = (count: number) => duration(count * day);
    expect(today).toEqual({
      kind: "rings",
      rings: new Map([["pilot", { share: null, defer: days(0), deadline: days(2), grace: days(1) }]]),
    });
  });
});

describe("what is wrong with them is said where it stands", () => {
  const one = (policy: unknown) => faults({ policies: { mine: policy } });
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["another kind", one({ kind: "lok" }), 'policies.mine.kind there is no kind "lok" [value.choice] did you mean "lock"?'],
    ["no kind", one({ atOnce: 1 }), 'policies.mine.kind "kind" is missing [key.missing] write { kind: ... }, one of unmanaged'],
    ["another key", one({ kind: "lock", atonce: 1 }), 'policies.mine.atonce unknown key "atonce" [key.unknown] did you mean "atOnce"?'],
    ["no rings", one({ kind: "rings" }), 'policies.mine.rings "rings" is missing [key.missing]'],
    ["a product that nobody knows", one({ kind: "rings", extends: "autopatch-2023" }), "policies.mine.extends"],
    ["a ring that is not there", one({ kind: "rings", rings: { pilt: ring } }), 'policies.mine.rings.pilt there is no ring "pilt" [ring.unknown] did you mean "pilot"?'],
    ["shares of too much", one({ kind: "rings", rings: { a: { ...ring, share: "80%" }, b: { ...ring, share: "40%" } } }), "policies.mine.rings.b the rings' shares sum to more than 100% [ring.share]"],
    ["half a device", one({ kind: "ramp", first: 1.5 }), "policies.mine.first"],
    ["a wave of nobody", one({ kind: "waves", sizes: ["0%"] }), "policies.mine.sizes[0]"],
    ["a name that nobody has", faults({ today: "my ring", policies: { "my rings": { kind: "even" } } }), 'today there is no policy "my ring" [policy.unknown] did you mean "my rings"?'],
    ["no policy", faults({ today: 3 }), "today 3 cannot stand here [value.form] write the name of a policy"],
  ]; // prettier-ignore

  test.each(cases)("%s", (_, found, expected) => {
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });
});
