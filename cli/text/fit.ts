/** Text measured in terminal cells. The one door to string-width: 日本 is 4 cells, colours are none. */
import stringWidth from "string-width";

export function widthOf(text: string): number {
  const bare = text.includes("\u001b") ? text.replace(colours, "") : text;
  return narrow.test(bare) ? bare.length : stringWidth(bare);
}

// A picture asks hundreds of times, mostly of ASCII, rules, blocks and braille: one cell each, and no need to look them up.
const narrow = /^[ -~\u2500-\u259f\u2800-\u28ff]*$/;
const colours = /\u001b\[\d+m/g;

export const padEnd = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)));

export const padStart = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - widthOf(text))) + text;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** At most `width` cells; what is cut away ends in `ellipsis`. Of text without colours: a cut would leave them open. */
export function truncate(text: string, width: number, ellipsis = "…"): string {
  if (widthOf(text) <= width) return text;
  if (width <= widthOf(ellipsis)) return ellipsis.slice(0, Math.max(0, width));
  let kept = "";
  let room = width - widthOf(ellipsis);
  for (const { segment } of graphemes.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept + ellipsis;
}
