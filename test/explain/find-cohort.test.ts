import { describe, expect, test } from "vitest";
import { findCohort } from "../../src/explain/find-cohort.js";
import type { Cohort } from "../../src/fleet/cohort.js";

const cohort = (id: string): Cohort => ({
  id,
  site: id.split("/")[0] as string,
  profile: "office",
  ring: "broad",
  group: null,
  timezone: "UTC",
  tags: [],
  device: null,
  devices: 1,
});
const cohorts = [
  "Berlin/office/broad",
  "Berlin/office/broad/dc",
  "Plant7/kiosk/broad",
  "Pune/office/broad",
].map(cohort);

describe("a cohort is found", () => {
  test.each([
    ["by its id, though another begins with it", "Berlin/office/broad", 0],
    ["by how only its id begins", "Pl", 2],
    ["by a site that has but this one", "Pune", 3],
  ])("%s", (_, asked, index) => {
    expect(findCohort(cohorts, asked)).toEqual({ ok: true, value: index });
  });

  test.each([
    ["Berlin", "cohort.several", "one of: Berlin/office/broad, Berlin/office/broad/dc"],
    ["Pune/ofice/broad", "cohort.unknown", 'did you mean "Pune/office/broad"?'],
    ["", "cohort.unknown", "known: Berlin/office/broad,"],
    ["\u001b[31m", "cohort.unknown", "known: Berlin/office/broad,"],
  ])("and %j is refused with a way out", (asked, code, hint) => {
    const found = findCohort(cohorts, asked);
    expect(found).toMatchObject({ ok: false, problems: [{ code }] });
    expect(!found.ok && found.problems[0]?.hint).toContain(hint);
  });
});
