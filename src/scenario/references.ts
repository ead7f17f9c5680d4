/** Names that stand for something declared elsewhere. Works on unchecked data, so that one bad entry hides no other. */
import { isEntries } from "./expand.js";
import { normalName } from "./name.js";
import { suggestion } from "./nearest.js";
import { type Fault, type Path, quoted } from "./place.js";
import { usualPolicies } from "./presets/policies.js";
import { profilePresets } from "./presets/profiles.js";

type Kind = "service" | "profile" | "site" | "ring" | "policy";

type Reference = { readonly at: readonly string[]; readonly to: Kind; readonly byKey?: true };

/** Where a selector may stand, one or several. */
const selectors: readonly (readonly string[])[] = [
  ...["freezes", "never", "pins", "exclude", "window", "windows"].map((key) => [key, "*", "who"]),
  ...["window", "windows"].flatMap((key) => [
    [key, "who"],
    ["profiles", "*", key, "who"],
    ["profiles", "*", key, "*", "who"],
  ]),
  ...["sequence", "last"].map((key) => ["order", "*", key, "*"]),
];
const selected: readonly Kind[] = ["site", "profile", "ring"];

const references: readonly Reference[] = [
  { at: ["profile"], to: "profile" },
  { at: ["fleet", "*", "profile"], to: "profile" },
  { at: ["fleet", "devices", "*", "profile"], to: "profile" },
  { at: ["fleet", "*", "ring"], to: "ring" },
  { at: ["fleet", "devices", "*", "ring"], to: "ring" },
  { at: ["profiles", "*", "signIn", "*", "services", "*"], to: "service" },
  { at: ["profiles", "*", "unmanaged", "rings", "*"], to: "ring", byKey: true },
  { at: ["order", "*", "capacityOf"], to: "service" },
  { at: ["today"], to: "policy" },
  { at: ["services", "*", "sites", "*"], to: "site" },
  { at: ["services", "*", "signIns", "*"], to: "profile", byKey: true },
  { at: ["services", "*", "peers", "profiles", "*"], to: "profile", byKey: true },
  ...["freezes", "never"].map((key): Reference => ({ at: [key, "*", "sites", "*"], to: "site" })),
  ...selectors.flatMap((who) =>
    selected.flatMap((to): readonly Reference[] => [
      { at: [...who, to], to },
      { at: [...who, to, "*"], to },
    ]),
  ),
];

export function referenceFaults(data: unknown): readonly Fault[] {
  const known: Readonly<Record<Kind, ReadonlySet<string> | null>> = {
    service: keysAt(data, "services"),
    profile: new Set([...(keysAt(data, "profiles") ?? []), ...Object.keys(profilePresets)]),
    site: knownSites(data),
    ring: namesAt(data, ["rings", "*", "name"]),
    policy: new Set([...(keysAt(data, "policies") ?? []), ...Object.keys(usualPolicies)]),
  };
  const named = references.flatMap(({ at, to, byKey }) =>
    found(data, at).flatMap(({ path, value }) =>
      unknownName(path, byKey ? path.at(-1) : value, to, known[to]),
    ),
  );
  return [...named, ...policyRings(data, known.ring)];
}

/** Rings of a policy that have no share are the scenario's. */
function policyRings(data: unknown, known: ReadonlySet<string> | null): readonly Fault[] {
  const all = [...found(data, ["policies", "*", "rings"]), ...found(data, ["today", "rings"])];
  return all
    .filter(({ value }) => isEntries(value) && !Object.values(value).some(hasShare))
    .flatMap(({ path, value }) =>
      Object.keys(value as object).flatMap((ring) => unknownName([...path, ring], ring, "ring", known)),
    );
}

const hasShare = (ring: unknown): boolean => isEntries(ring) && Object.hasOwn(ring, "share");

function unknownName(
  path: Path,
  name: unknown,
  kind: Kind,
  known: ReadonlySet<string> | null,
): readonly Fault[] {
  if (typeof name !== "string" || known === null || known.has(normalName(name))) return [];
  const message = `there is no ${kind} ${quoted(normalName(name))}`;
  return [{ path, code: `${kind}.unknown`, message, hint: suggestion(normalName(name), known) }];
}

/** Null where nothing readable stands there: then every name may be right. */
function keysAt(data: unknown, key: string): ReadonlySet<string> | null {
  const entries = isEntries(data) ? data[key] : undefined;
  return isEntries(entries) ? new Set(Object.keys(entries).map(normalName)) : null;
}

function namesAt(data: unknown, pattern: readonly string[]): ReadonlySet<string> | null {
  const names = found(data, pattern).flatMap(({ value }) =>
    typeof value === "string" ? [normalName(value)] : [],
  );
  return names.length > 0 ? new Set(names) : null;
}

/** With a fleet in a file, sites become known only when that is read. */
function knownSites(data: unknown): ReadonlySet<string> | null {
  const inline = [
    ...(namesAt(data, ["fleet", "*", "site"]) ?? []),
    ...(namesAt(data, ["fleet", "devices", "*", "site"]) ?? []),
  ];
  return inline.length === 0 ? null : new Set([...inline, ...(keysAt(data, "sites") ?? [])]);
}

type Found = { readonly path: Path; readonly value: unknown };

/** Every value at the pattern; `*` stands for each entry of a mapping or list. */
function found(value: unknown, pattern: readonly string[], path: Path = []): readonly Found[] {
  const [key, ...rest] = pattern;
  if (key === undefined) return [{ path, value }];
  if (key !== "*")
    return isEntries(value) && Object.hasOwn(value, key) ? found(value[key], rest, [...path, key]) : [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : isEntries(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([step, entry]) => found(entry, rest, [...path, step]));
}
