import { createReadStream } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readInventory } from "../../src/fleet/inventory.js";
import { fleetOf, onlyProblem, options, placed, read, reasons, ring, sizes, valueOf } from "./given.js";

const whole = { rings: [ring("all")] };

describe("an inventory becomes cohorts", () => {
  test("of equal site, profile, ring, group and zone, by id", async () => {
    const csv = [
      "device,site,profile,group,timezone",
      "pc3,Lab,kiosk,,Asia/Tokyo",
      "pc1,HQ,office,,",
      "pc4,Lab,office,,Europe/Berlin",
      "dc1,HQ,office,DC,",
      "pc2,HQ,,,",
    ].join("\n");
    expect(sizes(await fleetOf(csv, whole))).toEqual([
      "HQ/office/all 2",
      "HQ/office/all/DC 1",
      "Lab/kiosk/all/Asia%2FTokyo 1",
      "Lab/office/all/Europe%2FBerlin 1",
    ]);
  });

  test("with the row's zone before the site's and the site's before the default", async () => {
    const csv = "device,site,timezone\npc1,HQ,Asia/Tokyo\npc2,HQ,\npc3,Lab,\n";
    const { cohorts } = await fleetOf(csv, whole);
    expect(cohorts.map(({ site, timezone }) => `${site} ${timezone}`)).toEqual([
      "HQ Asia/Tokyo",
      "HQ Europe/Berlin",
      "Lab UTC",
    ]);
  });

  test("with one spelling of a zone", async () => {
    const { cohorts } = await fleetOf("device,tz\npc1,europe/berlin\npc2,Europe/Berlin\n", whole);
    expect(cohorts.map(({ id, timezone }) => `${id} ${timezone}`)).toEqual(["-/office/all Europe/Berlin"]);
  });

  test("in a pilot of 1 % and the rest, by hash, where nobody says anything of rings", async () => {
    const names = Array.from({ length: 1000 }, (_, at) => `pc${at}`);
    const { fleet, rings } = await placed(`device,site\n${names.map((name) => `${name},HQ`).join("\n")}`);
    expect(rings.map(({ name }) => name)).toEqual(["pilot", "broad"]);
    expect(sizes(fleet)).toEqual(["HQ/office/broad 996", "HQ/office/pilot 4"]);
  });

  test("in the rings of a ring column, smallest first, where the scenario names none", async () => {
    const { fleet, rings } = await placed("device,ring\npc1,late\npc2,late\npc3,early\npc4,\n");
    expect(sizes(fleet)).toEqual(["-/office/early 1", "-/office/late 2"]);
    expect(rings.map(({ name, soak }) => `${name} ${soak}`)).toEqual(["early 86400000", "late 86400000"]);
    expect(reasons(fleet)).toEqual(["5: no ring"]);
    expect(fleet.notes).toEqual([
      'the scenario orders no rings: they open smallest first, each 24 h after the one before: "early", "late"',
    ]);
  });

  test("in the scenario's rings where these have no shares", async () => {
    const rings = [ring("early"), ring("late")];
    const { fleet } = await placed("device,ring\npc1,late\npc2,ealry\npc3,early\n", { rings });
    expect(sizes(fleet)).toEqual(["-/office/early 1", "-/office/late 1"]);
    expect(reasons(fleet)).toEqual(['3: unknown ring "ealry"; did you mean "early"?']);
    expect(onlyProblem(await read("device\npc1\n", { rings })).code).toBe("inventory.no-ring-column");
  });

  test("whose ring column is passed over, with a note, where the scenario cuts rings by share", async () => {
    const { fleet } = await placed("device,ring\npc1,x\n", { rings: [ring("a", 1)] });
    expect(sizes(fleet)).toEqual(["-/office/a 1"]);
    expect(fleet.notes).toEqual(["the ring column is passed over: the scenario cuts rings by share"]);
  });

  test("of counted devices where no column names devices", async () => {
    const csv =
      "site,profile,devices\nHQ,office,150\nLab,office,100\nHQ,office,50\nHQ,kiosk,0\nHQ,kiosk,-1\nHQ,kiosk,\n";
    const fleet = await fleetOf(csv);
    expect(sizes(fleet)).toEqual([
      "HQ/office/broad 198",
      "HQ/office/pilot 2",
      "Lab/office/broad 99",
      "Lab/office/pilot 1",
    ]);
    expect(fleet).toMatchObject({ rows: 6, imported: 3, rejected: 3 });
    expect(fleet.notes).toEqual(["no column names the devices: each row counts devices"]);
    expect(reasons(fleet)).toEqual([
      '5: not a number of devices: "0"',
      '6: not a number of devices: "-1"',
      "7: no number of devices",
    ]);
  });
});

