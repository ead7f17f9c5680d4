import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { csv, csvRow, deviceCsvRow, devicesCsvHeader } from "../../src/export/csv.js";
import { planText } from "../../src/export/json.js";
import { instant } from "../../src/units.js";
import { formulae } from "./hostile-names.js";
import { contoso, renamed } from "./plan-fixture.js";

type Row = Record<string, string>;
const parsed = (text: string): readonly Row[] => {
  const { data, errors } = Papa.parse<Row>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
};

describe("waves.csv", () => {
  test("parsed back has every wave with its devices, instant and local time", () => {
    const rows = parsed(csv.write(contoso));
    expect(rows).toHaveLength(contoso.waves.length);
    expect(rows.map((row) => [row.cohort, row.start_utc, Number(row.devices)])).toEqual(
      contoso.waves.map(({ cohort, start, devices }) => [cohort, start, devices]),
    );
    expect(rows[0]).toEqual({
      cohort: "Pune/office/pilot",
      site: "Pune",
      ring: "pilot",
      start_utc: "2026-08-12T15:30:00Z",
      start_local: "2026-08-12T21:00:00",
      timezone: "Asia/Kolkata",
      devices: "6",
      minutes: "15",
    });
  });

  test.each(formulae)(
    "no cell of a site named %j runs as a formula, and plan.json has the name as it is",
    (name) => {
      const plan = renamed(name);
      for (const row of parsed(csv.write(plan)))
        for (const cell of Object.values(row))
          expect(cell.normalize("NFKC").replace(/^[\s\u200b]+/, "")).not.toMatch(/^[=+\-@|\0]/);
      const sites = (JSON.parse(planText(plan)) as typeof plan).cohorts.map(({ site }) => site);
      expect(sites).toContain(name);
    },
  );

  test("every row is one line, whatever the names", () => {
    const plan = renamed('a "quoted", name\r\nwith\ttwo lines\u2028and three');
    expect(csv.write(plan).trimEnd().split("\n")).toHaveLength(plan.waves.length + 1);
    expect(csv.write(plan)).not.toMatch(/[\r\t\u2028]/);
    expect(csv.write(plan)).toContain(
      '"a ""quoted"", name\\u000d\\u000awith\\u0009two lines\\u2028and three"',
    );
  });

  test("a number stays a number and the same text gets its quote", () => {
    expect(csvRow([-5, "-5", "5"])).toBe("-5,'-5,5\n");
  });

  test("the list separator of other locales is quoted too", () => {
    expect(csvRow(["a;b", " a", "a b"])).toBe('"a;b"," a",a b\n');
  });
});

describe("devices.csv", () => {
  test("a device is one line with its instant, its local time and its line end", () => {
    const restart = instant(Date.parse("2026-08-13T19:07:30Z"));
    const row = deviceCsvRow({
      device: "PC-0001",
      cohort: "Berlin/office/broad",
      timezone: "Europe/Berlin",
      restart,
    });
    expect(devicesCsvHeader + row).toBe(
      "device,cohort,restart_utc,restart_local,timezone\n" +
        "PC-0001,Berlin/office/broad,2026-08-13T19:07:30Z,2026-08-13T21:07:30,Europe/Berlin\n",
    );
  });
});
