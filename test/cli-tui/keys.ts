/** Keys pressed on a screen without a shell: the view after them, and what was wanted of others. */
import { expect } from "vitest";
import { widthOf } from "../../cli/text/fit.js";
import type { Scene } from "../../cli/tui/scene.js";
import type { Frame, Intent, Picture, Room, Screen } from "../../cli/tui/screen.js";

const room: Room = { width: 100, height: 30 };

export function pressed<View>(
  screen: Screen<View>,
  keys: readonly string[],
  scene: Scene,
  start: View = screen.start,
): { readonly view: View; readonly intents: readonly Intent[] } {
  const intents: Intent[] = [];
  let view = start;
  for (const name of keys) {
    const text = name === "space" ? " " : name.length === 1 ? name : "";
    const turn =
      screen.capture?.(view, { name, text }, scene, room) ??
      screen.keys.find((binding) => binding.keys.includes(name))?.act(view, scene, room);
    if (turn === undefined) throw new Error(`no key ${name}`);
    view = turn.view;
    intents.push(...(turn.intents ?? []));
  }
  return { view, intents };
}

export const sizes = [
  [76, 17],
  [100, 24],
  [116, 33],
  [150, 40],
  [196, 53],
] as const;

const colours = /\u001b\[\d+m/g;

/** No line is too wide or one too many, and nothing but colours drives the terminal. */
export function expectFitting({ lines, says }: Picture, { width, height }: Frame): void {
  expect(lines.length).toBeLessThanOrEqual(height);
  expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
  expect(lines.map((line) => line.replace(colours, "")).filter(isDriving)).toEqual([]);
  expect(says.filter(isDriving)).toEqual([]);
  expect(says.length).toBeGreaterThan(0);
}

const isDriving = (line: string): boolean => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(line);
