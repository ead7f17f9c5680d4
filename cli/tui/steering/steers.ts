/** What can be steered, in the order of the menu. To add one: write its targets, add a line here and its key to the shell's. */
import { counted } from "../../../src/index.js";
import type { Scene } from "../scene.js";
import { freezesIn } from "./freezes.js";
import { ringTargets } from "./rings.js";
import { capacityTargets, headroomTargets } from "./services.js";
import type { Steer, Target } from "./steer.js";
import { deadlineTargets, goalTargets, slotTargets, wavesTargets } from "./whole.js";
import { windowTargets } from "./windows.js";

export const steers = {
  capacity: {
    key: "c",
    title: "Capacity",
    about: "what a service can carry, or that nobody knows",
    targets: capacityTargets,
  },
  headroom: {
    key: "h",
    title: "Headroom",
    about: "the share of a service's capacity that stays free",
    targets: headroomTargets,
  },
  deadline: {
    key: "d",
    title: "Deadline",
    about: "how long after the release every wave must have ended",
    targets: deadlineTargets,
  },
  goal: {
    key: "g",
    title: "Goal",
    about: "as soon as possible, or as calm as possible by the deadline",
    targets: goalTargets,
  },
  window: {
    key: "w",
    title: "Window",
    about: "when restarts may start at a site",
    targets: windowTargets,
  },
  freeze: {
    key: "f",
    title: "Freeze",
    about: "times in which no restart starts: moved, added or taken out",
    targets: (scene) => freezesIn(scene).map((item, at) => freezeTarget(item.when, at)),
  },
  ring: {
    key: "r",
    title: "Ring share",
    about: "how much of the fleet is in a ring",
    targets: ringTargets,
  },
  waves: {
    key: "v",
    title: "Waves",
    about: "in any slot, or from as few start times as keep the goal",
    targets: wavesTargets,
  },
  slot: {
    key: "s",
    title: "Slot",
    about: "the step of the planning grid",
    targets: slotTargets,
  },
} as const satisfies Readonly<Record<string, Steer>>;

export type SteerName = keyof typeof steers;
export const steerNames = Object.keys(steers) as readonly SteerName[];
export const steerNamed = (name: SteerName): Steer => steers[name];

/** Freezes have a dialog of their own: here they are only counted. */
const freezeTarget = (when: string, at: number): Target => ({
  id: String(at),
  label: when,
  now: when,
  fixed: null,
  note: "",
  form: { kind: "choice", choices: [] },
  change: () => ({ ok: false, problems: [] }),
});

/** "7d", "28/min, 10/min, 6/min, 36/h, 40/s", "1 freeze" */
export function nowText(name: SteerName, scene: Scene): string {
  const targets = steerNamed(name).targets(scene);
  if (name === "freeze") return targets.length === 0 ? "none" : counted(targets.length, "freeze");
  const single = targets.length > 1 ? targets.filter(({ id }) => id !== "") : targets;
  return [...new Set(single.map(({ now }) => now).filter((now) => now !== ""))].join(", ");
}
