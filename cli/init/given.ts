/** Answers given on the command line, held against their questions before anything is read. */
import { done, failed, type Outcome, parseZoneName, type Problem } from "../../src/index.js";
import { oneOf } from "./checks.js";
import { interviewOf, questionsOf } from "./interview.js";
import type { Around, Interview, Question } from "./question.js";
import { profileChoices } from "./profile-questions.js";

/** Of questions that only an inventory raises. */
const raisedLater: Readonly<Record<string, Question["check"]>> = {
  timezone: parseZoneName,
  profile: oneOf(profileChoices),
};

/** All problems at once; each answer as its question writes it. */
export function givenInterview(around: Around, given: ReadonlyMap<string, string>): Outcome<Interview> {
  const problems: Problem[] = [];
  let interview = interviewOf(around);
  // In the order of the questions: what a capacity may be depends on the service.
  const ids = [...Object.keys(raisedLater), "inventory", "service", "capacity", "window", "deadline"];
  for (const id of ids) {
    const text = given.get(id);
    const check = raisedLater[id] ?? questionsOf(interview).find((question) => question.id === id)?.check;
    if (text === undefined || check === undefined) continue;
    const checked = check(text);
    if (checked.ok) interview = interviewOf(around, new Map([...textsOf(interview), [id, checked.value]]));
    else problems.push(...checked.problems.map((problem) => ({ ...problem, place: { path: optionOf(id) } })));
  }
  return problems.length > 0 ? failed(...problems) : done(interview);
}

const textsOf = ({ answers }: Interview) => [...answers].map(([id, { text }]) => [id, text] as const);

/** "--window" */
export const optionOf = (id: string): string => (id === "inventory" ? "[inventory]" : `--${id}`);
