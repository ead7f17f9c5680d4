/** The plan on show against the saved one: what was changed, what moves, and what it does to the figures. */
import type { Plan, PlanDifference } from "../../../src/index.js";
import { planDifference } from "../../../src/index.js";
import { glyphs } from "../../text/glyphs.js";
import { styleFor } from "../../text/style.js";
import type { Key } from "../keys.js";
import { movedMark } from "../list.js";
import type { Scene } from "../scene.js";
import { type Face, type Frame, type Picture, type Room, stays, type Turn } from "../screen.js";
import type { DifferenceView } from "./dialog.js";
import { differenceLines, differenceSays } from "./difference-picture.js";

/** `words`: of each change since the scenario was saved, oldest first. */
export const openDifference = (words: readonly string[]) =>
  ({ name: "difference", view: { from: 0, words } }) as const;

export const differenceDialog: Face<DifferenceView> = {
  title: "Difference",
  keys: [
    {
      keys: ["up", "down", "pageup", "pagedown", "home", "end"],
      label: "scroll",
      about: "show more",
      act: stays,
    },
    {
      keys: ["escape", "enter"],
      label: "back",
      about: "back to the screen",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  capture: scrolled,
  draw,
};

function scrolled(
  view: DifferenceView,
  { name }: Key,
  scene: Scene,
  room: Room,
): Turn<DifferenceView> | null {
  const plain = { ...room, style: styleFor({ colour: false }), glyphs: glyphs.unicode };
  const most = Math.max(0, linesOf(view, scene, plain).length - room.height);
  const from = movedMark(view.from, name, most + 1, Math.max(1, room.height - 2));
  return from === null ? null : stays({ ...view, from });
}

const linesOf = ({ words }: DifferenceView, scene: Scene, frame: Frame): readonly string[] =>
  differenceLines(differenceOf(scene.saved.plan, scene.planned.plan), words, scene, frame);

function draw(view: DifferenceView, scene: Scene, frame: Frame): Picture {
  const { from, words } = view;
  const lines = linesOf(view, scene, frame);
  const first = Math.min(from, Math.max(0, lines.length - frame.height));
  const shown = lines.slice(first, first + frame.height);
  const rest = lines.length - first - shown.length;
  const more = `${frame.glyphs.ellipsis} ${rest + 1} more lines`;
  return {
    lines: rest > 0 ? [...shown.slice(0, -1), frame.style.dim(more)] : shown,
    says: differenceSays(differenceOf(scene.saved.plan, scene.planned.plan), words, scene),
  };
}

const known = new WeakMap<Plan, { readonly before: Plan; readonly difference: PlanDifference }>();

function differenceOf(before: Plan, after: Plan): PlanDifference {
  const last = known.get(after);
  if (last?.before === before) return last.difference;
  const difference = planDifference(before, after);
  known.set(after, { before, difference });
  return difference;
}
