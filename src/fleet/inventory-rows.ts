/** What becomes of each row of an inventory. Both readings of the file go through here, so both accept the same rows. */
import { type Outcome, type Problem, done, failed } from "../problem.js";
import { cellText, faultOfName } from "./cell.js";
import type { Rejection } from "./cohort.js";
import { type Columns, type Field, columnsOf } from "./columns.js";
import { type Row, csvRows } from "./csv.js";
import { nameRegister } from "./name-register.js";
import {
  type Fault,
  type FleetOptions,
  type Placement,
  type Written,
  named,
  placementOf,
} from "./placement.js";
import { quoted } from "../scenario/place.js";
import { type RingRule, ringByHash, ringRule } from "./ring.js";

export type InventoryOptions = FleetOptions & {
  /** Path as the user gave it, for messages. */
  readonly file: string;
  /** Field to column name, the scenario's `fleet.columns`. */
  readonly columns: ReadonlyMap<string, string>;
};

export type Table = {
  readonly columns: Columns;
  readonly rule: RingRule;
  /** Rows count devices instead of naming one each. */
  readonly counted: boolean;
};

export type Verdict = Accepted | Rejection;
export type Accepted = {
  readonly line: number;
  /** null where rows count devices. */
  readonly name: string | null;
  readonly devices: number;
  readonly placement: Placement;
  /** null: to be cut from the whole fleet, for want of names. */
  readonly ring: string | null;
};
export const isRejected = (verdict: Verdict): verdict is Rejection => "reason" in verdict;

/** Distinct placements remembered: a site has few, and a file of nonsense must not be kept. */
const rememberedPlacements = 10_000;

/** The verdicts in the file's order, in batches; the first batch comes even where no row does. */
export async function* inventoryRows(
  chunks: AsyncIterable<Uint8Array>,
  options: InventoryOptions,
): AsyncGenerator<Outcome<{ readonly table: Table; readonly verdicts: readonly Verdict[] }>> {
  let table: Table | null = null;
  let judge: ((row: Row) => Verdict) | null = null;
  for await (const batch of csvRows(chunks, options.file)) {
    if (!batch.ok) return yield batch;
    let rows = batch.value;
    if (table === null || judge === null) {
      const [header, ...others] = rows;
      const opened = tableOf(header ?? { line: 1, cells: [] }, options);
      if (!opened.ok) return yield opened;
      table = opened.value;
      judge = judgeOf(table, options);
      rows = others;
    }
    yield done({ table, verdicts: rows.map(judge) });
  }
}

function tableOf(header: Row, options: InventoryOptions): Outcome<Table> {
  const columns = columnsOf(header, options.columns, options.file);
  if (!columns.ok) return columns;
  const { of } = columns.value;
  const rule = ringRule(options.rings, of.has("ring"));
  return rule === null
    ? failed(noRingColumn(options.file, header.line))
    : done({ columns: columns.value, rule, counted: !of.has("device") });
}

/** Judges rows in the file's order: of a name met twice the first row counts. */
function judgeOf(table: Table, options: InventoryOptions): (row: Row) => Verdict {
  const { columns, rule, counted } = table;
  const cellOf = (cells: readonly string[], field: Field): string =>
    cells[columns.of.get(field) ?? columns.width] ?? "";
  const placementIn = remembering(options, rule);
  const metBefore = nameRegister();
  return ({ line, cells }) => {
    const name = counted ? null : cellText(cellOf(cells, "device"));
    const count = cellText(cellOf(cells, "devices"));
    const unusable =
      faultOfWidth(cells, columns.width) ??
      (name === null ? faultOfCount(count) : (faultOfDeviceName(name) ?? faultOfSingle(count)));
    if (unusable !== null) return { line, reason: unusable };
    const found = placementIn(cells, cellOf);
    if ("reason" in found) return { line, reason: found.reason };
    const placement = name === null ? found : named(found, name, options.marks);
    const before = name === null ? null : metBefore(name, line);
    if (before !== null) return { line, reason: duplicate(name ?? "", before) };
    return {
      line,
      name,
      devices: name === null ? Number(count) : 1,
      placement,
      ring: ringIn(placement, name, rule),
    };
  };
}

function ringIn({ ring }: Placement, name: string | null, rule: RingRule): string | null {
  return rule.kind === "cut" && name !== null ? ringByHash(name, rule.rings, rule.shares) : ring;
}

type PlacementIn = (
  cells: readonly string[],
  cellOf: (cells: readonly string[], field: Field) => string,
) => Placement | Fault;

function remembering(options: FleetOptions, rule: RingRule): PlacementIn {
  const known = new Map<string, Placement | Fault>();
  return (cells, cellOf) => {
    const written: Written = {
      site: cellOf(cells, "site"),
      profile: cellOf(cells, "profile"),
      ring: cellOf(cells, "ring"),
      group: cellOf(cells, "group"),
      timezone: cellOf(cells, "timezone"),
      tags: options.marks.tags.size === 0 ? "" : cellOf(cells, "tags"),
    };
    const key = Object.values(written).join("\0");
    let placement = known.get(key);
    if (placement === undefined) {
      placement = placementOf(written, options, rule);
      if (known.size >= rememberedPlacements) known.clear();
      known.set(key, placement);
    }
    return placement;
  };
}

/** Missing cells are empty; cells beyond the header belong to no column, so they may only be empty. */
function faultOfWidth(cells: readonly string[], width: number): string | null {
  if (cells.length <= width || cells.slice(width).every((cell) => cell.trim() === "")) return null;
  return `${cells.length} cells, but the header names ${width} columns`;
}

function faultOfDeviceName(name: string): string | null {
  return name === "" ? "no device name" : faultOfName(name, "device name");
}

/** A row that names a device is one device, so a count beside it means something else or the name does. */
function faultOfSingle(count: string): string | null {
  return count === "" || count === "1"
    ? null
    : `the row names one device but counts ${quoted(count)}; remove or rename one of the two columns`;
}

function faultOfCount(count: string): string | null {
  if (count === "") return "no number of devices";
  const devices = /^\d+$/.test(count) ? Number(count) : 0;
  return devices > 0 && Number.isSafeInteger(devices) ? null : `not a number of devices: ${quoted(count)}`;
}

const duplicate = (name: string, before: number): string =>
  `${quoted(name)} is on line ${before} already (names compare without case, in NFC)`;

const noRingColumn = (file: string, line: number): Problem => ({
  code: "inventory.no-ring-column",
  message: "the scenario's rings have no shares, and no column names each device's ring",
  hint: "give the rings shares, or say which column it is: columns: { ring: ... }",
  place: { file, line },
});
