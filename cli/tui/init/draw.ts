/** The picture of init: what was answered, the question, and what was found. */
import { counted } from "../../../src/index.js";
import { foundLines } from "../../init/found.js";
import { questionsOf } from "../../init/interview.js";
import { type Interview, type Question, surveyOf } from "../../init/question.js";
import { objectionText } from "../../init/question-text.js";
import { cleanLine } from "../../text/clean.js";
import { padEnd, truncate, widthOf } from "../../text/fit.js";
import { brokenLines } from "../../text/report-frame.js";
import type { Field } from "../field.js";
import { shownKey } from "../keys.js";
import { onShow } from "../list.js";
import { beside, titleRule } from "../panes.js";
import type { Frame, Picture } from "../screen.js";
import { type InitView, textLines } from "./view.js";

/** Columns from which what was found stands beside the question. */
const twoColumns = 116;
/** Choices that are shown at least, and answers at most. */
const [leastChoices, mostAnswers] = [3, 6];

export function drawInit(view: InitView, frame: Frame): Picture {
  const inner = { ...frame, height: frame.height - 2 };
  const body = view.step.kind === "done" ? textPicture(view, inner) : questionPicture(view, inner);
  const filled = Array.from({ length: inner.height }, (_, at) => body[at] ?? "");
  return {
    lines: [titleRule("A new scenario", frame, progressText(view)), ...filled, footer(view, frame)],
    says: spoken(view),
  };
}

const progressText = ({ interview, step }: InitView): string => {
  if (step.kind === "done") return "ready";
  const open = questionsOf(interview).filter(({ id }) => !interview.answers.has(id)).length;
  const asked = [...interview.answers.values()].filter(({ by }) => by !== "command").length;
  return step.kind === "ask" ? `question ${asked + 1} of about ${asked + open}` : "";
};

