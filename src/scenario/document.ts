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
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  stringify,
  type YAMLMap,
  type YAMLSeq,
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

/** Where a value stands in the text: half-open, without its anchor and tag and without the comment behind it. */
export type Outline = { readonly start: number; readonly end: number } & (
  | { readonly kind: "scalar"; readonly quote: "'" | '"' | null }
  /** `source`: the start of the value it stands for. */
  | { readonly kind: "alias"; readonly source: number }
  | { readonly kind: "map" | "list"; readonly isFlow: boolean; readonly parts: readonly Part[] }
);

/** An entry of a map or an item of a list. */
export type Part = {
  /** null: of a list. */
  readonly key: string | null;
  /** Of its key, its dash, or in a flow list its value. */
  readonly start: number;
  readonly end: number;
  /** Behind its colon or dash, in a flow list its start; null: it is written in a way that is not edited in place. */
  readonly after: number | null;
  /** null: nothing is written. */
  readonly value: Outline | null;
};

/** Of a text that `readDocument` reads. */
export function outlineOf(text: string): Outline {
  const composed = compose(text, new LineCounter(), () => ({}));
  if (!composed.ok) throw new Error("the text is not readable");
  const outline = outlined(composed.value.contents, text, composed.value);
  if (outline === null) throw new Error("the text is empty");
  return outline;
}

function outlined(node: unknown, text: string, document: YamlDocument.Parsed): Outline | null {
  if (isAlias(node)) {
    const [start, end] = rangeOf(node);
    return { kind: "alias", start, end, source: offset(node.resolve(document)) };
  }
  if (isMap(node) || isSeq(node)) return outlinedCollection(node, text, document);
  if (!isScalar(node) || node.source === undefined) return null;
  const [start, end] = rangeOf(node);
  if (node.source === "" && start === end) return null;
  const quote = node.type === "QUOTE_DOUBLE" ? '"' : node.type === "QUOTE_SINGLE" ? "'" : null;
  // The range of a block scalar ends behind its last line.
  return { kind: "scalar", start, end: node.type?.startsWith("BLOCK") ? endOfLine(text, end) : end, quote };
}

function outlinedCollection(node: YAMLMap | YAMLSeq, text: string, document: YamlDocument.Parsed): Outline {
  const [start, flowEnd] = rangeOf(node);
  const isFlow = node.flow === true;
  const parts: Part[] = [];
  let from = isFlow ? start + 1 : start;
  for (const item of node.items) {
    const at = nextSign(text, from);
    const part = isPair(item)
      ? outlinedEntry(item, at, text, document)
      : outlinedItem(item, at, isFlow, text, document);
    parts.push(part);
    const behind = nextSign(text, part.end);
    from = isFlow && text[behind] === "," ? behind + 1 : part.end;
  }
  const end = isFlow ? flowEnd : (parts.at(-1)?.end ?? flowEnd);
  return { kind: isMap(node) ? "map" : "list", start, end, isFlow, parts };
}

function outlinedEntry(pair: Pair, at: number, text: string, document: YamlDocument.Parsed): Part {
  const [start, keyEnd] = rangeOf(pair.key);
  const colon = nextSign(text, keyEnd);
  const value = outlined(pair.value, text, document);
  const after = at === start && text[colon] === ":" ? colon + 1 : null;
  const key = keyText(pair.key);
  return { key, start: at, end: value?.end ?? after ?? keyEnd, after: plainly(text, after, value), value };
}

function outlinedItem(
  item: unknown,
  at: number,
  isFlow: boolean,
  text: string,
  document: YamlDocument.Parsed,
): Part {
  const value = outlined(item, text, document);
  const after = isFlow ? at : text[at] === "-" ? at + 1 : null;
  const end = value?.end ?? after ?? rangeOf(item)[1];
  return { key: null, start: at, end, after: plainly(text, after, value), value };
}

/** An anchor or tag of nothing is not edited in place. */
const plainly = (text: string, after: number | null, value: Outline | null): number | null =>
  after === null || (value === null && /^[ \t]*[&!]/.test(text.slice(after, after + 100))) ? null : after;

/** Of the next sign that is neither blank nor in a comment. */
export function nextSign(text: string, from: number): number {
  const blank = /(?:[\s\ufeff]|#.*)*/y;
  blank.lastIndex = from;
  blank.test(text);
  return blank.lastIndex;
}

/** Where the line ends whose last sign, or line break, is the one before `end`. */
const endOfLine = (text: string, end: number): number =>
  text[end - 1] !== "\n" ? end : text[end - 2] === "\r" ? end - 2 : end - 1;

const rangeOf = (node: unknown): readonly [number, number] => {
  const range = (node as Node | null)?.range;
  return [range?.[0] ?? 0, range?.[1] ?? 0];
};

/** The text written anew with one value set or, where it is undefined, taken out: comments stay, lines may change; null: it cannot be. */
export function rewritten(text: string, path: Path, value: unknown): string | null {
  const composed = compose(text, new LineCounter(), () => ({}));
  if (!composed.ok) return null;
  try {
    if (value === undefined) composed.value.deleteIn(path);
    else composed.value.setIn(path, value);
    return composed.value.toString({ lineWidth: 0 });
  } catch {
    // Of a place that `yaml` cannot write to, such as one behind an alias.
    return null;
  }
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
