/** init in a terminal, as state: the interview, and what the person has marked and typed. Keys in, view out. */
import { answered, back, looked, type Step, stepOf, tried } from "../../init/interview.js";
import type { Interview, Question } from "../../init/question.js";
import { type Field, fieldOf, typed } from "../field.js";
import type { Key } from "../keys.js";
import { movedMark } from "../list.js";
import type { Room } from "../screen.js";

export type InitView = {
  readonly interview: Interview;
  readonly step: Step;
  /** What is typed goes before what is marked. */
  readonly field: Field;
  /** The marked choice; -1: there is none. */
  readonly at: number;
  /** First line on show of what was found, or of the text to be written. */
  readonly from: number;
};

/** What a key wants besides another view. */
export type InitTurn = {
  readonly view: InitView;
  readonly wants: "nothing" | "write" | "leave";
};

/** Lines that a page of what was found moves by. */
const page = 10;

export function initView(interview: Interview): InitView {
  const step = stepOf(interview);
  return { interview, step, field: fieldOf(""), at: markedFirst(step), from: 0 };
}

/** The fallback is marked; else nothing, where text may be typed. */
function markedFirst(step: Step): number {
  if (step.kind !== "ask") return -1;
  const { choices, fallback, isOpen } = step.question;
  const at = choices.findIndex(({ value }) => value === fallback);
  return at < 0 && !isOpen ? 0 : at;
}

export function pressInit(view: InitView, key: Key, room: Room): InitTurn {
  if (key.name === "ctrl+c") return { view, wants: "leave" };
  const { step } = view;
  if (step.kind === "look" || step.kind === "try") return stays(view);
  if (key.name === "escape") return backOf(view);
  if (key.name === "enter")
    return step.kind === "done" ? { view, wants: "write" } : entered(view, step.question);
  const pages: Readonly<Record<string, number>> = { pagedown: page, pageup: -page };
  const scrolled = pages[key.name];
  if (scrolled !== undefined) return stays({ ...view, from: Math.max(0, view.from + scrolled) });
  return step.kind === "done"
    ? stays(scrolledText(view, key, room))
    : stays(marked(view, step.question, key));
}

const stays = (view: InitView): InitTurn => ({ view, wants: "nothing" });

/** What is typed is dropped first; before the first question there is nothing. */
function backOf(view: InitView): InitTurn {
  if (view.field.text !== "")
    return stays({ ...view, interview: { ...view.interview, objection: null }, field: fieldOf("") });
  const before = back(view.interview);
  return before === null ? { view, wants: "leave" } : stays(initView(before));
}

function entered(view: InitView, question: Question): InitTurn {
  const { interview, field, at } = view;
  const chosen = question.choices[at]?.value ?? "";
  const text = field.text.trim() !== "" ? field.text : chosen === question.fallback ? "" : chosen;
  const next = answered(interview, question, text);
  if (next.answers.has(question.id)) return stays(initView(next));
  // What was wrong stays, to be mended.
  return stays({ ...view, interview: next, step: stepOf(next) });
}

function marked(view: InitView, question: Question, key: Key): InitView {
  const isUpOrDown = key.name === "up" || key.name === "down";
  if (isUpOrDown) {
    const at = movedMark(view.at, key.name, question.choices.length, page);
    return at === null || question.choices.length === 0 ? view : { ...view, at, field: fieldOf("") };
  }
  const field = typed(view.field, key);
  return field === null ? view : { ...view, field };
}

function scrolledText(view: InitView, key: Key, { height }: Room): InitView {
  const from = movedMark(view.from, key.name, textLines(view).length, height);
  return from === null ? view : { ...view, from };
}

/** Of the scenario that is about to be written. */
export const textLines = ({ step }: InitView): readonly string[] =>
  step.kind === "done" || step.kind === "try" ? step.text.trimEnd().split("\n") : [];

/** What the world answered. */
export const lookedInit = ({ interview }: InitView, found: Parameters<typeof looked>[1]): InitView =>
  initView(looked(interview, found));
export const triedInit = ({ interview }: InitView, problems: Parameters<typeof tried>[1]): InitView =>
  initView(tried(interview, problems));
