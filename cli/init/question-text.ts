/** A question as lines: for whoever answers by typing. */
import type { Problem } from "../../src/index.js";
import { cleanLine } from "../text/clean.js";
import { padEnd, widthOf } from "../text/fit.js";
import { brokenLines, type ReportFrame } from "../text/report-frame.js";
import { table } from "../text/table.js";
import type { Choice, Question } from "./question.js";

/** Choices of a long list are many headers: shown as far as people read. */
const mostChoices = 30;

export function questionLines(question: Question, frame: ReportFrame): readonly string[] {
  const { style, width } = frame;
  const shown = question.choices.slice(0, mostChoices);
  const more = question.choices.length - shown.length;
  return [
    "",
    ...brokenLines(question.prompt, width, "").map(style.bold),
    ...brokenLines(question.why, width, "  ").map(style.dim),
    ...(shown.length === 0 ? [] : choiceLines(shown, frame)),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

const choiceLines = (choices: readonly Choice[], { width, style, glyphs }: ReportFrame): readonly string[] =>
  table<{ readonly choice: Choice; readonly at: number }>(
    [
      { title: "", align: "right", keep: "always", cell: ({ at }) => `${at + 1}` },
      { title: "", align: "left", keep: "always", least: 12, cell: ({ choice }) => choice.value },
      { title: "", align: "left", keep: 1, least: 20, cell: ({ choice }) => choice.about },
    ],
    choices.map((choice, at) => ({ choice, at })),
    { width: width - 2, style, ellipsis: glyphs.ellipsis },
  )
    .slice(1)
    .map((line) => `  ${line}`);

/** What stands before what is typed. */
export const promptText = ({ fallback, guess, label }: Question): string =>
  `${label}${fallback === null ? "" : ` [${cleanLine(fallback)}${guess === "" ? "" : `: ${guess}`}]`} > `;

/** "window          Mon-Fri 21:00-05:00" with what it came from. */
export const answerLine = (label: string, text: string, note: string): string =>
  `${padEnd(cleanLine(label), Math.max(LABEL, widthOf(label) + 2))}${cleanLine(text)}${note === "" ? "" : ` (${note})`}`;
const LABEL = 16;

/** What is wrong and the way out, without the code that is for scripts. */
export const objectionText = ({ message, hint, place }: Problem): string => {
  const where = [place?.file, place?.line].filter((part) => part !== undefined).join(":");
  return cleanLine(`${where === "" ? "" : `${where}: `}${message}${hint === undefined ? "" : `; ${hint}`}`);
};
