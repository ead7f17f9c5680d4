/** Characters that act on a reader's screen or parser instead of being read, and so must never come out of a name. */

/** C0, DEL, C1 (U+0085 ends a line for some parsers), line separators, bidi controls, halves of a code point. */
const controls = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** "a\u001bb": the control characters of `text` as visible escapes. */
export const showControls = (text: string): string =>
  text.replace(controls, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Characters that end a line or ring a bell for some iCalendar parser; bidi controls are legal TEXT and stay. */
export const withoutControls = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, "");