describe("a row is rejected with its line and reason", () => {
  test.each([
    ["pc1,HQ,office,x", "4 cells, but the header names 3 columns"],
    ["pc0,HQ,", '"pc0" is on line 2 already (names compare without case, in NFC)'],
    [" PC0 ,HQ,", '"PC0" is on line 2 already (names compare without case, in NFC)'],
    ["pc1,HQ,ofice", 'unknown profile "ofice"; did you mean "office"?'],
    ["pc1,Lab,", 'no time zone: none in the row, none under sites for "Lab", no default'],
    ["pc1,,", "no time zone: none in the row, no default"],
    ["pc1,H\u0007Q,", 'control or invisible character in the site "H\\u0007Q"'],
  ])("%j", async (row, reason) => {
    const fleet = await fleetOf(`device,site,profile\npc0,HQ,\n${row}\n`, { ...whole, timezone: null });
    expect(reasons(fleet)).toEqual([`3: ${reason}`]);
    expect(fleet).toMatchObject({ rows: 2, imported: 1, rejected: 1 });
  });

  test.each([["pc1,HQ,office,,"], ["pc1,HQ"], ['"pc1"'], ['pc1,"HQ" ,office']])(
    "but %j is a device",
    async (row) => {
      expect(reasons(await fleetOf(`device,site,profile\n${row}\n`, whole))).toEqual([]);
    },
  );

  test("and a name whose row was rejected is free for another row", async () => {
    const fleet = await fleetOf("device,profile\npc1,nonsense\npc1,office\n", whole);
    expect(reasons(fleet).length).toBe(1);
    expect(fleet.imported).toBe(1);
  });

  test("of which the first hundred are kept, after quoted line ends too", async () => {
    const fleet = await fleetOf(`device,site\npc1,"H\nQ"\npc2,HQ\n${",HQ\n".repeat(150)}`, whole);
    expect(fleet).toMatchObject({ rows: 152, imported: 1, rejected: 151 });
    expect(fleet.rejections.length).toBe(100);
    expect(fleet.rejections[1]?.line).toBe(5);
  });
});

describe("an inventory that cannot be planned is a problem", () => {
  test.each([
    ["nothing but a header", "device,site\n", "inventory.empty", "there is a header but no row"],
    ["no usable row", "device,site\n,HQ\n", "inventory.empty", "none of the 1 rows names a usable device"],
    ["no device column", "os,site\nx,HQ\n", "inventory.no-device-column", "no column names the devices"],
  ])("with %s", async (_, csv, code, message) => {
    expect(onlyProblem(await read(csv))).toMatchObject({ code, message });
  });

  test("with a cohort for each device, as a site column of serial numbers makes", async () => {
    const rows = Array.from({ length: 50_001 }, (_, at) => `pc${at},S${at}`);
    expect(onlyProblem(await read(`device,site\n${rows.join("\n")}`)).code).toBe(
      "inventory.too-many-cohorts",
    );
  });
});

const cell = fc.constantFrom(
  "pc1",
  "PC1",
  "pc2",
  "",
  " ",
  "HQ",
  "office",
  "ofice",
  "UTC",
  "Mars",
  "é",
  '"a,b"',
  '"a\nb"',
  "x,y",
);
const rowOfCells = fc.array(cell, { maxLength: 6 }).map((cells) => cells.join(","));
const goodRow = fc
  .record({
    name: fc.nat(5000),
    site: fc.constantFrom("HQ", "Lab"),
    profile: fc.constantFrom("office", "kiosk", ""),
  })
  .map(({ name, site, profile }) => ({ name: `pc${name}`, row: `pc${name},${site},${profile}` }));
