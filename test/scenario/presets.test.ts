import { describe, expect, test } from "vitest";
import { problemLine } from "../../src/problem.js";
import { profilePresets, readScenario, servicePresets } from "../../src/scenario/index.js";
import { habitsDefaults, habitsPresets } from "../../src/scenario/presets/habits.js";
import { scenarioDefaults } from "../../src/scenario/presets/defaults.js";
import { profileDefaults } from "../../src/scenario/presets/profiles.js";
import { peersDefaults, retriesDefaults, serviceDefaults } from "../../src/scenario/presets/services.js";

const tables = {
  scenario: scenarioDefaults,
  profile: profileDefaults,
  service: serviceDefaults,
  peers: peersDefaults,
  retries: retriesDefaults,
  ...Object.fromEntries(
    Object.entries(servicePresets).map(([name, { retries }]) => [`retries of ${name}`, retries ?? {}]),
  ),
  habits: habitsDefaults,
  ...Object.fromEntries(
    Object.entries({ ...profilePresets, ...servicePresets }).map(([name, { settings }]) => [name, settings]),
  ),
  ...Object.fromEntries(
    Object.entries(habitsPresets).map(([name, { settings }]) => [`habits ${name}`, settings]),
  ),
};

describe.each(Object.entries(tables))("%s", (_, settings) => {
  test.each(Object.entries(settings))(
    "%s has a source, or is called an assumption",
    (_, { basis, guess }) => {
      expect(basis.startsWith("assumption: ")).toBe(guess);
      expect(basis.length).toBeGreaterThan(20);
    },
  );
});

test.each(Object.entries(servicePresets))(
  "%s has no capacity: that is the admin's own",
  (_, { settings }) => {
    expect(Object.keys(settings)).not.toContain("capacity");
  },
);

test("every habit can be a profile's", () => {
  const names = Object.keys(habitsPresets);
  const read = readScenario(
    JSON.stringify({
      version: 1,
      release: { at: "2026-08-11T17:00Z" },
      fleet: [{ site: "A", profile: "windows-2007", devices: 1 }],
      profiles: Object.fromEntries(
        names.map((name) => [name, { extends: "windows-office", unmanaged: name }]),
      ),
      services: { login: { capacity: "unknown" } },
    }),
  );
  expect(read.ok ? [] : read.problems.map(problemLine)).toEqual([]);
});

test("every preset can be used", () => {
  const services = Object.keys(servicePresets).map((preset) => [preset, { preset, capacity: "unknown" }]);
  const read = readScenario(
    JSON.stringify({
      version: 1,
      release: { at: "2026-08-11T17:00Z" },
      fleet: Object.keys(profilePresets).map((profile) => ({ site: "A", profile, devices: 1 })),
      services: Object.fromEntries(services),
    }),
  );
  expect(read.ok ? [] : read.problems.map(problemLine)).toEqual([]);
});
