/** Keys that every screen has. */
import { fieldOf } from "./field.js";
import type { Key, KeyName } from "./keys.js";
import { openDifference } from "./dialogs/difference.js";
import type { Dialog } from "./dialogs/dialog.js";
import { openFreeze } from "./dialogs/freeze.js";
import { openSteer } from "./dialogs/steer.js";
import type { Scene } from "./scene.js";
import { type Intent, screenNames } from "./screen.js";
import { steerNames, steers } from "./steering/steers.js";

/** What is done without a plan is only leaving. */
export type ShellBinding = {
  readonly keys: readonly KeyName[];
  readonly label: string;
  readonly about: string;
  readonly group: "Screens" | "Change the plan" | "Everywhere";
  readonly intents: (scene: Scene) => readonly Intent[];
};

const opens =
  (dialog: (scene: Scene) => Dialog) =>
  (scene: Scene): readonly Intent[] => [{ kind: "open", dialog: dialog(scene) }];

const always =
  (...intents: readonly Intent[]) =>
  (): readonly Intent[] =>
    intents;

export const shellBindings: readonly ShellBinding[] = [
  ...screenNames.map((screen, i): ShellBinding => ({
    keys: [String(i + 1)],
    label: "",
    about: screen,
    group: "Screens",
    intents: always({ kind: "go", screen }),
  })),
  {
    keys: ["e"],
    label: "change",
    about: "everything that can be changed",
    group: "Change the plan",
    intents: opens((scene) => openSteer(null, scene)),
  },
  ...steerNames.map((steer): ShellBinding => ({
    keys: [steers[steer].key],
    label: "",
    about: steers[steer].about,
    group: "Change the plan",
    intents: opens((scene) => (steer === "freeze" ? openFreeze() : openSteer(steer, scene))),
  })),
  {
    keys: ["u"],
    label: "undo",
    about: "take the last change back",
    group: "Change the plan",
    intents: always({ kind: "undo" }),
  },
  {
    keys: ["y", "ctrl+r"],
    label: "",
    about: "make it again",
    group: "Change the plan",
    intents: always({ kind: "redo" }),
  },
  {
    keys: ["D"],
    label: "",
    about: "the plan against the saved one",
    group: "Change the plan",
    intents: opens(({ changes }) => openDifference(changes)),
  },
  {
    keys: ["S", "ctrl+s"],
    label: "save",
    about: "save the scenario as it is now",
    group: "Change the plan",
    intents: always({ kind: "save", path: null }),
  },
  {
    keys: ["z"],
    label: "",
    about: "tell times in the next zone",
    group: "Everywhere",
    intents: always({ kind: "zone" }),
  },
  {
    keys: ["t"],
    label: "",
    about: "the next colours",
    group: "Everywhere",
    intents: always({ kind: "theme", theme: "" }),
  },
  {
    // The terminal's own doing (app.ts).
    keys: ["ctrl+z"],
    label: "",
    about: "to the shell; fg comes back",
    group: "Everywhere",
    intents: always(),
  },
  {
    keys: [":"],
    label: "command",
    about: "find what to do by its name",
    group: "Everywhere",
    intents: opens(() => ({ name: "palette", view: { field: fieldOf(""), at: 0 } })),
  },
  {
    keys: ["?"],
    label: "keys",
    about: "all keys",
    group: "Everywhere",
    intents: opens(() => ({ name: "help", view: { from: 0 } })),
  },
  {
    keys: ["q", "ctrl+c"],
    label: "quit",
    about: "leave",
    group: "Everywhere",
    intents: always({ kind: "leave" }),
  },
];

export const shellBindingOf = ({ name }: Key): ShellBinding | undefined =>
  shellBindings.find(({ keys }) => keys.includes(name));
