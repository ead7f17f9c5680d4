/** How the terminal is shared out: two lines of header, the body, two lines of footer; the last row stays empty (Ink would clear the scrollback). */
import type { Room } from "./screen.js";
import type { Size } from "./state.js";

export const SMALLEST: Size = { columns: 80, rows: 24 };

const HEADER = 2;
const FOOTER = 2;
/** Ink writes `clearTerminal`, scrollback and all, once a frame is as high as the terminal. */
const SPARE = 1;

export const isTooSmall = ({ columns, rows }: Size): boolean =>
  columns < SMALLEST.columns || rows < SMALLEST.rows;

export const bodyRoom = ({ columns, rows }: Size): Room => ({
  width: Math.max(1, columns),
  height: Math.max(1, rows - HEADER - FOOTER - SPARE),
});

/** Inside its border. */
export function dialogRoom(size: Size): Room {
  const { width, height } = bodyRoom(size);
  return { width: Math.max(1, Math.min(width - 6, 100)), height: Math.max(1, Math.min(height - 4, 32)) };
}
