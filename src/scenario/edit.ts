/** Changes to the text of a scenario: what is not changed stays as it was written, comments included. */
import { isDeepStrictEqual } from "node:util";
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { type Outline, outlineOf, readDocument, rewritten } from "./document.js";
import { type Edit, editedData, indexedPath, valueAt } from "./edit-data.js";
import {
  added,
  collectionAt,
  isJson,
  partAt,
  removed,
  replaced,
  replacedByLines,
  type Splice,
  spliced,
  writerFor,
} from "./edit-text.js";
import { isEntries } from "./expand.js";
import { type Path, pathText, quoted } from "./place.js";

export type { Edit } from "./edit-data.js";

/** The text with these changes, one after the other. */
export function editScenario(text: string, edits: readonly Edit[]): Outcome<string> {
  return edits.reduce<Outcome<string>>((so, edit) => (so.ok ? edited(so.value, edit) : so), done(text));
}

function edited(text: string, asked: Edit): Outcome<string> {
  const document = readDocument(text);
  if (!document.ok) return document;
  const { data } = document.value;
  const path = indexedPath(data, asked.path);
  if (!path.ok) return path;
  const edit = { ...asked, path: path.value };
  const meant = editedData(data, edit);
  if (!meant.ok) return meant;
  if (isDeepStrictEqual(meant.value, data)) return done(text);
  const parts = finer(text, data, edit);
  if (parts !== null) return editScenario(text, parts);
  return written(text, data, closest(data, edit), meant.value);
}

/** Tried in this order until the text reads back as just what is meant. */
function written(text: string, data: unknown, edit: Edit, meant: unknown): Outcome<string> {
  const plain = withoutAliases(text, data, edit.path);
  const value = edit.kind === "remove" ? undefined : valueAt(meant, edit.path);
  const attempts = [() => inPlace(plain, edit), () => afresh(plain, edit.path, value)];
  for (const attempt of attempts) {
    const next = attempt();
    if (next !== null && readsAs(next, meant)) return done(next);
  }
  return failed(notInPlace(edit.path));
}

const notInPlace = (path: Path): Problem => ({
  code: "edit.by-hand",
  message: `${quoted(pathText(path))} cannot be changed without touching other places of the text`,
  hint: "change it in the file",
  place: { path: pathText(path) },
});

function readsAs(text: string, meant: unknown): boolean {
  const document = readDocument(text);
  return document.ok && isDeepStrictEqual(document.value.data, meant);
}

/** What is missing or empty on the way is set as a whole: `set a.b.c` where there is no `a.b` sets `a.b` to `{ c: ... }`. */
function closest(data: unknown, edit: Edit): Edit {
  if (edit.kind === "remove") return edit;
  const { path } = edit;
  const isThere = (at: Path): boolean => (valueAt(data, at) ?? null) !== null;
  if (edit.kind === "add")
    return isThere(path) ? edit : closest(data, { kind: "set", path, value: [edit.value] });
  const above = path.slice(0, -1);
  if (path.length === 0 || above.length === 0 || isThere(above)) return edit;
  const [last = ""] = path.slice(-1);
  return closest(data, { kind: "set", path: above, value: { [last]: edit.value } });
}

/**
 * A map or list over another whose text has several lines: entry by entry, so that lines and comments inside it stay. null: as a
 * whole.
 */
function finer(text: string, data: unknown, edit: Edit): readonly Edit[] | null {
  if (edit.kind !== "set" || edit.path.length === 0) return null;
  const { path, value } = edit;
  const old = valueAt(data, path);
  if (!Array.isArray(old) && !isEntries(old)) return null;
  const outline = collectionAt(outlineOf(text), path);
  if (outline === null || !text.slice(outline.start, outline.end).includes("\n")) return null;
  const part = (step: string | number, of: unknown): Edit => ({
    kind: "set",
    path: [...path, step],
    value: of,
  });
  const gone = (step: string | number): Edit => ({ kind: "remove", path: [...path, step] });
  if (Array.isArray(old) && Array.isArray(value) && value.length > 0)
    return [
      ...value.map((item, at) => part(at, item)),
      ...old.slice(value.length).map((_, at) => gone(old.length - 1 - at)),
    ];
  if (!isEntries(old) || !isEntries(value) || Object.keys(value).length === 0) return null;
  return [
    ...Object.entries(value).map(([key, of]) => part(key, of)),
    ...Object.keys(old).flatMap((key) => (Object.hasOwn(value, key) ? [] : [gone(key)])),
  ];
}

