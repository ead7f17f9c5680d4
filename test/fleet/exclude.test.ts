import { describe, expect, it } from "vitest";
import { deviceWaves } from "../../src/fleet/device-waves.js";
import { withoutExcluded } from "../../src/fleet/exclude.js";
import type { Exclusion, Selector } from "../../src/scenario/scenario.js";
import { everyone, type Marks } from "../../src/scenario/selector.js";
import { instant, duration, hour } from "../../src/units.js";
import { arriving, onlyProblem, options, placed, ring, sizes, valueOf } from "./given.js";

const without = (who: Partial<Selector>, reason: string): Exclusion => ({
  who: { ...everyone, ...who },
  reason,
  path: "exclude[0]",
});

const csv = [
  "device,site,tags,group",
  "SRV-01,HQ,dmz,dc",
  "srv-02,HQ,,dc",
  "pc-1,HQ,old,",
  "pc-2,HQ,,",
  "pc-3,Lab,old,",
].join("\n");
const marks: Marks = { tags: new Set(["old"]), devices: new Set(["srv-01"]) };
const given = { rings: [ring("all")], marks };

describe("devices left out of the plan", () => {
  it("are no cohort of it, and each has the first reason that fits", async () => {
    const fleet = await placed(csv, given);
    const left = valueOf(
      withoutExcluded(fleet, [
        without({ tag: ["old"] }, "replaced in September"),
        without({ device: ["srv-01"], group: ["dc"] }, "by hand"),
        without({ site: ["Lab"] }, "too late"),
        without({ device: ["nobody"] }, "never met"),
      ]),
    ).fleet;
    expect(sizes(left)).toEqual(["HQ/office/all 1", "HQ/office/all/dc 1"]);
    expect(left.excluded.map(({ cohort, reason }) => `${cohort.id} ${cohort.devices}: ${reason}`)).toEqual([
      "HQ/office/all/+old 1: replaced in September",
      "HQ/office/all/dc/=SRV-01 1: by hand",
      "Lab/office/all/+old 1: replaced in September",
    ]);
    expect([left.rows, left.imported, left.rejected]).toEqual([5, 5, 0]);
  });

  it("are some: who leaves out everybody is told so", async () => {
    const nobodyLeft = withoutExcluded(await placed(csv, given), [
      without({ site: ["HQ"] }, "one"),
      without({ tag: ["old"] }, "two"),
    ]);
    expect(onlyProblem(nobodyLeft)).toMatchObject({
      code: "fleet.all-excluded",
      message: "every device is excluded: nothing is left to plan",
      place: { path: "exclude" },
    });
  });

  it("change nothing of the others' rings", async () => {
    const many = ["device", ...Array.from({ length: 300 }, (_, i) => `pc-${i}`)].join("\n");
    const asked = { marks: { tags: new Set<string>(), devices: new Set(["pc-1", "pc-2"]) } };
    const fleet = await placed(many, asked);
    const left = valueOf(withoutExcluded(fleet, [without({ device: ["PC-1", "PC-2"] }, "x")]));
    expect(left.rings).toEqual(fleet.rings);
    const all = [...left.fleet.cohorts, ...left.fleet.excluded.map(({ cohort }) => cohort)];
    expect(all.map(({ id }) => id).sort()).toEqual(fleet.fleet.cohorts.map(({ id }) => id).sort());
  });

  it("get no restart, and their rows are no change of the inventory", async () => {
    const { fleet } = valueOf(
      withoutExcluded(await placed(csv, given), [
        without({ tag: ["old"] }, "replaced"),
        without({ device: ["SRV-01"] }, "by hand"),
      ]),
    );
    const waves = new Map(
      fleet.cohorts.map(({ id, devices }) => [id, [{ slotStart: instant(0), devices }]] as const),
    );
    const found: string[] = [];
    for await (const batch of deviceWaves(() => arriving(csv), {
      ...options,
      ...given,
      release: instant(0),
      slot: duration(hour),
      cohorts: fleet.cohorts,
      excluded: fleet.excluded.map(({ cohort }) => cohort),
      waves,
    }))
      found.push(...valueOf(batch).map(({ device, cohort }) => `${device} ${cohort.id}`));
    expect(found).toEqual(["srv-02 HQ/office/all/dc", "pc-2 HQ/office/all"]);
  });
});
