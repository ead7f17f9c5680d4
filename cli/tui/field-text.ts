/** A field as it is drawn. */
import { cleanLine } from "../text/clean.js";
import { widthOf } from "../text/fit.js";
import type { Style } from "../text/style.js";
import type { Field } from "./field.js";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** At most `width` cells with the cursor among them, as a bar where there are no attributes to mark a sign with. */
export function fieldText({ text, at }: Field, width: number, style: Style): string {
  const signs = Array.from(segmenter.segment(text), ({ segment }) => cleanLine(segment));
  const cells = (from: number, to: number): number => widthOf(signs.slice(from, to).join(""));
  let from = 0;
  while (from < at && cells(from, at) > width - 2) from++;
  let to = signs.length;
  while (to > at && cells(from, to) > width - 1) to--;
  const under = signs[at];
  const mark = style.inverse(under ?? " ");
  const isMarked = mark !== (under ?? " ");
  return (
    signs.slice(from, at).join("") +
    (isMarked ? mark : `_${under ?? ""}`) +
    signs.slice(at + 1, Math.max(at + 1, to)).join("")
  );
}
