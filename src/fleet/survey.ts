/** What an inventory holds before anybody has said what its profiles are and where its sites lie: for whoever asks these questions. */
import { done, type Outcome } from "../problem.js";
import { zoneName } from "../scenario/zone-name.js";
import { cellText } from "./cell.js";
import type { Cohort, Rejection } from "./cohort.js";
import { candidatesOf, columnsOf, type Columns, type Field, fields } from "./columns.js";
import { csvRows, type Row } from "./csv.js";
import { readInventory } from "./inventory.js";

export type Survey = {
  readonly kind: "survey";
  readonly header: readonly HeaderColumn[];
  /** Which column was taken for each field. */
  readonly columns: ReadonlyMap<Field, string>;
  /** Rows, and those that no answer makes usable. */
  readonly rows: number;
  readonly rejected: number;
  /** The first hundred. */
  readonly rejections: readonly Rejection[];
  /** Of the usable rows. */
  readonly devices: number;
  /** Most devices first; "" stands for none. */
  readonly sites: readonly SurveyedSite[];
  readonly profiles: readonly Counted[];
  /** Empty where no column names rings. */
  readonly rings: readonly Counted[];
  readonly notes: readonly string[];
};

export type SurveyedSite = Counted & {
  /** IANA names, most devices first; devices without one are in none. */
  readonly zones: readonly Counted[];
  /** Devices whose rows name no zone. */
  readonly zoneless: number;
};

export type Counted = { readonly name: string; readonly devices: number };

export type HeaderColumn = {
  readonly name: string;
  /** The first different cells of the column. */
  readonly samples: readonly string[];
  /** All that was looked at are names of time zones. */
  readonly holdsZones: boolean;
};

/** Nobody can tell which column is meant: somebody must say. */
export type UnclearColumns = {
  readonly kind: "unclear";
  readonly header: readonly HeaderColumn[];
  /** The columns that may be the field's, likeliest first; none: any may. */
  readonly fields: readonly { readonly field: Field; readonly candidates: readonly string[] }[];
};

export type SurveyOptions = {
  /** Path as the user gave it, for messages. */
  readonly file: string;
  /** Field to column name. */
  readonly columns: ReadonlyMap<string, string>;
  /** The file's bytes, from the start each time: it is read twice. */
  readonly open: () => Promise<Outcome<AsyncIterable<Uint8Array>>>;
};

/** Rows whose cells are shown as examples. */
const sampledRows = 200;
const samples = 3;
/** Profiles are few; a column of nonsense must not be kept. */
const mostProfiles = 1_000;
/** Stands for "none": nobody lives in this zone. */
const nowhere = "Etc/GMT+12";

export async function surveyInventory(options: SurveyOptions): Promise<Outcome<Survey | UnclearColumns>> {
  const glanced = await glance(options);
  if (!glanced.ok) return glanced;
  const { header, names, unclear, columns, profiles } = glanced.value;
  if (columns === null) return done({ kind: "unclear", header, fields: unclear });
  const opened = await options.open();
  if (!opened.ok) return opened;
  const read = await readInventory(opened.value, {
    file: options.file,
    columns: options.columns,
    rings: null,
    sites: new Map(),
    timezone: nowhere,
    defaultProfile: "",
    profiles: new Map([...profiles, ""].map((name) => [name, null])),
    marks: { tags: new Set(), devices: new Set() },
  });
  if (!read.ok) return read;
  const { cohorts, rows, rejected, rejections, notes } = read.value.fleet;
  return done({
    kind: "survey",
    header,
    columns: new Map([...columns.of].map(([field, at]) => [field, names[at] ?? ""])),
    rows,
    rejected,
    rejections,
    notes,
    devices: cohorts.reduce((sum, { devices }) => sum + devices, 0),
    sites: sitesOf(cohorts),
    profiles: counted(cohorts, ({ profile }) => profile),
    rings: columns.of.has("ring") ? counted(cohorts, ({ ring }) => ring) : [],
  });
}

