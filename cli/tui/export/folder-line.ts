/** A field as it is typed, with its cursor. */
import { cleanLine } from "../../text/clean.js";
import { widthOf } from "../../text/fit.js";
import type { Style } from "../../text/style.js";
import type { Field } from "../field.js";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The part around the cursor that finds room; the sign under the cursor is shown inverse, behind the end an underscore. */
export function fieldLine({ text, at }: Field, width: number, style: Style): string {
  const signs = Array.from(segmenter.segment(text), ({ segment }) => cleanLine(segment));
  const under = signs[at] ?? "_";
  let [from, to] = [at, at + 1];
  let room = width - widthOf(under);
  while (from > 0 && widthOf(signs[from - 1] ?? "") <= room) room -= widthOf(signs[--from] ?? "");
  while (to < signs.length && widthOf(signs[to] ?? "") <= room) room -= widthOf(signs[to++] ?? "");
  return signs.slice(from, at).join("") + style.inverse(under) + signs.slice(at + 1, to).join("");
}