/** What is about to be written. */
function textPicture(view: InitView, frame: Frame): readonly string[] {
  const { style, width, glyphs } = frame;
  const all = textLines(view);
  const height = Math.max(1, frame.height - 3);
  const from = Math.max(0, Math.min(view.from, all.length - height));
  const file = view.step.kind === "done" ? view.step.file : "";
  const below = all.length - from - height;
  return [
    style.bold(truncate(cleanLine(`Write this to ${file} and plan it?`), width, glyphs.ellipsis)),
    "",
    ...all
      .slice(from, from + height)
      .map((text) => truncate(cleanLine(text), width, glyphs.ellipsis))
      .map((text) => (/^\s*#/.test(text) ? style.dim(text) : text)),
    below > 0 ? style.dim(`${counted(below, "more line")} below`) : "",
  ];
}

function questionPicture(view: InitView, frame: Frame): readonly string[] {
  const isWide = frame.width >= twoColumns && surveyOf(view.interview) !== null;
  const leftWidth = isWide ? Math.floor(frame.width * 0.5) : frame.width;
  const left = askedLines(view, { ...frame, width: isWide ? leftWidth - 2 : leftWidth });
  if (isWide) {
    const right = foundPane(view, { ...frame, width: frame.width - leftWidth - 2 });
    const height = Math.max(left.length, frame.height);
    return beside(padded(left, height), right, { ...frame, leftWidth });
  }
  const room = frame.height - left.length - 1;
  return room < 4 ? left : [...left, "", ...foundPane(view, { ...frame, height: room })];
}

const padded = (lines: readonly string[], height: number): readonly string[] =>
  Array.from({ length: height }, (_, at) => lines[at] ?? "");

/** Answers, the question, its choices, and what is typed. */
function askedLines(view: InitView, frame: Frame): readonly string[] {
  const { interview, step } = view;
  if (step.kind !== "ask") return [...answerLines(interview, frame, mostAnswers), "", waitingText(view)];
  const { question } = step;
  const fixed = [...promptLines(question, frame), ...objectionLines(interview, frame)];
  const field = question.isOpen || view.field.text !== "" ? ["", fieldLine(question, view.field, frame)] : [];
  const room = frame.height - fixed.length - field.length - 1;
  const answers = answerLines(interview, frame, Math.min(mostAnswers, room - leastChoices - 1));
  const head = answers.length === 0 ? [] : [...answers, ""];
  return [...head, ...fixed, "", ...choiceLines(view, question, frame, room - head.length), ...field];
}

const waitingText = ({ step }: InitView): string =>
  step.kind === "look" ? `Reading ${cleanLine(step.look.file)} ...` : "Trying whether it can be planned ...";

/** The last ones, as many as there is room for. */
function answerLines(interview: Interview, { width, style, glyphs }: Frame, most: number): readonly string[] {
  const labels = new Map(questionsOf(interview).map(({ id, label }) => [id, label]));
  const told = [...interview.answers].map(([id, { text, by }]) => ({
    label: labels.get(id) ?? id.replace(/^column\.(.*)$/, "$1 column"),
    text: `${text}${by === "nobody" ? " (default)" : ""}`,
  }));
  const shown = most <= 0 ? [] : told.slice(-most);
  const wide = Math.min(16, Math.max(0, ...shown.map(({ label }) => widthOf(cleanLine(label)))));
  return shown.map(({ label, text }) => {
    const head = padEnd(truncate(cleanLine(label), wide, glyphs.ellipsis), wide);
    return `${style.dim(head)}  ${truncate(cleanLine(text), width - wide - 2, glyphs.ellipsis)}`;
  });
}

const promptLines = (question: Question, { width, style }: Frame): readonly string[] => [
  ...brokenLines(question.prompt, width, "").slice(0, 4).map(style.bold),
  ...brokenLines(question.why, width, "").map(style.dim),
];

const objectionLines = ({ objection }: Interview, { width, style }: Frame): readonly string[] =>
  (objection?.problems ?? [])
    .slice(0, 2)
    .flatMap((problem) => brokenLines(`! ${objectionText(problem)}`, width, "").slice(0, 3))
    .map(style.red);

function choiceLines(
  { at, field }: InitView,
  { choices, fallback }: Question,
  { width, style, glyphs }: Frame,
  height: number,
): readonly string[] {
  if (choices.length === 0 || height < 1) return [];
  const [from, end] = onShow(choices.length, Math.max(0, at), height);
  const wide = Math.min(
    Math.floor(width / 2),
    Math.max(...choices.map(({ value }) => widthOf(cleanLine(value)))),
  );
  return choices.slice(from, end).map(({ value, about }, i) => {
    const isMarked = from + i === at && field.text === "";
    const name = padEnd(truncate(cleanLine(value), wide, glyphs.ellipsis), wide);
    const text = value === fallback ? [about, "(default)"].filter((part) => part !== "").join(" ") : about;
    const rest = truncate(cleanLine(text), Math.max(0, width - wide - 4), glyphs.ellipsis);
    return isMarked
      ? `${style.cyan(style.bold(`${glyphs.mark} ${name}`))}  ${rest}`
      : `  ${name}  ${style.dim(rest)}`;
  });
}

/** The end of a long text is what is being typed. */
function fieldLine({ choices }: Question, { text, at }: Field, { width, style, glyphs }: Frame): string {
  const signs = Array.from(
    new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text),
    ({ segment }) => cleanLine(segment),
  );
  const label = choices.length > 0 ? "or type: " : "type: ";
  let [from, room] = [0, width - label.length - 1];
  while (widthOf(signs.slice(from, at).join("")) > room && from < at) from++;
  const before = signs.slice(from, at).join("");
  room -= widthOf(before);
  return `${style.dim(label)}${before}${style.cyan(glyphs.cursor)}${truncate(signs.slice(at).join(""), Math.max(0, room), glyphs.ellipsis)}`;
}

/** What was found in the inventory, as far as there is room; a page key shows the rest. */
function foundPane(view: InitView, frame: Frame): readonly string[] {
  const survey = surveyOf(view.interview);
  if (survey === null || frame.height < 3) return [];
  const file = view.interview.answers.get("inventory")?.text ?? "";
  const all = foundLines(survey, file, frame, { rows: 40 });
  const room = frame.height - 1;
  const from = Math.max(0, Math.min(view.from, all.length - room));
  const hasMore = from + room < all.length;
  const more = hasMore ? `${from + room} of ${all.length} lines, ${shownKey("pagedown", frame.glyphs)}` : "";
  return [titleRule("Found", frame, more), ...all.slice(from, from + room)];
}

function footer({ step }: InitView, { width, style, glyphs }: Frame): string {
  const keys: readonly (readonly [string, string])[] =
    step.kind === "done"
      ? [
          ["enter", "write and plan"],
          ["escape", "back"],
          ["down", "scroll"],
          ["ctrl+c", "leave"],
        ]
      : [
          ["enter", "take"],
          ["down", "choose"],
          ["escape", "back"],
          ["pagedown", "found"],
          ["ctrl+c", "leave"],
        ];
  const text = keys.map(([key, label]) => `${shownKey(key, glyphs)} ${label}`).join("   ");
  return style.dim(truncate(text, width, glyphs.ellipsis));
}

/** For ears: what is new. */
function spoken(view: InitView): readonly string[] {
  const { step, interview, at } = view;
  if (step.kind === "done")
    return [`The scenario is ready. Write it to ${cleanLine(step.file)} and plan it?`];
  if (step.kind !== "ask") return [waitingText(view)];
  const { prompt, why, choices } = step.question;
  const marked = choices[at];
  return [
    ...(interview.objection?.problems ?? []).map(objectionText),
    cleanLine(prompt),
    cleanLine(why),
    ...(choices.length === 0
      ? []
      : [
          `${counted(choices.length, "choice")}: ${cleanLine(choices.map(({ value }) => value).join(", "))}.`,
        ]),
    ...(marked === undefined ? [] : [cleanLine(`Marked is ${marked.value}: ${marked.about}`)]),
    ...(view.field.text === "" ? [] : [cleanLine(`Typed is ${view.field.text}`)]),
  ];
}