type Glance = {
  readonly header: readonly HeaderColumn[];
  /** Of all columns, by position. */
  readonly names: readonly string[];
  readonly unclear: UnclearColumns["fields"];
  /** null: unclear. */
  readonly columns: Columns | null;
  readonly profiles: ReadonlySet<string>;
};

/** The first reading: header, examples, and the names of the profiles. */
async function glance({ open, file, columns: chosen }: SurveyOptions): Promise<Outcome<Glance>> {
  const opened = await open();
  if (!opened.ok) return opened;
  const first: Row[] = [];
  const profiles = new Set<string>();
  let columns: Columns | null = null;
  let unclear: UnclearColumns["fields"] = [];
  let names: readonly string[] | null = null;
  for await (const batch of csvRows(opened.value, file)) {
    if (!batch.ok) return batch;
    let rows = batch.value;
    if (names === null) {
      const [header = { line: 1, cells: [] }, ...others] = rows;
      names = header.cells.map(cellText);
      unclear = unclearIn(header, chosen);
      const told = unclear.length > 0 ? null : columnsOf(header, chosen, file);
      if (told !== null && !told.ok) return told;
      columns = told?.value ?? null;
      rows = others;
    }
    if (first.length < sampledRows) first.push(...rows.slice(0, sampledRows));
    const at = columns?.of.get("profile");
    if (at === undefined && first.length >= sampledRows) break;
    if (at !== undefined) addNames(profiles, rows, at);
  }
  names ??= [];
  return done({ header: sampled(names, first), names, unclear, columns, profiles });
}

function addNames(names: Set<string>, rows: readonly Row[], at: number): void {
  for (const { cells } of rows) if (names.size < mostProfiles) names.add(cellText(cells[at] ?? ""));
}

/** Columns of the very same name cannot be told apart by it: that is a problem, not a question. */
function unclearIn({ cells }: Row, chosen: ReadonlyMap<string, string>): UnclearColumns["fields"] {
  const candidates = candidatesOf(cells, chosen);
  const isNameless = ["device", "devices"].every((field) => candidates.get(field as Field)?.length === 0);
  return fields
    .map((field) => ({ field, candidates: candidates.get(field) ?? [] }))
    .filter(({ field, candidates: found }) =>
      found.length === 0
        ? field === "device" && isNameless
        : found.length > 1 && new Set(found).size === found.length,
    );
}

const sampled = (names: readonly string[], rows: readonly Row[]): readonly HeaderColumn[] =>
  names
    .map((name, at) => {
      const cells = new Set(rows.map(({ cells }) => cellText(cells[at] ?? "")).filter((cell) => cell !== ""));
      const first = [...cells].slice(0, 20);
      const holdsZones = first.length > 0 && first.every((cell) => zoneName(cell) !== null);
      return { name, samples: first.slice(0, samples), holdsZones };
    })
    .filter(({ name }) => name !== "");

function sitesOf(cohorts: readonly Cohort[]): readonly SurveyedSite[] {
  const bySite = new Map<string, Cohort[]>();
  for (const cohort of cohorts) {
    const others = bySite.get(cohort.site);
    if (others === undefined) bySite.set(cohort.site, [cohort]);
    else others.push(cohort);
  }
  return counted(cohorts, ({ site }) => site).map((site) => {
    const zones = counted(bySite.get(site.name) ?? [], ({ timezone }) => timezone);
    return {
      ...site,
      zones: zones.filter(({ name }) => name !== nowhere),
      zoneless: zones.find(({ name }) => name === nowhere)?.devices ?? 0,
    };
  });
}

/** Most devices first, then by name. */
function counted(cohorts: readonly Cohort[], nameOf: (cohort: Cohort) => string): readonly Counted[] {
  const devices = new Map<string, number>();
  for (const cohort of cohorts)
    devices.set(nameOf(cohort), (devices.get(nameOf(cohort)) ?? 0) + cohort.devices);
  return [...devices]
    .map(([name, count]) => ({ name, devices: count }))
    .sort((a, b) => b.devices - a.devices || (a.name < b.name ? -1 : 1));
}
