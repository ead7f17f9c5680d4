/** Which column of an inventory says what. */
import { type Outcome, type Problem, done } from "../problem.js";
import type { Row } from "./csv.js";
import { nearest, suggestion } from "../scenario/nearest.js";
import { quoted } from "../scenario/place.js";

/** Our fields, and what exports call them beside the field's own name; compared by letters and digits only. */
const aliases = {
  device: [
    "name",
    "host",
    "host name",
    "device name",
    "computer",
    "computer name",
    "machine",
    "machine name",
    "asset name",
    "server name",
    "DNS host name",
    "FQDN",
  ],
  site: ["site name", "location", "office", "office location", "branch"],
  profile: ["profile name", "device profile", "client profile"],
  ring: ["ring name", "update ring", "deployment ring", "patch ring"],
  group: ["group name", "cluster", "cluster name"],
  timezone: ["time zone name", "IANA time zone", "tz", "zone"],
  tags: ["tag", "labels", "label"],
  devices: ["count", "device count", "number of devices"],
} as const;

export type Field = keyof typeof aliases;
/** In the order in which they are told. */
export const fields = Object.keys(aliases) as readonly Field[];

export type Columns = {
  /** Position of each field's column. */
  readonly of: ReadonlyMap<Field, number>;
  /** Cells in the header. */
  readonly width: number;
  /** Headers that say nothing to us. */
  readonly passedOver: readonly string[];
};

type Header = { readonly at: number; readonly text: string; readonly key: string };

/** `chosen` maps fields to the file's column names and goes before any guess. All problems at once. */
export function columnsOf(
  { line, cells }: Row,
  chosen: ReadonlyMap<string, string>,
  file: string,
): Outcome<Columns> {
  const headers = headersOf(cells);
  const problems: Problem[] = [];
  const of = new Map<Field, number>();
  const settle = (field: Field, found: Header | Problem | null): void => {
    if (found === null) return;
    if ("code" in found) problems.push({ ...found, place: { file, line } });
    else of.set(field, found.at);
  };
  for (const [field, column] of chosen) {
    if (isField(field)) settle(field, chosenColumn(field, column, headers));
    else problems.push(unknownField(field, file));
  }
  const taken = new Set(of.values());
  const free = headers.filter(({ at }) => !taken.has(at));
  for (const field of fields) if (!chosen.has(field)) settle(field, guessedColumn(field, free));
  if (problems.length === 0 && !of.has("device") && !of.has("devices"))
    problems.push({ ...noDeviceColumn(headers), place: { file, line } });
  if (problems.length > 0) return { ok: false, problems };
  const used = new Set(of.values());
  const passedOver = headers.filter(({ at, text }) => !used.has(at) && text !== "").map(({ text }) => text);
  return done({ of, width: cells.length, passedOver });
}

/** The columns that may be each field's, likeliest first; of a field that is clear, or chosen, there is one. */
export function candidatesOf(
  cells: readonly string[],
  chosen: ReadonlyMap<string, string>,
): ReadonlyMap<Field, readonly string[]> {
  const taken = new Set([...chosen.values()].map(keyOf));
  const free = headersOf(cells).filter(({ key }) => !taken.has(key));
  return new Map(
    fields.map((field) => {
      const column = chosen.get(field);
      return [field, column === undefined ? textsOf(byAlias(field, guesses(field, free))) : [column]];
    }),
  );
}

/** `"OS", "Serial number" and 12 more` */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(quoted).join(", ");
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

const keyOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
const headersOf = (cells: readonly string[]): readonly Header[] =>
  cells.map((cell, at) => ({ at, text: cell.trim().normalize("NFC"), key: keyOf(cell) }));
const isField = (name: string): name is Field => (fields as readonly string[]).includes(name);
const textsOf = (headers: readonly Header[]): readonly string[] => headers.map(({ text }) => text);

function chosenColumn(field: Field, column: string, headers: readonly Header[]): Header | Problem {
  const wanted = column.trim().normalize("NFC");
  const exact = headers.filter(({ text }) => text === wanted);
  const found = exact.length > 0 ? exact : headers.filter(({ key }) => key === keyOf(column));
  if (found.length > 1) return severalColumns(field, found);
  const near = nearest(wanted, textsOf(headers));
  return (
    found[0] ?? {
      code: "inventory.unknown-column",
      message: `columns.${field}: there is no column ${quoted(column)}`,
      hint:
        near === undefined ? `the columns are ${listed(textsOf(headers))}` : `did you mean ${quoted(near)}?`,
    }
  );
}

function guesses(field: Field, headers: readonly Header[]): readonly Header[] {
  const keys = new Set<string>(aliases[field].map(keyOf));
  const own = headers.filter(({ key }) => key === field);
  return own.length > 0 ? own : headers.filter(({ key }) => keys.has(key));
}

const byAlias = (field: Field, headers: readonly Header[]): readonly Header[] => {
  const keys: readonly string[] = aliases[field].map(keyOf);
  return headers.toSorted((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key));
};

function guessedColumn(field: Field, headers: readonly Header[]): Header | Problem | null {
  const found = guesses(field, headers);
  return found.length > 1 ? severalColumns(field, found) : (found[0] ?? null);
}

function severalColumns(field: Field, found: readonly Header[]): Problem {
  const texts = textsOf(found);
  const twice = texts.some((text, at) => texts.indexOf(text) < at);
  return {
    code: "inventory.several-columns",
    message: `columns ${found.map(({ at, text }) => `${at + 1} (${quoted(text)})`).join(" and ")} may all be the ${field}`,
    hint: twice
      ? "rename all but one"
      : `choose one in the scenario: columns: { ${field}: ${texts[0] ?? ""} }`,
  };
}

const unknownField = (field: string, file: string): Problem => ({
  code: "inventory.unknown-field",
  message: `columns: there is no field ${quoted(field)}`,
  hint: suggestion(field, fields),
  place: { file },
});

const noDeviceColumn = (headers: readonly Header[]): Problem => ({
  code: "inventory.no-device-column",
  message: "no column names the devices",
  hint: `say which in the scenario, columns: { device: ... }; the columns are ${listed(textsOf(headers))}`,
});
