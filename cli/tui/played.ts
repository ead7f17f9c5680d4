/** A machine in Ink: its picture at the terminal's size, and keys to it one by one. */
import type { Glyphs } from "../text/glyphs.js";
import type { Style } from "../text/style.js";
import { useKeys, useResizes } from "./at-terminal.js";
import type { Place } from "./in-terminal.js";
import { Box, createElement, type ReactNode, Text, useState } from "./ink.js";
import type { Key } from "./keys.js";
import type { Frame, Picture, Room } from "./screen.js";

export type PlayedProps = Pick<Place<unknown>, "terminal" | "occupied"> & {
  readonly style: Style;
  readonly glyphs: Glyphs;
  readonly draw: (frame: Frame) => Picture;
  readonly press: (key: Key, room: Room) => void;
};

export function Played({ terminal, occupied, style, glyphs, draw, press }: PlayedProps): ReactNode {
  const { stdout } = terminal;
  const [room, setRoom] = useState(roomOf(stdout));
  useResizes(terminal, occupied, () => setRoom(roomOf(stdout)));
  useKeys(occupied, (key) => press(key, room));
  return createElement(Lines, draw({ ...room, style, glyphs }));
}

/** A picture as Ink shows it; to a screen reader, its sentences. */
export const Lines = ({ lines, says }: Picture): ReactNode =>
  createElement(
    Box,
    { flexDirection: "column", "aria-label": says.join("\n") },
    lines.map((line, i) => createElement(Text, { key: i, wrap: "truncate" }, line === "" ? " " : line)),
  );

/** One row stays free: a picture as high as the terminal would scroll it. */
const roomOf = ({ columns, rows }: NodeJS.WriteStream): Room => ({
  width: Math.max(1, columns),
  height: Math.max(1, rows - 1),
});
