/** Single keys of a scenario set to other values, in front of reading it: what a sweep does. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { readDocument } from "./document.js";
import { isEntries } from "./expand.js";
import { suggestion } from "./nearest.js";
import { parsePath, type Path, pathText, quoted } from "./place.js";
import type { Overrides } from "./read.js";

export type Setting = {
  /** `headroom` (of every service), `deadline`, `services.login.capacity`, `rings.broad.share`: items of a list by their name. */
  readonly key: string;
  /** As the scenario would have it. */
  readonly value: string | number;
};

/** The overrides with these keys set besides. */
export function withSettings(
  text: string,
  overrides: Overrides,
  settings: readonly Setting[],
): Outcome<Overrides> {
  if (settings.length === 0) return done(overrides);
  const document = readDocument(text);
  // What is wrong with the document itself is told where it is read.
  if (!document.ok || !isEntries(document.value.data)) return done(overrides);
  const { data } = document.value;
  let all: Overrides = overrides;
  for (const { key, value } of settings) {
    const [section, ...rest] = parsePath(key);
    if (typeof section !== "string") return failed(noPlace(key, "", []));
    if (rest.length === 0) {
      all = { ...all, [section]: value };
      continue;
    }
    const set = withValue(all[section] ?? data[section], rest, value, [section]);
    if (!set.ok) return set;
    all = { ...all, [section]: set.value };
  }
  return done(all);
}

/** A copy in which the value stands at the path; keys that are not there yet are added, items of a list are not. */
function withValue(data: unknown, path: Path, value: string | number, above: Path): Outcome<unknown> {
  const [key, ...rest] = path;
  if (key === undefined) return done(value);
  if (Array.isArray(data)) {
    const items: readonly unknown[] = data;
    const names = items.flatMap((item) =>
      isEntries(item) && typeof item.name === "string" ? [item.name] : [],
    );
    const index =
      typeof key === "number" ? key : items.findIndex((item) => isEntries(item) && item.name === key);
    if (items[index] === undefined) return failed(noPlace(pathText([...above, key]), String(key), names));
    const set = withValue(items[index], rest, value, [...above, key]);
    return set.ok ? done(items.map((item, i) => (i === index ? set.value : item))) : set;
  }
  if (!isEntries(data)) return failed(noPlace(pathText([...above, key]), String(key), []));
  const before = Object.hasOwn(data, key) ? data[String(key)] : undefined;
  const set = withValue(rest.length > 0 ? (before ?? {}) : before, rest, value, [...above, key]);
  return set.ok ? done({ ...data, [key]: set.value }) : set;
}

const noPlace = (key: string, name: string, known: readonly string[]): Problem => ({
  code: "sweep.no-key",
  message: `the scenario has nothing at ${quoted(key)}`,
  hint:
    known.length > 0
      ? suggestion(name, known)
      : "name a key that the scenario has, such as headroom, services.login.capacity or rings.broad.share",
  place: { path: "--sweep" },
});
