/** Export: the plan in the words of other tools. */
import { type Choice, choicesOf, pathOf, previewOf, usualFolder } from "../export/choices.js";
import { exportPicture, type ExportView } from "../export/picture.js";
import { type Field, fieldOf, typed } from "../field.js";
import type { Key, KeyName } from "../keys.js";
import { movedMark } from "../list.js";
import { markBindings } from "../marking.js";
import type { Scene } from "../scene.js";
import {
  type Frame,
  type Intent,
  type Picture,
  type Room,
  type Screen,
  stays,
  type Turn,
} from "../screen.js";

export type { ExportView };

const looking = { kind: "looking" } as const;

export const exportScreen: Screen<ExportView> = {
  title: "Export",
  about: "the plan in the words of other tools",
  start: { at: 0, folder: null, doing: looking, from: 0 },
  keys: [
    ...markBindings<ExportView>("format", (key, view, scene, room) => moved(view, key, scene, room)),
    {
      keys: ["o"],
      label: "folder",
      about: "choose the folder to write to",
      act: (view, scene) =>
        stays({ ...view, doing: { kind: "typing", field: fieldOf(folderOf(view, scene)) } }),
    },
    {
      keys: ["enter"],
      label: "write",
      about: "write the marked format, after a yes",
      act: (view, { isOld }) =>
        isOld
          ? {
              view,
              intents: [{ kind: "say", text: "A change is being solved: its plan can be written then." }],
            }
          : stays({ ...view, doing: { kind: "asking" } }),
    },
  ],
  capture: (view, key, scene) => {
    switch (view.doing.kind) {
      case "typing":
        return folderTyped(view, view.doing.field, key);
      case "asking":
        return answered(view, key, scene);
      case "looking":
        return null;
    }
  },
  draw,
};

const folderOf = ({ folder }: ExportView, { planned }: Scene): string => folder ?? usualFolder(planned);

const markedOf = ({ at }: ExportView, choices: readonly Choice[]): Choice =>
  choices[Math.max(0, Math.min(choices.length - 1, at))] as Choice;

/** Page keys scroll the preview: there are few formats. */
function moved(view: ExportView, key: KeyName, { planned }: Scene, { height }: Room): Turn<ExportView> {
  const choices = choicesOf(planned);
  if (key === "pagedown" || key === "pageup") {
    const page = Math.max(1, Math.floor(height / 2));
    const { length } = previewOf(markedOf(view, choices), planned);
    const from = movedMark(view.from, key, length, page) ?? view.from;
    return stays({ ...view, from });
  }
  return stays({ ...view, at: movedMark(view.at, key, choices.length, 1) ?? view.at, from: 0 });
}

function folderTyped(view: ExportView, field: Field, key: Key): Turn<ExportView> | null {
  if (key.name === "escape") return stays({ ...view, doing: looking });
  if (key.name === "enter") {
    const folder = field.text.trim();
    return stays({ ...view, folder: folder === "" ? null : folder, doing: looking });
  }
  const next = typed(field, key);
  if (next !== null) return stays({ ...view, doing: { kind: "typing", field: next } });
  return elsewhere.has(key.name) ? null : stays(view);
}

/** Keys that mean something even while a folder is typed. */
const elsewhere: ReadonlySet<KeyName> = new Set(["tab", "shift+tab", "ctrl+c"]);

/** Only y is a yes; any other key leaves everything as it is. */
function answered(view: ExportView, key: Key, scene: Scene): Turn<ExportView> | null {
  if (key.name === "ctrl+c") return null;
  const after = { ...view, doing: looking };
  if (key.name !== "y" && key.name !== "Y")
    return { view: after, intents: [{ kind: "say", text: "Nothing was written." }] };
  return {
    view: after,
    intents: [intentOf(markedOf(view, choicesOf(scene.planned)), folderOf(view, scene))],
  };
}

const intentOf = (choice: Choice, folder: string): Intent =>
  choice.target === null
    ? { kind: "write", folder }
    : { kind: "export", target: choice.target, path: pathOf(choice, folder) };

function draw(view: ExportView, scene: Scene, frame: Frame): Picture {
  const choices = choicesOf(scene.planned);
  return exportPicture(
    { view, choices, marked: markedOf(view, choices), folder: folderOf(view, scene) },
    scene,
    frame,
  );
}
