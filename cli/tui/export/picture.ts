/** The formats, what the marked one cannot say, where it goes, and how it begins. */
import { counted } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { truncate } from "../../text/fit.js";
import { brokenLines } from "../../text/report-frame.js";
import { table } from "../../text/table.js";
import type { Field } from "../field.js";
import { MARGIN, withMark } from "../marking.js";
import { beside, titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { type Choice, pathOf, previewOf } from "./choices.js";
import { fieldLine } from "./folder-line.js";

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

/** From so many cells on the preview stands beside the choices. */
const WIDE = 120;

export type Shown = {
  readonly view: ExportView;
  readonly choices: readonly Choice[];
  readonly marked: Choice;
  readonly folder: string;
};

export function exportPicture({ view, choices, marked, folder }: Shown, scene: Scene, frame: Frame): Picture {
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
