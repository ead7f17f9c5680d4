/** The guided start as state: what was answered, what was found, and what follows. Every change is a function of it. */
import type { Outcome, Problem, Survey, UnclearColumns } from "../../src/index.js";
import { columnsChosen } from "./column-questions.js";
import { draftOf } from "./draft.js";
import type { Answer, Around, Interview, Look, Question } from "./question.js";
import { scenarioText } from "./scenario-text.js";
import { topics } from "./topics.js";

export type Step =
  | { readonly kind: "ask"; readonly question: Question }
  /** The inventory is to be looked at. */
  | { readonly kind: "look"; readonly look: Look }
  /** All is answered: whether it can be planned is to be tried. */
  | { readonly kind: "try"; readonly text: string; readonly file: string }
  | { readonly kind: "done"; readonly text: string; readonly file: string };

export const interviewOf = (around: Around, given: ReadonlyMap<string, string> = new Map()): Interview => ({
  around,
  answers: new Map([...given].map(([id, text]) => [id, { text, by: "command" }])),
  sight: null,
  objection: null,
  isTried: false,
});

/** The questions as far as they can be known, in order; answered ones too. */
export const questionsOf = (interview: Interview): readonly Question[] =>
  topics.flatMap((topic) => topic(interview));

export function stepOf(interview: Interview): Step {
  const { answers } = interview;
  const inventory = answers.get("inventory");
  if (inventory !== undefined && !isSeen(interview)) return { kind: "look", look: lookOf(interview) };
  const open = questionsOf(interview).find(({ id }) => !answers.has(id));
  if (open !== undefined) return { kind: "ask", question: open };
  const draft = draftOf(interview);
  return { kind: interview.isTried ? "done" : "try", text: scenarioText(draft), file: draft.out };
}

const lookOf = (interview: Interview): Look => ({
  file: interview.answers.get("inventory")?.text ?? "",
  columns: columnsChosen(interview),
});

const isSeen = (interview: Interview): boolean =>
  interview.sight !== null && keyOf(interview.sight) === keyOf(lookOf(interview));
const keyOf = ({ file, columns }: Look): string => JSON.stringify([file, ...columns]);

/** An empty text takes the fallback. */
export function answered(interview: Interview, question: Question, text: string): Interview {
  const isFallback = text.trim() === "" && question.fallback !== null;
  const checked = question.check(isFallback ? (question.fallback ?? "") : text);
  if (!checked.ok) return objected(interview, question.id, checked.problems);
  const answer: Answer = { text: checked.value, by: isFallback ? "nobody" : "person" };
  return {
    ...interview,
    answers: new Map([...interview.answers, [question.id, answer]]),
    objection: null,
    isTried: false,
  };
}

export function looked(interview: Interview, found: Outcome<Survey | UnclearColumns>): Interview {
  if (found.ok) return { ...interview, sight: { ...lookOf(interview), found: found.value } };
  const columns = [...interview.answers.keys()].filter((id) => id.startsWith("column."));
  return objected(without(interview, columns), "inventory", found.problems);
}

export function tried(interview: Interview, problems: readonly Problem[]): Interview {
  const [first] = problems;
  if (first === undefined) return { ...interview, isTried: true };
  const [question = "inventory", ...also] = questionsAbout(first);
  const { out } = draftOf(interview);
  // Nobody has seen the text yet: its lines are nothing to point at.
  const told = problems.map((problem) =>
    problem.place?.file === out ? { ...problem, place: undefined } : problem,
  );
  return objected(without(interview, also), question, told);
}

/** The question is asked again. */
const objected = (interview: Interview, question: string, problems: readonly Problem[]): Interview => ({
  ...without(interview, [question]),
  objection: { question, problems, by: interview.answers.get(question)?.by ?? "person" },
  isTried: false,
});

/** Which answers a problem of the scenario may come from, by its path in it. */
const sources: readonly (readonly [path: RegExp, questions: readonly string[]])[] = [
  [/window/, ["window", "deadline"]],
  [/deadline/, ["deadline"]],
  [/capacity/, ["capacity"]],
  [/background/, ["background"]],
  [/^services/, ["service"]],
  [/^release/, ["calendar"]],
  [/^(?:sites|timezone)/, ["timezone"]],
  [/^profile/, ["window", "deadline"]],
];

const questionsAbout = ({ place }: Problem): readonly string[] =>
  sources.find(([path]) => path.test(place?.path ?? ""))?.[1] ?? ["inventory"];

/** To the question before; null: there is none. */
export function back(interview: Interview): Interview | null {
  const last = [...interview.answers].reverse().find(([, { by }]) => by !== "command");
  return last === undefined ? null : { ...without(interview, [last[0]]), objection: null, isTried: false };
}

const without = (interview: Interview, ids: readonly string[]): Interview => ({
  ...interview,
  answers: new Map([...interview.answers].filter(([id]) => !ids.includes(id))),
});
