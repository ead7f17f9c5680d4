/**
 * waves.csv and devices.csv: RFC 4180 quoting, UTF-8 without a BOM, line ends LF (Excel, LibreOffice and Import-Csv read both),
 * no cell with a line break. A text cell that a spreadsheet would run as a formula begins with a single quote; numbers are bare.
 */
import { wallOf } from "../calendar/zone.js";
import type { Plan, PlannedCohort, PlannedStart } from "../plan/plan.js";
import { type Instant, isoInstant, isoWall } from "../units.js";
import { showControls } from "./controls.js";
import { instantOfIso, restartsOf } from "./restarts.js";
import type { ExportTarget } from "./target.js";

const wavesCsvHeader = "cohort,site,ring,start_utc,start_local,timezone,devices,minutes\n";
export const devicesCsvHeader = "device,cohort,restart_utc,restart_local,timezone\n";

export type DeviceRestart = {
  readonly device: string;
  readonly cohort: string;
  readonly timezone: string;
  readonly restart: Instant;
};

/** One line with its line end, so that a stream of devices needs no joining. */
export const deviceCsvRow = ({ device, cohort, timezone, restart }: DeviceRestart): string =>
  csvRow([device, cohort, isoInstant(restart), isoWall(wallOf(restart, timezone)), timezone]);

/** A row a wave; where the plan has few starts, a row a start and cohort. `minutes`: the restarts are spread over so many. */
export function wavesCsv(plan: Plan): string {
  const rows =
    plan.starts?.flatMap((start) => startRows(plan, start)) ??
    restartsOf(plan).map(({ cohort, wave, start }) =>
      waveRow(cohort, start, wave.devices, plan.grid.slotMinutes),
    );
  return wavesCsvHeader + rows.join("");
}

const startRows = (plan: Plan, { cohorts, slots: [from, to], start }: PlannedStart): readonly string[] =>
  cohorts.map(({ cohort, devices }) => {
    const of = plan.cohorts.find(({ id }) => id === cohort);
    if (of === undefined) throw new Error(`bug: start of unknown cohort ${cohort}`);
    return waveRow(of, instantOfIso(start), devices, (to - from) * plan.grid.slotMinutes);
  });

const waveRow = (
  { id, site, ring, timezone }: PlannedCohort,
  start: Instant,
  devices: number,
  minutes: number,
) =>
  csvRow([id, site, ring, isoInstant(start), isoWall(wallOf(start, timezone)), timezone, devices, minutes]);

export const csvRow = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(",")}\n`;

// `;` is quoted as well: it parts cells where Excel's list separator is not the comma.
const needsQuotes = /[",;]|^\s|\s$/u;

function csvCell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = (isFormula(value) ? "'" : "") + showControls(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Spreadsheets pass over leading blanks and fold full-width signs (U+FF1D) before they decide that a cell is a formula.
// Source: OWASP ASVS 5, 1.2.10; papaparse 5.7.1 `escapeFormulae` misses the leading LF, the space and the full-width signs.
const isFormula = (text: string): boolean =>
  text.includes("\0") || /^[=+\-@|]/u.test(text.normalize("NFKC").replace(/^[\s\p{Cc}\p{Cf}]+/u, ""));

export const csv: ExportTarget = {
  name: "csv",
  title: "Waves as a table (CSV)",
  file: "waves.csv",
  extension: "csv",
  losses: [
    "Only the waves: no forecast, no certificate, no devices that are not planned.",
    "Devices of a wave or start are counted, not named: devices.csv names them.",
    "The column start_local has no offset: in the hour that a clock change repeats only start_utc tells the two apart.",
    "A name that looks like a formula has a single quote before it, and control characters are written as \\u escapes; plan.json has the names as they are.",
  ],
  write: wavesCsv,
};
