/** Rows of a CSV file. The one door to papaparse, which sees only whole records whose quotes were found right. */
import Papa from "papaparse";
import { type Outcome, type Problem, done, failed } from "../problem.js";
import { linesIn, textOf } from "./text.js";

export type Row = {
  /** 1-based line of the file on which the row starts. */
  readonly line: number;
  /** By position, never by header: a column may be called `__proto__`. */
  readonly cells: readonly string[];
};

const blockBytes = 65_536;
/** Characters. A record is kept until it is whole, so something must end it. */
const longestRecord = 1_000_000;
/** What separates cells, in the order in which ties are decided. */
const delimiters = [",", ";", "\t", "|"];

/** The rows that are not blank, the header first, in batches. A failed outcome is the last. */
export async function* csvRows(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  block = blockBytes,
): AsyncGenerator<Outcome<readonly Row[]>> {
  let unread: Unread = { text: "", line: 1, delimiter: null };
  let empty = true;
  for await (const piece of textOf(chunks, file, block)) {
    if (!piece.ok) return yield piece;
    unread = headerFound({ ...unread, text: unread.text + piece.value });
    const { text, line, delimiter } = unread;
    const { end, stray } = delimiter === null ? { end: 0, stray: null } : scan(text, delimiter);
    if (stray !== null) return yield failed(strayQuote(file, line + linesIn(text, stray)));
    const rows = delimiter === null ? [] : rowsOf(text.slice(0, end), delimiter, line);
    unread = { text: text.slice(end), line: line + linesIn(text, end), delimiter };
    if (unread.text.length > longestRecord) return yield failed(tooLong(file, unread.line));
    empty &&= rows.length === 0;
    if (rows.length > 0) yield done(rows);
  }
  // The text ends with a line end, so what is left over has a quote that nothing closes.
  const { open } = scan(unread.text, unread.delimiter ?? ",");
  if (open !== null) yield failed(unterminatedQuote(file, unread.line + linesIn(unread.text, open)));
  else if (empty) yield failed(noHeader(file));
}

type Unread = {
  readonly text: string;
  /** Of its first character. */
  readonly line: number;
  /** null: the header is not whole yet. */
  readonly delimiter: string | null;
};

/** Passes over what may stand before a header: blank lines, Excel's `sep=;`, PowerShell's `#TYPE`. */
function headerFound(unread: Unread): Unread {
  if (unread.delimiter !== null) return unread;
  let { text, line } = unread;
  for (;;) {
    const preface = /^(?:#TYPE [^\n]*|"?sep=([^\n"])"?|)\n/i.exec(text);
    if (preface === null) return { text, line, delimiter: delimiterOf(text) };
    text = text.slice(preface[0].length);
    line++;
    if (preface[1] !== undefined) return { text, line, delimiter: preface[1] };
  }
}

/** The delimiter most frequent in the first record outside quotes; null where that record is not whole. */
function delimiterOf(text: string): string | null {
  const counts = new Map(delimiters.map((delimiter) => [delimiter, 0]));
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    const count = counts.get(character);
    if (character === "\n") return mostFrequent(counts);
    if (count !== undefined) counts.set(character, count + 1);
    if (character !== '"' || (at > 0 && !delimiters.includes(text[at - 1] ?? ""))) continue;
    at = closingQuote(text, at + 1);
    if (at < 0) return null;
  }
  return null;
}

const mostFrequent = (counts: ReadonlyMap<string, number>): string =>
  delimiters.reduce((best, other) => ((counts.get(other) ?? 0) > (counts.get(best) ?? 0) ? other : best));

type Scan = {
  /** After the last whole record. */
  readonly end: number;
  /** A quote that is not closed in this text. */
  readonly open: number | null;
  /** A quote inside a quoted cell that is neither doubled nor the last: where the cell ends is anybody's guess. */
  readonly stray: number | null;
};

/** Finds where records end: at line ends outside quotes. */
function scan(text: string, delimiter: string): Scan {
  let end = 0;
  let lineEnd = text.indexOf("\n");
  for (let at = 0; ;) {
    const open = openingQuote(text, at, delimiter);
    while (lineEnd >= 0 && (open < 0 || lineEnd < open)) {
      end = lineEnd + 1;
      lineEnd = text.indexOf("\n", end);
    }
    if (open < 0) return { end, open: null, stray: null };
    const close = closingQuote(text, open + 1);
    if (close < 0) return { end, open, stray: null };
    at = close + 1;
    while (text[at] === " " && delimiter !== " ") at++;
    if (at < text.length && text[at] !== delimiter && text[at] !== "\n") return { end, open, stray: close };
    if (lineEnd >= 0 && lineEnd < at) lineEnd = text.indexOf("\n", at);
  }
}

/** A quote opens only at the start of a cell; elsewhere it is a character like any other. */
function openingQuote(text: string, from: number, delimiter: string): number {
  let at = text.indexOf('"', from);
  while (at > 0 && text[at - 1] !== delimiter && text[at - 1] !== "\n") at = text.indexOf('"', at + 1);
  return at;
}

// A quote at the very end may yet be doubled; as no line end follows it, its record is read again with the next piece.
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

/** `text` is whole records. Not Papa.parse, which would take a byte order mark off every batch. */
function rowsOf(text: string, delimiter: string, firstLine: number): readonly Row[] {
  if (text === "") return [];
  const parser = new Papa.Parser({ delimiter, newline: "\n", quoteChar: '"' });
  const { data, errors } = parser.parse(text, 0, false) as { data: string[][]; errors: readonly unknown[] };
  if (errors.length > 0) throw new Error(`bug: papaparse found ${JSON.stringify(errors[0])}`);
  const manyLined = text.includes('"');
  const rows: Row[] = [];
  let line = firstLine;
  for (const cells of data) {
    if (cells.length > 1 || cells[0] !== "") rows.push({ line, cells });
    line += manyLined ? cells.reduce((lines, cell) => lines + linesIn(cell, cell.length), 1) : 1;
  }
  return rows;
}

const noHeader = (file: string): Problem => ({
  code: "csv.no-header",
  message: "the file is empty: it has no header",
  hint: "its first line names the columns, as in device,site,timezone",
  place: { file },
});

const unterminatedQuote = (file: string, line: number): Problem => ({
  code: "csv.unterminated-quote",
  message: 'the quote (") that opens here is never closed',
  hint: "close it, or double it where it is part of the text",
  place: { file, line },
});

const strayQuote = (file: string, line: number): Problem => ({
  code: "csv.stray-quote",
  message: 'a quote (") stands inside a quoted cell, so nobody can tell where the cell ends',
  hint: "double it where it is part of the text, or close the cell before it",
  place: { file, line },
});

const tooLong = (file: string, line: number): Problem => ({
  code: "csv.record-too-long",
  message: `the row that starts here is longer than ${longestRecord / 1_000_000} MB`,
  hint: "a quote that nothing closes does this, or a file that is not CSV",
  place: { file, line },
});
