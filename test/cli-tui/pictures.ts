/** Keys in, lines out, without a terminal. */
import { expect } from "vitest";
import { glyphs } from "../../cli/text/glyphs.js";
import { widthOf } from "../../cli/text/fit.js";
import type { Scene } from "../../cli/tui/scene.js";
import type { Frame, Intent, Screen } from "../../cli/tui/screen.js";
import { colourFrame, plainFrame } from "./scene.js";

export type Played<View> = { readonly view: View; readonly intents: readonly Intent[] };

/** Keys by name, "right right enter", as the shell would route them. */
export function played<View>(
  screen: Screen<View>,
  scene: Scene,
  keys: string,
  from = screen.start,
): Played<View> {
  const room = { width: 120, height: 36 };
  let view = from;
  const intents: Intent[] = [];
  for (const name of keys.split(" ").filter((key) => key !== "")) {
    const turn =
      screen.capture?.(view, { name, text: name.length === 1 ? name : "" }, scene, room) ??
      screen.keys.find((binding) => binding.keys.includes(name))?.act(view, scene, room);
    if (turn === undefined || turn === null) throw new Error(`nothing is bound to ${name}`);
    view = turn.view;
    intents.push(...(turn.intents ?? []));
  }
  return { view, intents };
}

export const linesOf = <View>(
  screen: Screen<View>,
  scene: Scene,
  keys: string,
  frame: Frame,
): readonly string[] => screen.draw(played(screen, scene, keys).view, scene, frame).lines;

const sizes: readonly (readonly [width: number, height: number])[] = [
  [76, 17],
  [80, 19],
  [80, 20],
  [100, 30],
  [110, 24],
  [120, 36],
  [163, 41],
  [200, 56],
];

/** The smallest, the smallest with two columns, the largest. */
export const fewSizes: typeof sizes = [
  [76, 17],
  [110, 24],
  [200, 56],
];

/** At every size, with and without colours. */
export function expectToFit<View>(screen: Screen<View>, scene: Scene, keys: string, at = sizes): void {
  const { view } = played(screen, scene, keys);
  for (const [width, height] of at)
    for (const frame of [plainFrame(width, height), colourFrame(width, height)]) {
      const { lines, says } = screen.draw(view, scene, frame);
      expect(lines.length, `${width} x ${height}`).toBeLessThanOrEqual(height);
      expect(Math.max(...lines.map(widthOf)), `${width} x ${height}`).toBeLessThanOrEqual(width);
      expect(says.length).toBeGreaterThan(0);
    }
}

/** Nothing of a name acts on the terminal, hides or turns the direction. */
export const unsafe = /[^\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Where the terminal has no more than ASCII, nothing else is drawn. */
export function expectAscii<View>(screen: Screen<View>, scene: Scene, keys: string): void {
  const { view } = played(screen, scene, keys);
  const { lines } = screen.draw(view, scene, { ...plainFrame(120, 36), glyphs: glyphs.ascii });
  expect(lines.filter((line) => /[^ -~]/.test(line))).toEqual([]);
}
