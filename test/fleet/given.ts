/** What most tests of the fleet start from. */
import type { Fleet } from "../../src/fleet/cohort.js";
import { type Row, csvRows } from "../../src/fleet/csv.js";
import { type InventoryOptions, type PlacedFleet, readInventory } from "../../src/fleet/inventory.js";
import type { Outcome, Problem } from "../../src/problem.js";
import type { Ring } from "../../src/scenario/scenario.js";
import { duration, share } from "../../src/units.js";

export const options: InventoryOptions = {
  file: "fleet.csv",
  columns: new Map(),
  rings: null,
  sites: new Map([["HQ", { timezone: "Europe/Berlin", holidays: null }]]),
  timezone: "UTC",
  defaultProfile: "office",
  profiles: new Map([
    ["office", {}],
    ["laptop", {}],
    ["kiosk", {}],
  ]),
  marks: { tags: new Set(), devices: new Set() },
};

export const ring = (name: string, part: number | null = null): Ring => ({
  name,
  share: part === null ? null : share(part),
  soak: duration(0),
  opens: null,
});

/** A file that arrives in chunks of `size` bytes. */
export async function* arriving(content: string | Uint8Array, size = 1 << 20): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** `["1: device|site", "2: pc1|HQ"]`, or the problem. */
export async function rowsOf(
  content: string | Uint8Array,
  block?: number,
): Promise<readonly string[] | Problem> {
  const rows: Row[] = [];
  for await (const batch of csvRows(arriving(content), "fleet.csv", block)) {
    if (!batch.ok) return onlyProblem(batch);
    rows.push(...batch.value);
  }
  return rows.map(({ line, cells }) => `${line}: ${cells.join("|")}`);
}

export const read = (content: string | Uint8Array, changes: Partial<InventoryOptions> = {}, chunk?: number) =>
  readInventory(arriving(content, chunk), { ...options, ...changes });

export async function placed(
  content: string | Uint8Array,
  changes: Partial<InventoryOptions> = {},
): Promise<PlacedFleet> {
  return valueOf(await read(content, changes));
}

export async function fleetOf(
  content: string | Uint8Array,
  changes: Partial<InventoryOptions> = {},
): Promise<Fleet> {
  return (await placed(content, changes)).fleet;
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

export function onlyProblem(outcome: Outcome<unknown>): Problem {
  if (outcome.ok || outcome.problems.length !== 1 || outcome.problems[0] === undefined)
    throw new Error(`expected one problem: ${JSON.stringify(outcome)}`);
  return outcome.problems[0];
}

/** `["HQ/office/broad 2"]` */
export const sizes = ({ cohorts }: Fleet): readonly string[] =>
  cohorts.map(({ id, devices }) => `${id} ${devices}`);
/** `["2: no device name"]` */
export const reasons = ({ rejections }: Fleet): readonly string[] =>
  rejections.map(({ line, reason }) => `${line}: ${reason}`);
