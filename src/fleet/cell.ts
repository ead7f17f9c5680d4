/** The text of a cell: how it is read, and what it may not be. */
import { quoted } from "../scenario/place.js";

/** Characters; a DNS name has at most 253. */
const longest = 255;
/** Controls, bidi and zero-width characters, lone surrogates, line separators: names that look like other names. */
const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Trimmed and in NFC, so that one name has one spelling. */
export const cellText = (cell: string): string => cell.trim().normalize("NFC");

/** Why `text` cannot be the name of a `what`; null where it can. */
export function faultOfName(text: string, what: string): string | null {
  if (text.length > longest) return `${what} longer than ${longest} characters: ${quoted(text)}`;
  if (forbidden.test(text)) return `control or invisible character in the ${what} ${quoted(text)}`;
  return null;
}

// V8 keeps the whole text alive for a cell cut out of it, which for a file is a batch of rows per kept cell.
export const detached = (text: string): string => Buffer.from(text).toString();