const goodRows = fc.uniqueArray(goodRow, { selector: ({ name }) => name, minLength: 1, maxLength: 60 });

describe("laws", () => {
  test("imported and rejected rows are all rows, and cohorts hold all imported devices", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rowOfCells, { maxLength: 20 }), async (rows) => {
        const outcome = await read(`device,site,profile,timezone\npc0,HQ,,\n${rows.join("\n")}\n`);
        const { fleet } = valueOf(outcome);
        expect(fleet.imported + fleet.rejected).toBe(fleet.rows);
        // "a\nb" is in one row; an empty line is in none.
        expect(fleet.rows).toBe(1 + rows.filter((row) => row !== "").length);
        expect(fleet.cohorts.reduce((sum, { devices }) => sum + devices, 0)).toBe(fleet.imported);
        expect(fleet.rejections.length).toBe(fleet.rejected);
      }),
      { numRuns: 250 },
    );
  });

  test("any bytes are imported, rejected or refused, however they arrive", async () => {
    const bytes = fc
      .uint8Array({ maxLength: 120 })
      .map((tail) => Buffer.concat([Buffer.from("device,site\npc0,HQ\n"), tail]));
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 30 }), async (content, chunk) => {
        const outcome = await read(content, {}, chunk);
        expect(outcome).toEqual(await read(content));
        if (outcome.ok)
          expect(outcome.value.fleet.imported + outcome.value.fleet.rejected).toBe(outcome.value.fleet.rows);
      }),
      { numRuns: 250 },
    );
  });

  test("the order of rows changes nothing", async () => {
    const twice = goodRows.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    await fc.assert(
      fc.asyncProperty(twice, async (orders) => {
        const [a, b] = await Promise.all(
          orders.map((rows) =>
            placed(`device,site,profile\n${rows.map(({ row }) => row).join("\n")}`, {
              rings: [ring("a", 0.3), ring("b")],
            }),
          ),
        );
        expect(a).toEqual(b);
      }),
      { numRuns: 100 },
    );
  });

  test("the order of counted rows changes nothing", async () => {
    const rows = fc.array(fc.tuple(fc.constantFrom("HQ", "Lab", "Ü"), fc.integer({ min: 1, max: 99 })), {
      minLength: 1,
      maxLength: 12,
    });
    const twice = rows.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    await fc.assert(
      fc.asyncProperty(twice, async (orders) => {
        const [a, b] = await Promise.all(
          orders.map((all) => placed(`site,devices\n${all.map((row) => row.join(",")).join("\n")}`)),
        );
        expect(a).toEqual(b);
      }),
      { numRuns: 100 },
    );
  });

  test("a device keeps its ring whatever other devices there are", async () => {
    const rings = [ring("a", 0.5), ring("b")];
    const ringAlone = async (name: string): Promise<string | undefined> =>
      (await fleetOf(`device\n${name}\n`, { rings })).cohorts[0]?.ring;
    const names = Array.from({ length: 40 }, (_, at) => `pc${at}`);
    const alone = await Promise.all(names.map(ringAlone));
    const { cohorts } = await fleetOf(`device\n${names.join("\n")}\n`, { rings });
    for (const { ring: name, devices } of cohorts)
      expect(alone.filter((other) => other === name).length).toBe(devices);
  });
});

test("the example inventory has 12,210 devices at nine sites", async () => {
  const file = new URL("../../examples/contoso/fleet.csv", import.meta.url);
  const profiles = new Map(["office", "laptop", "kiosk", "server"].map((name) => [name, {}]));
  const { fleet } = valueOf(
    await readInventory(createReadStream(file), { ...options, profiles, timezone: null }),
  );
  expect(fleet).toMatchObject({ rows: 12_210, imported: 12_210, rejected: 0, notes: [] });
  const sites = new Map<string, number>();
  for (const { site, devices } of fleet.cohorts) sites.set(site, (sites.get(site) ?? 0) + devices);
  expect([...sites].map(([site, devices]) => `${site} ${devices}`)).toEqual([
    "Berlin 3900",
    "Chicago 1050",
    "London 1100",
    "NYC 2300",
    "Plant7 650",
    "Pune 1500",
    "Sao Paulo 720",
    "Sydney 430",
    "Tokyo 560",
  ]);
});
