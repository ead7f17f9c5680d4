/** Bytes of a file as text with "\n" for every line end, read once and in bounded memory. */
import { TextDecoder } from "node:util";
import { type Outcome, type Problem, done, failed } from "../problem.js";

/** What a file starts with that is no text, as hexadecimal. */
const signatures = [
  { hex: "504b0304", kind: "a zip archive or an .xlsx workbook" },
  { hex: "1f8b", kind: "gzip" },
  { hex: "d0cf11e0a1b11ae1", kind: "an .xls workbook" },
  { hex: "28b52ffd", kind: "zstd" },
  { hex: "fd377a585a00", kind: "xz" },
  { hex: "377abcaf271c", kind: "7z" },
  { hex: "25504446", kind: "PDF" },
];
/** Without a byte order mark a file is UTF-8. */
const byteOrderMarks = [
  { hex: "fffe", encoding: "utf-16le" },
  { hex: "feff", encoding: "utf-16be" },
];

/**
 * The text in pieces; it ends with a line end even where the file does not. A failed outcome is the last. Pieces are cut every
 * `blockBytes` of the file, so that nothing depends on how the file arrives.
 */
export async function* textOf(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  blockBytes: number,
): AsyncGenerator<Outcome<string>> {
  let decoder: TextDecoder | null = null;
  let line = 1;
  // A carriage return at the end of a piece waits for its line feed.
  let waiting = "";
  let last = "\n";
  for await (const block of blocksOf(chunks, blockBytes)) {
    const binary = decoder === null ? signatureIn(block) : null;
    if (binary !== null) return yield failed(binaryFile(file, binary));
    decoder ??= new TextDecoder(encodingOf(block), { fatal: true });
    const decoded = decode(decoder, block);
    if (decoded === null)
      return yield failed(undecodable(file, line + linesBeforeFault(decoder, block), decoder));
    const text = waiting + decoded;
    waiting = text.endsWith("\r") ? "\r" : "";
    const piece = unixLines(waiting === "" ? text : text.slice(0, -1));
    const nul = piece.indexOf("\0");
    if (nul >= 0) return yield failed(nulCharacter(file, line + linesIn(piece, nul)));
    line += linesIn(piece, piece.length);
    last = piece.at(-1) ?? last;
    if (piece !== "") yield done(piece);
  }
  if (decoder !== null && decode(decoder, null) === null) yield failed(undecodable(file, line, decoder));
  else if (waiting !== "" || last !== "\n") yield done("\n");
}

/** Line ends in the first `end` characters. */
export function linesIn(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

const unixLines = (text: string): string => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);

/** Every block is full but the last. The same memory each time: use it before asking for the next. */
async function* blocksOf(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  const block = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(size - filled, chunk.length - at);
      block.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < size) continue;
      yield block;
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

const startsWith = (block: Uint8Array, hex: string): boolean =>
  Buffer.from(block.subarray(0, hex.length / 2)).toString("hex") === hex;
const signatureIn = (block: Uint8Array): string | null =>
  signatures.find(({ hex }) => startsWith(block, hex))?.kind ?? null;
const encodingOf = (block: Uint8Array): string =>
  byteOrderMarks.find(({ hex }) => startsWith(block, hex))?.encoding ?? "utf-8";

/** null: these bytes are no text; a null block: the end of the file. */
function decode(decoder: TextDecoder, block: Uint8Array | null): string | null {
  try {
    return block === null ? decoder.decode() : decoder.decode(block, { stream: true });
  } catch {
    return null;
  }
}

/** Line ends of this block before its first fault; 0 where the fault began in the block before. */
function linesBeforeFault({ encoding }: TextDecoder, block: Uint8Array): number {
  const start = encoding === "utf-8" ? block.findIndex((byte) => (byte & 0xc0) !== 0x80) : 0;
  const whole = (end: number): string | null =>
    decode(new TextDecoder(encoding, { fatal: true }), block.subarray(Math.max(0, start), end));
  let [good, bad] = [Math.max(0, start), block.length];
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (whole(middle) === null) bad = middle;
    else good = middle;
  }
  const text = unixLines(whole(good) ?? "");
  return linesIn(text, text.length);
}

const binaryFile = (file: string, kind: string): Problem => ({
  code: "csv.binary",
  message: `this is a binary file (${kind}), not CSV`,
  hint: "unpack it or save it as CSV first",
  place: { file },
});

const nulCharacter = (file: string, line: number): Problem => ({
  code: "csv.binary",
  message: "this is a binary file, not CSV: it holds a NUL character",
  hint: "save it as CSV in UTF-8 (UTF-16 needs its byte order mark)",
  place: { file, line },
});

const undecodable = (file: string, line: number, { encoding }: TextDecoder): Problem => ({
  code: "csv.encoding",
  message: `these bytes are not ${encoding.toUpperCase()}`,
  hint: "save the file as UTF-8",
  place: { file, line },
});
