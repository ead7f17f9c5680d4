/**
 * HTML and SVG as a template that escapes: what stands in it is ours, what is put in is text of others until it says that it is markup.
 * The only place where text becomes markup.
 */
import { clean } from "../text/clean.js";

const text: unique symbol = Symbol("markup");
export type Markup = { readonly [text]: string };

type Part = string | number | Markup | readonly Markup[] | null;

/** Values stand between tags or inside a double-quoted attribute; null is nothing. */
export const markup = (ours: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  [text]: ours.reduce((whole, own, i) => whole + partText(parts[i - 1] ?? null) + own),
});

export const nothing: Markup = { [text]: "" };

export const textOfMarkup = (of: Markup): string => of[text];

function partText(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return `${part}`;
  return text in part ? part[text] : part.map((each) => each[text]).join("");
}

/** What acts or hides becomes visible first: it could turn the text of a page around as it does in a terminal. */
const escaped = (value: string): string =>
  clean(value).replace(/[&<>"']/g, (character) => entities[character] as string);

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
