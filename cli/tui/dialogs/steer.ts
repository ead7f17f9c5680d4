/** Steer: what is to be changed, whose, and its new value. What does not fit stays in the dialog with its problem. */
import { fieldOf, typed } from "../field.js";
import type { Key } from "../keys.js";
import { movedMark } from "../list.js";
import type { Scene } from "../scene.js";
import { type Face, type Room, stays, type Turn } from "../screen.js";
import { tried } from "../steering/asked.js";
import type { Target } from "../steering/steer.js";
import { type SteerName, steerNamed, steerNames } from "../steering/steers.js";
import type { Dialog, SteerView } from "./dialog.js";
import { openFreeze } from "./freeze.js";
import { drawSteer } from "./steer-picture.js";
import { type Stage, stageOf } from "./steer-stage.js";

/** `steer` null: the menu of everything. */
export function openSteer(steer: SteerName | null, scene: Scene): Dialog {
  if (steer === "freeze") return openFreeze();
  const view = { root: steer, steer, target: null, at: 0, field: fieldOf(""), problem: null };
  return { name: "steer", view: steer === null ? view : chosenSteer(view, steer, scene) };
}

function chosenSteer(view: SteerView, steer: SteerName, scene: Scene): SteerView {
  const next: SteerView = { ...view, steer, target: null, at: 0, problem: null };
  const [only, ...more] = steerNamed(steer).targets(scene);
  return only === undefined || more.length > 0 || only.fixed !== null ? next : chosenTarget(next, only);
}

function chosenTarget(view: SteerView, target: Target): SteerView {
  const { form } = target;
  const at =
    form.kind === "choice"
      ? Math.max(
          0,
          form.choices.findIndex(({ value }) => value === target.now),
        )
      : 0;
  return {
    ...view,
    target: target.id,
    at,
    field: fieldOf(form.kind === "text" ? form.start : ""),
    problem: null,
  };
}

export const steerDialog: Face<SteerView> = {
  title: "Steer",
  keys: [
    {
      keys: ["enter"],
      label: "apply",
      about: "choose the marked line; apply the new value",
      act: (view, scene) => entered(view, stageOf(view, scene), scene),
    },
    {
      keys: ["up", "down", "pageup", "pagedown", "home", "end"],
      label: "choose",
      about: "move the mark; step the value up or down",
      // Each key moves the mark in `capture`, which knows which of them it was.
      act: stays,
    },
    { keys: ["+", "-"], label: "step", about: "a step more or less: 5 points, 10 %, a day", act: stays },
    {
      keys: ["escape"],
      label: "back",
      about: "change nothing",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  capture: captured,
  draw: drawSteer,
};

function captured(view: SteerView, key: Key, scene: Scene, room: Room): Turn<SteerView> | null {
  const stage = stageOf(view, scene);
  if (key.name === "escape") return back(view, stage, scene);
  if (stage.kind === "typing") return typing(view, key, stage.target);
  if (stage.kind === "menu") {
    const steer = steerNames.find((name) => steerNamed(name).key === key.name);
    if (steer !== undefined) return enteredSteer(view, steer, scene);
  }
  const at = movedMark(view.at, key.name, stage.count, Math.max(1, room.height - 6));
  return at === null ? null : stays({ ...view, at, problem: null });
}

/** One stage back; null: there is none. */
function back(view: SteerView, stage: Stage, scene: Scene): Turn<SteerView> | null {
  if (stage.kind === "menu" || view.steer === null) return null;
  const targets = steerNamed(view.steer).targets(scene);
  const isList = stage.kind === "targets";
  if (!isList && targets.length > 1) {
    const at = targets.findIndex(({ id }) => id === view.target);
    return stays({ ...view, target: null, at: Math.max(0, at), problem: null });
  }
  if (view.root !== null) return null;
  return stays({ ...view, steer: null, target: null, at: steerNames.indexOf(view.steer), problem: null });
}

function typing(view: SteerView, key: Key, { form }: Target): Turn<SteerView> | null {
  if (form.kind !== "text" || key.name === "enter") return null;
  const by = stepOf(key, form.signs);
  if (by !== null) {
    const next = form.step(view.field.text.trim(), by);
    return stays(next === null ? view : { ...view, field: fieldOf(next), problem: null });
  }
  const field = typed(view.field, key);
  return field === null ? null : stays({ ...view, field, problem: null });
}

function stepOf({ name }: Key, signs: boolean): number | null {
  if (name === "up" || (signs && name === "+")) return 1;
  return name === "down" || (signs && name === "-") ? -1 : null;
}

function entered(view: SteerView, stage: Stage, scene: Scene): Turn<SteerView> {
  switch (stage.kind) {
    case "menu":
      return enteredSteer(view, steerNames[view.at] ?? "capacity", scene);
    case "targets": {
      const target = stage.targets[view.at];
      if (target === undefined) return stays(view);
      const problem = { code: "steer.fixed", message: target.fixed ?? "" };
      return stays(target.fixed === null ? chosenTarget(view, target) : { ...view, problem });
    }
    case "choosing":
      return applied(view, stage.target, stage.choices[view.at]?.value ?? stage.target.now, scene);
    case "typing":
      return applied(view, stage.target, view.field.text.trim(), scene);
  }
}

const enteredSteer = (view: SteerView, steer: SteerName, scene: Scene): Turn<SteerView> =>
  steer === "freeze"
    ? { view, intents: [{ kind: "open", dialog: openFreeze() }] }
    : stays(chosenSteer(view, steer, scene));

function applied(view: SteerView, target: Target, text: string, scene: Scene): Turn<SteerView> {
  if (text === target.now) return { view, intents: [{ kind: "close" }] };
  const change = tried(scene, target.change(text));
  if (change.ok) return { view, intents: [{ kind: "change", change: change.value }, { kind: "close" }] };
  return stays({ ...view, problem: change.problems[0] ?? null });
}
