/** What every part of the picture is drawn with. */
import type { Glyphs } from "../text/glyphs.js";
import type { Style } from "../text/style.js";

export type Pen = {
  readonly style: Style;
  readonly glyphs: Glyphs;
  /** Milliseconds since 1970. */ readonly at: number;
};
