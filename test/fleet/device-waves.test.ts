import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cohort } from "../../src/fleet/cohort.js";
import {
  type DeviceRestart,
  type DeviceWavesOptions,
  type WaveSize,
  deviceWaves,
} from "../../src/fleet/device-waves.js";
import type { Outcome } from "../../src/problem.js";
import { type Instant, duration, instant, isoInstant, minute } from "../../src/units.js";
import { arriving, fleetOf, onlyProblem, options, ring, valueOf } from "./given.js";

const release = instant(Date.parse("2026-08-11T17:00:00Z"));
const slot = duration(15 * minute);
const wave = (at: number, devices: number): WaveSize => ({
  slotStart: instant(release + at * slot),
  devices,
});

type Given = {
  readonly csv: string;
  readonly waves: Record<string, readonly WaveSize[]>;
  readonly rereadAs?: string | ((time: number) => string);
} & Partial<Pick<DeviceWavesOptions, "placeOf" | "cohorts" | "rings">>;

async function restartsOf(given: Given): Promise<Outcome<readonly DeviceRestart[]>> {
  const { csv, waves, rereadAs, rings = [ring("all")], ...rest } = given;
  const { cohorts } = await fleetOf(csv, { rings });
  const restarts: DeviceRestart[] = [];
  let times = 0;
  const open = () => arriving(typeof rereadAs === "function" ? rereadAs(++times) : (rereadAs ?? csv));
  const asked = {
    ...options,
    rings,
    release,
    slot,
    cohorts,
    excluded: [],
    waves: new Map(Object.entries(waves)),
    ...rest,
  };
  for await (const batch of deviceWaves(open, asked)) {
    if (!batch.ok) return batch;
    restarts.push(...batch.value);
  }
  return { ok: true, value: restarts };
}

/** `["pc1 HQ/office/all 2026-08-11T17:07:30Z"]` */
const told = (restarts: readonly DeviceRestart[]): readonly string[] =>
  restarts.map(
    ({ device, cohort, restart }) =>
      `${device} ${cohort.id} ${restart === null ? null : isoInstant(restart)}`,
  );

/** Names by the hash the design fixes, worked out by another way than the code's. */
const byHash = (names: readonly string[]): readonly string[] => {
  const digest = (name: string): string =>
    createHash("sha256")
      .update(`wave\0${isoInstant(release)}\0${name}`)
      .digest("hex");
  return [...names].sort((a, b) => (digest(a) < digest(b) ? -1 : 1));
};

describe("devices of a wave", () => {
  test("restart evenly over its slot, in whole seconds, the middle of its part each", async () => {
    const names = ["pc1", "pc2", "pc3", "pc4"];
    const csv = `device,site\n${names.map((name) => `${name},HQ`).join("\n")}\n`;
    const restarts = valueOf(await restartsOf({ csv, waves: { "HQ/office/all": [wave(4, 3), wave(9, 1)] } }));
    expect(restarts.map(({ device }) => device)).toEqual(names);
    const times = new Map(restarts.map(({ device, restart }) => [device, isoInstant(restart as Instant)]));
    // A third of 15 minutes is 300 s; the middles are at 150, 450, 750 s. The second wave's one device is at 450 s.
    expect(byHash(names).map((name) => times.get(name))).toEqual([
      "2026-08-11T18:02:30Z",
      "2026-08-11T18:07:30Z",
      "2026-08-11T18:12:30Z",
      "2026-08-11T19:22:30Z",
    ]);
  });

  test("are floored to the second", async () => {
    const csv = `device\n${Array.from({ length: 7 }, (_, at) => `pc${at}`).join("\n")}\n`;
    const restarts = valueOf(await restartsOf({ csv, waves: { "-/office/all": [wave(0, 7)] } }));
    const seconds = restarts.map(({ restart }) => ((restart ?? 0) - release) / 1000).sort((a, b) => a - b);
    // 900 s / 7 = 128.57 s: 64.29, 192.86, 321.43, ...
    expect(seconds).toEqual([64, 192, 321, 450, 578, 707, 835]);
  });

  test("leave the last by hash unscheduled where waves hold fewer than the cohort", async () => {
    const names = ["pc1", "pc2", "pc3"];
    const restarts = valueOf(
      await restartsOf({ csv: `device\n${names.join("\n")}\n`, waves: { "-/office/all": [wave(0, 2)] } }),
    );
    expect(restarts.filter(({ restart }) => restart === null).map(({ device }) => device)).toEqual([
      byHash(names)[2],
    ]);
    const none = valueOf(await restartsOf({ csv: `device\n${names.join("\n")}\n`, waves: {} }));
    expect(none.map(({ restart }) => restart)).toEqual([null, null, null]);
  });

  test("with equal hashes go by name, bytewise, whatever their order in the file", async () => {
    const placeOf = (name: string): bigint => (name === "first" ? 0n : 7n);
    const waves = { "-/office/all": [wave(0, 2), wave(1, 2)] };
    const one = valueOf(await restartsOf({ csv: "device\nb\né\nfirst\na\n", waves, placeOf }));
    const other = valueOf(await restartsOf({ csv: "device\na\nfirst\né\nb\n", waves, placeOf }));
    expect(told(one)).toEqual([
      "b -/office/all 2026-08-11T17:18:45Z",
      "é -/office/all 2026-08-11T17:26:15Z",
      "first -/office/all 2026-08-11T17:03:45Z",
      "a -/office/all 2026-08-11T17:11:15Z",
    ]);
    expect([...told(other)].sort()).toEqual([...told(one)].sort());
  });

  test("are the imported rows, no others", async () => {
    const csv = "device,site,profile\npc1,HQ,\n,HQ,\npc1,HQ,\npc2,HQ,nonsense\npc3,HQ,kiosk\n";
    const waves = { "HQ/office/all": [wave(0, 1)], "HQ/kiosk/all": [wave(1, 1)] };
    expect(told(valueOf(await restartsOf({ csv, waves })))).toEqual([
      "pc1 HQ/office/all 2026-08-11T17:07:30Z",
      "pc3 HQ/kiosk/all 2026-08-11T17:22:30Z",
    ]);
  });
});

