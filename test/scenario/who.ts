/** Scenarios for tests of selectors: the least that reads, and what stands in it besides. */
import { problemLine } from "../../src/problem.js";
import { readScenario } from "../../src/scenario/read.js";
import type { Scenario } from "../../src/scenario/scenario.js";

export const least = {
  version: 1,
  timezone: "Europe/Berlin",
  release: { at: "2026-08-11T17:00:00Z" },
  fleet: { file: "fleet.csv" },
  window: "21:00-05:00",
  services: { vpn: { capacity: "unknown" } },
};

export function scenarioOf(document: object): Scenario {
  const outcome = readScenario(JSON.stringify({ ...least, ...document }));
  if (!outcome.ok) throw new Error(outcome.problems.map(problemLine).join("\n"));
  return outcome.value;
}

/** `path: message [code]` of each problem; none: it reads. */
export function problemsIn(document: object | string): readonly string[] {
  const text = typeof document === "string" ? document : JSON.stringify({ ...least, ...document });
  const outcome = readScenario(text);
  return outcome.ok
    ? []
    : outcome.problems.map(({ code, message, place }) => `${place?.path}: ${message} [${code}]`);
}