function inPlace(text: string, edit: Edit): string | null {
  const splices = splicesOf(text, outlineOf(text), edit);
  return splices === null ? null : spliced(text, splices);
}

function splicesOf(text: string, outline: Outline, edit: Edit): readonly Splice[] | null {
  const { path } = edit;
  const write = writerFor(text);
  if (edit.kind === "add") {
    const list = collectionAt(outline, path);
    return list === null ? null : added(text, list, null, edit.value, write);
  }
  const above = collectionAt(outline, path.slice(0, -1));
  const [step] = path.slice(-1);
  if (above === null || step === undefined) return null;
  if (edit.kind === "remove") return removed(text, above, step, partAt(outline, path.slice(0, -1)), write);
  const part = partAt(outline, path);
  if (part !== null)
    return replacedByLines(text, above, part, edit.value, write) ?? replaced(text, part, edit.value, write);
  return added(text, above, above.kind === "map" ? String(step) : null, edit.value, write);
}

function afresh(text: string, path: Path, value: unknown): string | null {
  const next = isJson(text) ? null : rewritten(text, path, value);
  return next === null || !text.includes("\r\n") ? next : next.replace(/\r?\n/g, "\r\n");
}

/** Aliases that stand for what is edited, for a part of it or for something around it: their values are written out. */
function withoutAliases(text: string, data: unknown, path: Path): string {
  if (!text.includes("*")) return text;
  const outline = outlineOf(text);
  const target = nearestTo(outline, path);
  const write = writerFor(text);
  const all = aliasesIn(outline, []);
  const sources = new Map(all.map(({ source }) => [source, extentOf(outline, source)]));
  const concerned = all.filter(({ start, source }) => {
    const of = sources.get(source) ?? null;
    return start === target.start || (of !== null && of.start < target.end && target.start < of.end);
  });
  if (concerned.length === 0) return text;
  const outside = concerned.filter(
    ({ start, end }) => start === target.start || start < target.start || end > target.end,
  );
  if (outside.length === 0) return text;
  const next = spliced(
    text,
    outside.map(({ start, end, path: at }) => ({
      from: start,
      to: end,
      text: write.value(valueAt(data, at)),
    })),
  );
  return next === text || !readsAs(next, data) ? text : withoutAliases(next, data, path);
}

type Alias = { readonly start: number; readonly end: number; readonly source: number; readonly path: Path };

function aliasesIn(outline: Outline | null, path: Path): readonly Alias[] {
  if (outline === null || outline.kind === "scalar") return [];
  if (outline.kind === "alias") return [{ ...outline, path }];
  return outline.parts.flatMap(({ key, value }, at) => aliasesIn(value, [...path, key ?? at]));
}

/** What stands at the path, or the last thing on the way to it. */
function nearestTo(outline: Outline, path: Path): Outline {
  const [step, ...rest] = path;
  const part = step === undefined ? null : partAt(outline, [step]);
  return part?.value == null ? outline : nearestTo(part.value, rest);
}

/** The largest value that begins there. */
function extentOf(outline: Outline | null, start: number): Outline | null {
  if (outline === null || outline.start === start) return outline;
  if (outline.kind === "scalar" || outline.kind === "alias") return null;
  for (const { value } of outline.parts) {
    const found = extentOf(value, start);
    if (found !== null) return found;
  }
  return null;
}