describe("device waves are refused", () => {
  const csv = "device,site\npc1,HQ\npc2,HQ\n";
  test.each([
    ["a device less", "device,site\npc1,HQ\n"],
    ["a device more", "device,site\npc1,HQ\npc2,HQ\npc3,HQ\n"],
    ["a device elsewhere", "device,site\npc1,HQ\npc2,Lab\n"],
  ])("where the inventory has %s than was planned", async (_, rereadAs) => {
    const outcome = await restartsOf({ csv, waves: { "HQ/office/all": [wave(0, 2)] }, rereadAs });
    expect(onlyProblem(outcome).code).toBe("inventory.changed");
  });

  test("where the inventory shrinks between the two readings", async () => {
    const rereadAs = (time: number): string => (time === 1 ? csv : "device,site\npc1,HQ\n");
    const outcome = await restartsOf({ csv, waves: { "HQ/office/all": [wave(0, 2)] }, rereadAs });
    expect(onlyProblem(outcome).code).toBe("inventory.changed");
  });

  test("where rows count devices", async () => {
    expect(onlyProblem(await restartsOf({ csv: "site,devices\nHQ,2\n", waves: {} })).code).toBe(
      "inventory.no-names",
    );
  });
});

const someWaves = (cohort: Cohort, parts: readonly number[]): readonly WaveSize[] => {
  let left = cohort.devices;
  return parts.flatMap((part, at) => {
    const devices = Math.min(left, part);
    left -= devices;
    return devices > 0 ? [wave(at, devices)] : [];
  });
};

test("every device has one restart, inside its wave's slot, and every wave has its number of devices", async () => {
  const sites = fc.array(fc.constantFrom("HQ", "Lab", "Ü"), { minLength: 1, maxLength: 80 });
  const parts = fc.array(fc.nat(12), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(sites, parts, async (at, sizes) => {
      const csv = `device,site\n${at.map((site, row) => `pc${row},${site}`).join("\n")}\n`;
      const rings = [ring("a", 0.4), ring("b")];
      const { cohorts } = await fleetOf(csv, { rings });
      const waves = Object.fromEntries(cohorts.map((cohort) => [cohort.id, someWaves(cohort, sizes)]));
      const restarts = valueOf(await restartsOf({ csv, waves, rings }));
      expect(restarts.map(({ device }) => device)).toEqual(at.map((_, row) => `pc${row}`));
      for (const cohort of cohorts) {
        const times = restarts.filter((one) => one.cohort.id === cohort.id).map(({ restart }) => restart);
        for (const { slotStart, devices } of waves[cohort.id] ?? []) {
          const inSlot = times.filter(
            (time) => time !== null && time >= slotStart && time < slotStart + slot,
          );
          expect(inSlot.length).toBe(devices);
        }
        const scheduled = (waves[cohort.id] ?? []).reduce((sum, { devices }) => sum + devices, 0);
        expect(times.filter((time) => time === null).length).toBe(cohort.devices - scheduled);
        expect(times.every((time) => time === null || time % 1000 === 0)).toBe(true);
      }
    }),
    { numRuns: 80 },
  );
});
