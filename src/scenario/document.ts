/**
 * The door to `yaml`: text of YAML 1.2 (core schema; JSON is YAML) into plain data, and from a path back to line and column.
 * The document may be hostile: sizes, depth and aliases have limits, and keys that could reach a prototype are refused.
 */
import {
  Composer,
  type CST,
  type Document as YamlDocument,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  stringify,
} from "yaml";
import { done, failed, type Outcome, type Place, type Problem } from "../problem.js";
import { parseName } from "./name.js";
import { type Path, pathText, quoted } from "./place.js";

export type ReadDocument = {
  readonly data: unknown;
  /** Position of the key (or list item) at `path`, else of the nearest thing above it that exists. */
  readonly placeOf: (path: Path) => Place;
};

const limits = {
  /** Characters. */
  text: 32_000_000,
  // yaml 2.9.1 composes recursively, and near the end of the stack V8 can abort the whole process: depth is checked before.
  depth: 64,
  aliases: 100,
  nodes: 4_000_000,
};

const refusedKeys = new Set(["__proto__", "constructor", "prototype"]);

export function readDocument(text: string, file?: string): Outcome<ReadDocument> {
  if (text.length > limits.text) {
    return failed({
      code: "document.too-large",
      message: `the document is longer than ${limits.text} characters`,
      hint: "put devices into a CSV file and name it under fleet",
      place: { file },
    });
  }
  const lines = new LineCounter();
  const composed = compose(text, lines, (offset) => placeAt(lines, offset, file));
  if (!composed.ok) return composed;
  const { contents } = composed.value;
  const walk: Walk = { document: composed.value, aliases: 0, nodes: 0, refused: [] };
  const data = plain(contents, [], walk);
  const problems = walk.refused.map(({ offset, path, ...problem }) => ({
    ...problem,
    place: { ...placeAt(lines, offset, file), path: pathText(path) },
  }));
  if (problems.length > 0) return failed(...problems);
  const placeOf = (path: Path): Place => ({
    ...placeAt(lines, offsetOf(composed.value, path), file),
    path: pathText(path),
  });
  return done({ data, placeOf });
}

/** Whether a document may have it for a key. */
export const canBeKey = (name: string): boolean => !refusedKeys.has(name) && parseName(name).ok;

/** A value as one would write it on one line of a scenario: `{ uniform: [ 0h, 22h ] }`. */
export const flowText = (value: unknown): string =>
  stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();

function placeAt(lines: LineCounter, offset: number, file: string | undefined): Place {
  const { line, col } = lines.linePos(offset);
  // An empty document has no line yet.
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

function compose(
  text: string,
  lines: LineCounter,
  place: (offset: number) => Place,
): Outcome<YamlDocument.Parsed> {
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== undefined) return failed({ ...nestedTooDeep, place: place(deep) });
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false, prettyErrors: false });
  let documents: readonly YamlDocument.Parsed[];
  try {
    documents = [...composer.compose(tokens, true, text.length)];
  } catch (error) {
    // CVE-2026-33532 is of this kind: the stack's end shows as a RangeError instead of a parse error.
    if (error instanceof RangeError) return failed({ ...nestedTooDeep, place: place(0) });
    throw error;
  }
  const [first, second] = documents;
  if (first === undefined) throw new Error("forceDoc gives one document at least");
  const problems = [...first.errors, ...first.warnings].map(({ message, pos }): Problem => ({
    code: "document.syntax",
    message: message.replace(/\.$/, ""),
    place: place(pos[0]),
  }));
  if (second !== undefined) problems.push({ ...severalDocuments, place: place(second.range[0]) });
  if (problems.length > 0) return failed(...problems);
  return first.contents === null ? failed({ ...emptyDocument, place: place(0) }) : done(first);
}

const nestedTooDeep: Problem = {
  code: "document.too-deep",
  message: `the document is nested more than ${limits.depth} levels deep`,
};
const severalDocuments: Problem = {
  code: "document.several",
  message: "a second document begins here",
  hint: "one file holds one scenario: take out the line ---",
};
const emptyDocument: Problem = {
  code: "document.empty",
  message: "the document is empty",
  hint: "the smallest scenario has version, release, fleet, window and services",
};

/** Offset of the first token nested too deep; walked without recursion. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > limits.depth) return token.offset;
    if (token.type === "document" && token.value !== undefined) open.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}

type Walk = {
  readonly document: YamlDocument.Parsed;
  aliases: number;
  nodes: number;
  readonly refused: (Omit<Problem, "place"> & { readonly offset: number; readonly path: Path })[];
};

function plain(node: unknown, path: Path, walk: Walk): unknown {
  const tooMuch = ++walk.nodes > limits.nodes || walk.aliases > limits.aliases || path.length > limits.depth;
  if (tooMuch) return refuseBomb(node, path, walk);
  if (isAlias(node)) {
    walk.aliases++;
    return plain(node.resolve(walk.document), path, walk);
  }
  if (isMap(node)) return plainMap(node.items, path, walk);
  if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index], walk));
  return isScalar(node) ? node.value : null;
}

function plainMap(
  pairs: readonly { readonly key: unknown; readonly value: unknown }[],
  path: Path,
  walk: Walk,
): Record<string, unknown> {
  const plainly: Record<string, unknown> = {};
  for (const { key, value } of pairs) {
    const name = keyText(key);
    const refusal = refusalOf(name, plainly);
    if (name === null || refusal !== null) {
      walk.refused.push({ ...(refusal ?? unreadableKey), offset: offset(key), path });
      continue;
    }
    plainly[name] = plain(value, [...path, name], walk);
  }
  return plainly;
}

const unreadableKey = { code: "document.key", message: "a key must be a text" };

function refusalOf(name: string | null, sofar: object): Omit<Problem, "place"> | null {
  if (name === null) return unreadableKey;
  if (refusedKeys.has(name))
    return { code: "document.key", message: `the key ${quoted(name)} is not allowed` };
  if (Object.hasOwn(sofar, name))
    return {
      code: "document.duplicate-key",
      message: `the key ${quoted(name)} stands here a second time`,
      hint: "keep one of the two",
    };
  return null;
}

/** As it is written: the site 0101 is not the site 101. */
function keyText(key: unknown): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === "string") return key.value;
  return key.source === undefined || key.source === "" ? null : key.source;
}

// Once is enough: a bomb would report itself a million times.
function refuseBomb(node: unknown, path: Path, walk: Walk): undefined {
  const problem = {
    code: "document.too-much",
    message: `the document's aliases unfold to more than is allowed (${limits.aliases} aliases, ${limits.depth} levels)`,
    hint: "write the values out",
  };
  if (walk.refused.every(({ code }) => code !== problem.code))
    walk.refused.push({ ...problem, offset: offset(node), path: path.slice(0, 8) });
  return undefined;
}

const offset = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;

function offsetOf(document: YamlDocument.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let at = offset(node);
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item.key) === String(key));
      if (pair === undefined) return at;
      at = offset(pair.key);
      node = pair.value;
    } else if (isSeq(node) && typeof key === "number" && key < node.items.length) {
      node = node.items[key];
      at = offset(node);
    } else return at;
  }
  return at;
}
