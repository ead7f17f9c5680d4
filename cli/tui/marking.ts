/** A marked line: the keys that move it and how it is drawn. */
import { padEnd } from "../text/fit.js";
import type { KeyName } from "./keys.js";
import type { Binding, Frame, Room, Turn } from "./screen.js";
import type { Scene } from "./scene.js";

/** @param what is marked: "policy" */
export const markBindings = <View>(
  what: string,
  act: (key: KeyName, view: View, scene: Scene, room: Room) => Turn<View>,
): readonly Binding<View>[] =>
  moves.map(({ key, about }) => ({
    keys: [key],
    label: key === "down" ? what : "",
    about: `${about} ${what}`,
    act: (view, scene, room) => act(key, view, scene, room),
  }));

const moves: readonly { readonly key: KeyName; readonly about: string }[] = [
  { key: "down", about: "mark the next" },
  { key: "up", about: "mark the previous" },
  { key: "pagedown", about: "a page down, to the next" },
  { key: "pageup", about: "a page up, to the previous" },
  { key: "home", about: "mark the first" },
  { key: "end", about: "mark the last" },
];

/** Cells before a line that may be marked. */
export const MARGIN = 2;

/** Told by a sign, not by colour alone. */
export const withMark = (line: string, isMarked: boolean, { width, style, glyphs }: Frame): string =>
  isMarked
    ? style.inverse(padEnd(`${glyphs.mark} ${line}`, width))
    : `${" ".repeat(MARGIN)}${line}`.trimEnd();
