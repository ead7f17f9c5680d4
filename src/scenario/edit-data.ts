/** What an edit means, whatever text the data came from. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { isEntries } from "./expand.js";
import { suggestion } from "./nearest.js";
import { type Path, pathText, quoted } from "./place.js";

/** Values are data as a document has it: texts, numbers, lists, keyed values. Items of a list by index, or by their `name`. */
export type Edit =
  /** Keys above it that are not there yet are added. */
  | { readonly kind: "set"; readonly path: Path; readonly value: unknown }
  /** At the end of the list at `path`, which is added where there is none. */
  | { readonly kind: "add"; readonly path: Path; readonly value: unknown }
  | { readonly kind: "remove"; readonly path: Path };

/** Items of a list are named by their index, or by their `name`: afterwards by their index alone. */
export function indexedPath(data: unknown, path: Path): Outcome<Path> {
  let at = data;
  const indexed: (string | number)[] = [];
  for (const step of path) {
    if (Array.isArray(at)) {
      const items: readonly unknown[] = at;
      const index =
        typeof step === "number" ? step : items.findIndex((item) => isEntries(item) && item.name === step);
      if (index < 0 || index > items.length) return failed(nothingAt(path, step, namesOf(items)));
      indexed.push(index);
      at = items[index];
    } else {
      indexed.push(String(step));
      at = isEntries(at) && Object.hasOwn(at, step) ? at[step] : undefined;
    }
  }
  return done(indexed);
}

const namesOf = (items: readonly unknown[]): readonly string[] =>
  items.flatMap((item) => (isEntries(item) && typeof item.name === "string" ? [item.name] : []));

export const nothingAt = (
  path: Path,
  step: string | number = "",
  known: readonly string[] = [],
): Problem => ({
  code: "edit.no-place",
  message: `the scenario has nothing at ${quoted(pathText(path))}`,
  hint: known.length > 0 ? suggestion(String(step), known) : "name a key that the scenario has",
  place: { path: pathText(path) },
});

/** undefined: nothing is there. */
export const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, step) => (Array.isArray(at) || isEntries(at) ? own(at, step) : undefined), data);

const own = (at: object, step: string | number): unknown =>
  Object.hasOwn(at, step) ? (at as Readonly<Record<string | number, unknown>>)[step] : undefined;

/** A copy with the edit done; its path names items by their index. */
export function editedData(data: unknown, edit: Edit): Outcome<unknown> {
  const { path } = edit;
  if (edit.kind === "set") return withValue(data, path, edit.value, path);
  const there = valueAt(data, path);
  if (edit.kind === "add") {
    if (there !== undefined && there !== null && !Array.isArray(there)) return failed(noList(path));
    return withValue(data, path, [...((there ?? []) as readonly unknown[]), edit.value], path);
  }
  if (there === undefined || path.length === 0) return failed(nothingAt(path));
  return done(without(data, path));
}

const noList = (path: Path): Problem => ({
  code: "edit.no-list",
  message: `${quoted(pathText(path))} is no list`,
  hint: "write it as a list first",
  place: { path: pathText(path) },
});

/** Keys that are not there are added; of a list one item at most, behind its last. */
function withValue(data: unknown, [step, ...rest]: Path, value: unknown, whole: Path): Outcome<unknown> {
  if (step === undefined) return done(value);
  if (Array.isArray(data)) {
    const index = Number(step);
    if (!(index >= 0 && index <= data.length)) return failed(nothingAt(whole));
    const set = withValue(data[index], rest, value, whole);
    return set.ok ? done(data.toSpliced(index, 1, set.value)) : set;
  }
  const entries = data ?? {};
  if (!isEntries(entries)) return failed(nothingAt(whole));
  const set = withValue(own(entries, step), rest, value, whole);
  return set.ok ? done({ ...entries, [step]: set.value }) : set;
}

function without(data: unknown, [step = "", ...rest]: Path): unknown {
  if (Array.isArray(data)) {
    const index = Number(step);
    return rest.length === 0 ? data.toSpliced(index, 1) : data.with(index, without(data[index], rest));
  }
  const entries = data as Readonly<Record<string, unknown>>;
  if (rest.length > 0) return { ...entries, [step]: without(entries[step], rest) };
  return Object.fromEntries(Object.entries(entries).filter(([key]) => key !== step));
}
