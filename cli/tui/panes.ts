/** Parts of a screen, side by side and under titles. */
import { padEnd, truncate, widthOf } from "../text/fit.js";
import type { Glyphs } from "../text/glyphs.js";
import type { Style } from "../text/style.js";

/** "─ Is it safe? ─────────" exactly `width` wide; `right` stands at its end where there is room. */
export function titleRule(
  title: string,
  { width, style, glyphs }: { readonly width: number; readonly style: Style; readonly glyphs: Glyphs },
  right = "",
): string {
  const { rule, ellipsis } = glyphs;
  const head = truncate(title, width - 4, ellipsis);
  const room = width - widthOf(head) - 3;
  const end = right !== "" && widthOf(right) + 3 <= room ? ` ${right} ${rule}` : "";
  return (
    style.dim(`${rule} `) +
    style.bold(head) +
    style.dim(` ${rule.repeat(Math.max(0, room - widthOf(end)))}${end}`)
  );
}

/** Two columns with a line between them; the left one `leftWidth` wide. As many lines as the longer has. */
export function beside(
  left: readonly string[],
  right: readonly string[],
  {
    leftWidth,
    style,
    glyphs,
  }: { readonly leftWidth: number; readonly style: Style; readonly glyphs: Glyphs },
): readonly string[] {
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, i) =>
    `${padEnd(left[i] ?? "", leftWidth)}${style.dim(glyphs.axis)} ${right[i] ?? ""}`.trimEnd(),
  );
}
