/** Content lines of RFC 5545, section 3.1: escaping, and folding at 75 octets between code points. */
import { withoutControls } from "./controls.js";

/** A TEXT value (3.3.11). A line break is written as \n where it is ours; `text` from data has none, see `dataText`. */
export const textValue = (text: string): string =>
  text.replace(/[\\;,]/g, (character) => `\\${character}`).replaceAll("\n", "\\n");

/** A TEXT value from data: without control characters, so that no name can begin a line of its own. */
export const dataText = (text: string): string => textValue(withoutControls(text));

/** A parameter value (3.1): quoted where it needs to be. */
export function parameterValue(text: string): string {
  const safe = withoutControls(text).replaceAll('"', "'");
  return /[;:,]/.test(safe) ? `"${safe}"` : safe;
}

const maxOctets = 75;

// Our own folder: ical.js 2.2.1 folds some UTF-8 lines at 76.
/** `line` with its line end, in physical lines of at most 75 octets, the CRLF not counted. */
export function folded(line: string): string {
  let out = "";
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > maxOctets) {
      out += "\r\n ";
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return `${out}\r\n`;
}

/** In UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
