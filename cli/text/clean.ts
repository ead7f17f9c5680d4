/** Names come from files that others wrote: nothing in them may drive a terminal, hide text or turn its direction. */

// C0 (LF stays), DEL, C1, everything invisible (bidi and zero-width controls, soft hyphens), separators, halves of a code point.
const unsafe = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Safe to print: what acts or hides becomes a visible escape, `\u001b`. */
export const clean = (text: string): string => text.replace(unsafe, escaped);

/** As `clean`, and on one line. */
export const cleanLine = (text: string): string => clean(text).replaceAll("\n", "\\u000a");

/** As `clean`, of JSON: the same value, written with escapes. */
export const cleanJson = (text: string): string =>
  text.replace(unsafe, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""),
  );

function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}
