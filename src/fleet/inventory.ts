/** The fleet of an inventory file, read once in memory that does not grow with its rows (but for 16 bytes a name). */
import { type Outcome, type Problem, done, failed } from "../problem.js";
import type { Cohort, Fleet, Rejection } from "./cohort.js";
import { cohortsOf, keyOfPart } from "./cohorts.js";
import { listed } from "./columns.js";
import { type Counted, type PlacedFleet, inRings, ringNotes, ringsOf, tooMany } from "./inline.js";
import {
  type Accepted,
  type InventoryOptions,
  type Table,
  inventoryRows,
  isRejected,
} from "./inventory-rows.js";
import type { Placement } from "./placement.js";

export type { InventoryOptions } from "./inventory-rows.js";
export type { PlacedFleet } from "./inline.js";

const keptRejections = 100;
/** A plan of more would be nobody's; a column of serial numbers taken for the site has more. */
const mostCohorts = 50_000;

export async function readInventory(
  chunks: AsyncIterable<Uint8Array>,
  options: InventoryOptions,
): Promise<Outcome<PlacedFleet>> {
  const tally = { rows: 0, rejected: 0, rejections: [] as Rejection[], parts: new Map<string, Entry>() };
  let table: Table | null = null;
  for await (const batch of inventoryRows(chunks, options)) {
    if (!batch.ok) return batch;
    table = batch.value.table;
    for (const verdict of batch.value.verdicts) {
      tally.rows++;
      if (!isRejected(verdict)) count(tally.parts, verdict);
      else if (tally.rejected++ < keptRejections) tally.rejections.push(verdict);
    }
    if (tally.parts.size > mostCohorts) return failed(tooManyCohorts(options.file));
  }
  if (table === null || tally.parts.size === 0) return failed(nothingImported(options.file, tally));
  return fleetOf(table, tally);
}

type Entry = { readonly placement: Placement; readonly ring: string | null; devices: number };

type Tally = Pick<Fleet, "rows" | "rejected" | "rejections"> & { readonly parts: ReadonlyMap<string, Entry> };

function count(parts: Map<string, Entry>, { placement, ring, devices }: Accepted): void {
  const key = keyOfPart({ ...placement, ring: ring ?? "" });
  const entry = parts.get(key);
  if (entry === undefined) parts.set(key, { placement, ring, devices });
  else entry.devices += devices;
}

function fleetOf(table: Table, { rows, rejected, rejections, parts }: Tally): Outcome<PlacedFleet> {
  // Sorted, because a tie in cutting rings goes by order and the order of rows must change nothing.
  const entries = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  if (!Number.isSafeInteger(entries.reduce((sum, { devices }) => sum + devices, 0))) return failed(tooMany);
  const cohorts = cohortsOf(
    table.counted
      ? inRings(entries satisfies readonly Counted[], table.rule)
      : entries.map(({ placement, ring, devices }) => ({ ...placement, ring: ring ?? "", devices })),
  );
  const notes = [...notesOn(table), ...zoneNotes(cohorts), ...ringNotes(table.rule, cohorts)];
  const fleet: Fleet = {
    cohorts,
    excluded: [],
    rows,
    imported: rows - rejected,
    rejected,
    rejections,
    notes,
  };
  return done({ fleet, rings: ringsOf(table.rule, cohorts) });
}

function notesOn({ columns, rule, counted }: Table): readonly string[] {
  const notes: string[] = [];
  if (columns.passedOver.length > 0) notes.push(`columns passed over: ${listed(columns.passedOver)}`);
  if (rule.kind === "cut" && columns.of.has("ring"))
    notes.push("the ring column is passed over: the scenario cuts rings by share");
  if (counted) notes.push("no column names the devices: each row counts devices");
  return notes;
}

/** Names that look like a region's zone and are not. */
function zoneNotes(cohorts: readonly Cohort[]): readonly string[] {
  const zones = new Set(cohorts.map(({ timezone }) => timezone));
  return [...zones]
    .filter((zone) => /^(?:EST|MST|HST)$/i.test(zone))
    .map((zone) => `time zone ${zone} is a fixed offset, without daylight saving time`);
}

const tooManyCohorts = (file: string): Problem => ({
  code: "inventory.too-many-cohorts",
  message: `more than ${mostCohorts} different combinations of site, profile, ring, group and time zone`,
  hint: "one of these columns differs from device to device: choose others under columns:",
  place: { file },
});

function nothingImported(file: string, { rows, rejections }: Tally): Problem {
  const [first] = rejections;
  const message =
    rows === 0 ? "there is a header but no row" : `none of the ${rows} rows names a usable device`;
  return {
    code: "inventory.empty",
    message,
    ...(first === undefined ? {} : { hint: `the first: ${first.reason}` }),
    place: { file, line: first?.line },
  };
}
