/** Export: the plan in the words of other tools. */
import { counted } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { truncate } from "../../text/fit.js";
import { brokenLines } from "../../text/report-frame.js";
import { table } from "../../text/table.js";
import { type Choice, choicesOf, pathOf, previewOf, usualFolder } from "../export/choices.js";
import { type Field, fieldOf, typed } from "../field.js";
import { fieldLine } from "../export/folder-line.js";
import type { Key, KeyName } from "../keys.js";
import { movedMark } from "../list.js";
import { MARGIN, markBindings, withMark } from "../marking.js";
import { beside, titleRule } from "../panes.js";
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

export type ExportView = {
  /** Index of the marked choice. */
  readonly at: number;
  /** As the admin typed it; null: the usual one. */
  readonly folder: string | null;
  /** That the folder is being typed, or that the writing waits for a yes. */
  readonly doing:
    | { readonly kind: "looking" }
    | { readonly kind: "typing"; readonly field: Field }
    | { readonly kind: "asking" };
  /** First line of the preview on show. */
  readonly from: number;
};

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

/** From so many cells on the preview stands beside the choices. */
const WIDE = 120;

function draw(view: ExportView, scene: Scene, frame: Frame): Picture {
  const choices = choicesOf(scene.planned);
  const marked = markedOf(view, choices);
  const folder = folderOf(view, scene);
  const chosen = (own: Frame): readonly string[] => [
    titleRule("Export", own),
    ...choiceLines(choices, marked, own),
    ...toLines(view, marked, folder, own),
    titleRule(`What ${marked.name} cannot say`, own),
    ...lossLines(marked, own),
  ];
  const previewed = (own: Frame): readonly string[] => previewLines(view, marked, scene, own);
  return {
    lines: (frame.width < WIDE ? stacked : sideBySide)(chosen, previewed, frame).slice(0, frame.height),
    says: [sentenceOf(view, marked, folder)],
  };
}

type Part = (frame: Frame) => readonly string[];

function stacked(chosen: Part, previewed: Part, frame: Frame): readonly string[] {
  const above = chosen(frame);
  return [...above, ...previewed({ ...frame, height: frame.height - above.length })];
}

function sideBySide(chosen: Part, previewed: Part, frame: Frame): readonly string[] {
  const leftWidth = Math.floor(frame.width * 0.45);
  const left = chosen({ ...frame, width: leftWidth - 1 });
  const right = previewed({ ...frame, width: frame.width - leftWidth - 2 });
  return beside(left, right, { ...frame, leftWidth });
}

function choiceLines(choices: readonly Choice[], marked: Choice, frame: Frame): readonly string[] {
  const [head = "", ...lines] = table<Choice>(
    [
      { title: "FORMAT", align: "left", keep: "always", cell: ({ name }) => name },
      { title: "WHAT IT IS", align: "left", keep: 2, least: 20, cell: ({ title }) => title },
      { title: "FILE", align: "left", keep: "always", cell: filesText },
      {
        title: "LOSES",
        align: "left",
        keep: 1,
        cell: ({ losses }) => (losses.length === 0 ? "nothing" : counted(losses.length, "thing")),
      },
    ],
    choices,
    { ...frame, width: frame.width - MARGIN, ellipsis: frame.glyphs.ellipsis },
  );
  return [
    withMark(head, false, frame),
    ...lines.map((line, i) => withMark(line, choices[i]?.name === marked.name, frame)),
  ];
}

const filesText = ({ files }: Choice): string =>
  files.length === 1 ? (files[0] ?? "") : counted(files.length, "file");

const lossLines = ({ losses }: Choice, frame: Frame): readonly string[] =>
  losses.length === 0
    ? ["Nothing: all of the plan is in it."]
    : losses.flatMap((loss) => brokenLines(loss, frame.width, ""));

/** Where it is written, what is typed there, or the question. */
function toLines(view: ExportView, marked: Choice, folder: string, frame: Frame): readonly string[] {
  const { style, width, glyphs } = frame;
  if (view.doing.kind === "typing")
    return [`${style.bold("Folder")}  ${fieldLine(view.doing.field, width - LABEL, style)}`];
  if (view.doing.kind === "asking") {
    const question = `Write ${counted(marked.files.length, "file")} to ${pathOf(marked, folder)}? What is there is replaced.`;
    return brokenLines(`${question}  y yes, any other key no`, width, "").map((line) =>
      style.bold(style.yellow(line)),
    );
  }
  const to = truncate(cleanLine(pathOf(marked, folder)), width - LABEL, glyphs.ellipsis);
  return [`${style.bold("To")}      ${to}`];
}

/** Cells of "Folder" and the gap after it. */
const LABEL = 8;

function previewLines(view: ExportView, marked: Choice, { planned }: Scene, frame: Frame): readonly string[] {
  const preview = previewOf(marked, planned);
  const room = frame.height - 1;
  if (room < 1) return [];
  const from = Math.max(0, Math.min(view.from, preview.length - room));
  const to = Math.min(preview.length, from + room);
  const where = preview.length <= room ? "" : `lines ${from + 1}-${to} of ${preview.length}, pgdn`;
  return [
    titleRule(marked.target === null ? "What they are" : (marked.files[0] ?? ""), frame, where),
    ...preview.slice(from, to).map((line) => truncate(line, frame.width, frame.glyphs.ellipsis)),
  ];
}

function sentenceOf({ doing }: ExportView, marked: Choice, folder: string): string {
  const to = cleanLine(pathOf(marked, folder));
  if (doing.kind === "typing") return `Folder: ${cleanLine(doing.field.text)}.`;
  if (doing.kind === "asking")
    return `Write ${counted(marked.files.length, "file")} to ${to}? y: yes, any other key: no.`;
  const lost =
    marked.losses.length === 0
      ? "Nothing is lost."
      : `It cannot say: ${marked.losses.map(cleanLine).join(" ")}`;
  return `Marked: ${marked.name}, ${marked.title}, to ${to}. ${lost}`;
}
