/** Keys that every screen has. */
import { fieldOf } from "./field.js";
import type { Key, KeyName } from "./keys.js";
import type { Dialog, SteerView } from "./dialogs/dialog.js";
import { type Intent, screenNames } from "./screen.js";

/** What is done without a plan is only leaving. */
export type ShellBinding = {
  readonly keys: readonly KeyName[];
  readonly label: string;
  readonly about: string;
  readonly group: "Screens" | "Change the plan" | "Everywhere";
  readonly intents: readonly Intent[];
};

const opens = (dialog: Dialog): readonly Intent[] => [{ kind: "open", dialog }];

const steering: SteerView = { steer: null, target: null, at: 0, field: fieldOf(""), problem: null };

/** By the name of what is steered (steering/steers.ts). */
const steers: readonly (readonly [key: KeyName, steer: string, about: string])[] = [
  ["c", "capacity", "what a service can carry"],
  ["h", "headroom", "the share of capacity left unused"],
  ["d", "deadline", "when every wave must have ended"],
  ["g", "goal", "fastest or flattest"],
  ["v", "waves", "waves in any slot, or from few start times"],
  ["s", "slot", "the length of a slot"],
  ["r", "ring", "a ring's share"],
  ["w", "window", "a site's window"],
];

export const shellBindings: readonly ShellBinding[] = [
  ...screenNames.map((screen, i): ShellBinding => ({
    keys: [String(i + 1)],
    label: "",
    about: screen,
    group: "Screens",
    intents: [{ kind: "go", screen }],
  })),
  {
    keys: ["e"],
    label: "change",
    about: "everything that can be changed",
    group: "Change the plan",
    intents: opens({ name: "steer", view: steering }),
  },
  ...steers.map(([key, steer, about]): ShellBinding => ({
    keys: [key],
    label: "",
    about,
    group: "Change the plan",
    intents: opens({ name: "steer", view: { ...steering, steer } }),
  })),
  {
    keys: ["f"],
    label: "",
    about: "a freeze: add, move or remove one",
    group: "Change the plan",
    intents: opens({
      name: "freeze",
      view: {
        index: null,
        at: 0,
        from: fieldOf(""),
        to: fieldOf(""),
        sites: fieldOf(""),
        focus: "list",
        problem: null,
      },
    }),
  },
  {
    keys: ["u"],
    label: "undo",
    about: "take the last change back",
    group: "Change the plan",
    intents: [{ kind: "undo" }],
  },
  {
    keys: ["y", "ctrl+r"],
    label: "",
    about: "make it again",
    group: "Change the plan",
    intents: [{ kind: "redo" }],
  },
  {
    keys: ["D"],
    label: "",
    about: "the plan against the saved one",
    group: "Change the plan",
    intents: opens({ name: "difference", view: { from: 0 } }),
  },
  {
    keys: ["S", "ctrl+s"],
    label: "save",
    about: "save the scenario as it is now",
    group: "Change the plan",
    intents: [{ kind: "save", path: null }],
  },
  {
    keys: ["z"],
    label: "",
    about: "tell times in the next zone",
    group: "Everywhere",
    intents: [{ kind: "zone" }],
  },
  {
    keys: ["t"],
    label: "",
    about: "the next colours",
    group: "Everywhere",
    intents: [{ kind: "theme", theme: "" }],
  },
  {
    // The terminal's own doing (app.ts).
    keys: ["ctrl+z"],
    label: "",
    about: "to the shell; fg comes back",
    group: "Everywhere",
    intents: [],
  },
  {
    keys: [":"],
    label: "command",
    about: "find what to do by its name",
    group: "Everywhere",
    intents: opens({ name: "palette", view: { field: fieldOf(""), at: 0 } }),
  },
  {
    keys: ["?"],
    label: "keys",
    about: "all keys",
    group: "Everywhere",
    intents: opens({ name: "help", view: { from: 0 } }),
  },
  {
    keys: ["q", "ctrl+c"],
    label: "quit",
    about: "leave",
    group: "Everywhere",
    intents: [{ kind: "leave" }],
  },
];

export const shellBindingOf = ({ name }: Key): ShellBinding | undefined =>
  shellBindings.find(({ keys }) => keys.includes(name));
