/** Overview: whether it is safe, what comes next, the tightest service, the waves and what limits them. */
import { movedMark } from "../list.js";
import type { KeyName } from "../keys.js";
import { chosenService, type OverviewView, type PartName } from "../overview/part.js";
import { overviewRows, shownParts } from "../overview/rows.js";
import { overviewSays } from "../overview/says.js";
import { drawnRows } from "../overview/pane.js";
import { wavesOf } from "../overview/waves.js";
import type { Scene } from "../scene.js";
import { type Binding, type Room, type Screen, type ScreenName, stays, type Turn } from "../screen.js";

export type { OverviewView } from "../overview/part.js";

/** Where more is told of a part. */
const more: Readonly<Record<PartName, ScreenName>> = {
  safe: "load",
  now: "calendar",
  curve: "load",
  waves: "schedule",
  limits: "why",
  look: "why",
};

export const overviewScreen: Screen<OverviewView> = {
  title: "Overview",
  about: "whether it is safe, what comes next, the tightest service, the waves and what limits them",
  start: { service: null, at: 0, focus: "waves" },
  keys: [
    mover("up", "wave", "marks the wave above"),
    mover("down", "", "marks the wave below"),
    mover("pageup", "", "marks a wave ten lines up"),
    mover("pagedown", "", "marks a wave ten lines down"),
    mover("home", "", "marks the first wave"),
    mover("end", "", "marks the last wave"),
    {
      keys: ["right"],
      label: "part",
      about: "goes to the next part of the screen",
      act: (view, scene, room) => stays(stepped(view, scene, room, 1)),
    },
    {
      keys: ["left"],
      label: "",
      about: "goes to the part of the screen before",
      act: (view, scene, room) => stays(stepped(view, scene, room, -1)),
    },
    {
      keys: ["]"],
      label: "service",
      about: "draws the next service",
      act: (view, scene) => stays(withService(view, scene, 1)),
    },
    {
      keys: ["["],
      label: "",
      about: "draws the service before",
      act: (view, scene) => stays(withService(view, scene, -1)),
    },
    {
      keys: ["enter"],
      label: "more",
      about: "opens the screen that tells more of the marked part",
      act: (view): Turn<OverviewView> => ({ view, intents: [{ kind: "go", screen: more[view.focus] }] }),
    },
  ],
  draw: (view, scene, frame) => ({
    lines: drawnRows(overviewRows(view, scene, frame), view.focus, frame),
    says: overviewSays(view, scene),
  }),
  wishes: (_view, { rival }) => [{ topic: "explanation" }, { topic: "simulation", rival }],
};

function mover(key: KeyName, label: string, about: string): Binding<OverviewView> {
  return {
    keys: [key],
    label,
    about,
    act: (view, { planned }) => {
      const count = wavesOf(planned.plan).length;
      const at = movedMark(Math.min(view.at, count - 1), key, count, 10) ?? view.at;
      return stays({ ...view, at: Math.max(0, at), focus: "waves" });
    },
  };
}

/** Round and round among the parts on show. */
function stepped(view: OverviewView, scene: Scene, room: Room, step: number): OverviewView {
  const parts = shownParts(view, scene, room);
  const at = parts.indexOf(view.focus);
  const focus = parts[(at + step + parts.length) % parts.length];
  return focus === undefined ? view : { ...view, focus };
}

function withService(view: OverviewView, scene: Scene, step: number): OverviewView {
  const { services } = scene.planned.plan;
  const next = services[(chosenService(scene, view) + step + services.length) % services.length];
  return next === undefined ? view : { ...view, service: next.id, focus: "curve" };
}
