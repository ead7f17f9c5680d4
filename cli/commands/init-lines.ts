/** init by plain questions, a line each: for pipes, and for ears. Talk goes to standard error. */
import { createInterface } from "node:readline";
import { done, failed, type Outcome, type Problem } from "../../src/index.js";
import { foundLines } from "../init/found.js";
import { optionOf } from "../init/given.js";
import { answered, looked, stepOf, tried } from "../init/interview.js";
import { type Interview, type Objection, type Question, surveyOf } from "../init/question.js";
import { answerLine, objectionText, promptText, questionLines } from "../init/question-text.js";
import type { World } from "../world.js";
import type { Finished, Looking } from "../init/looking.js";

/** Rows of each table that are said. */
const most = { rows: 12 };

/** The end of what is typed takes the defaults of the rest, unless something has none or was answered wrong. */
export async function askByLines(
  world: World,
  start: Interview,
  { look, tryOut }: Looking,
  isSilent: boolean,
): Promise<Outcome<Finished>> {
  const asking: Asking = {
    world,
    lines: isSilent ? noLines() : linesOf(world),
    isSilent,
    isTyped: !isSilent && world.input().isTTY === true,
  };
  let interview = start;
  try {
    for (;;) {
      const step = stepOf(interview);
      if (step.kind === "done")
        return (await isOver(asking)) ? done({ step, interview }) : failed(tooManyLines);
      if (step.kind === "look") interview = shown(world, looked(interview, await look(step.look)));
      else if (step.kind === "try") interview = tried(interview, await tryOut(step));
      else {
        const next = await answeredByLine(asking, interview, step.question);
        if (!next.ok) return next;
        interview = next.value;
      }
    }
  } finally {
    await asking.lines.return(undefined);
  }
}

type Lines = AsyncGenerator<string, undefined, undefined>;

type Asking = {
  readonly world: World;
  readonly lines: Lines;
  /** Nobody is asked. */
  readonly isSilent: boolean;
  /** By hand: then a prompt stands before what is typed. */
  readonly isTyped: boolean;
};

async function* noLines(): Lines {}

async function* linesOf({ input }: World): Lines {
  const reader = createInterface({ input: input(), terminal: false, crlfDelay: Infinity });
  try {
    yield* reader;
  } finally {
    reader.close();
  }
}

/** What was found, once it is. */
function shown(world: World, interview: Interview): Interview {
  const survey = surveyOf(interview);
  if (survey !== null)
    world.say(
      `\n${foundLines(survey, interview.answers.get("inventory")?.text ?? "", world, most).join("\n")}\n`,
    );
  return interview;
}

async function answeredByLine(
  asking: Asking,
  interview: Interview,
  question: Question,
): Promise<Outcome<Interview>> {
  const objection = interview.objection?.question === question.id ? interview.objection : null;
  if (objection?.by === "command")
    return failed(...objection.problems.map((each) => ofOption(each, objection)));
  // The next line of a pipe answers the next question: taken for this one, all after it would be answers to others.
  if (objection !== null && !asking.isTyped)
    return failed(...objection.problems.map((each) => about(each, question)));
  const line = await lineFor(asking, question, objection);
  if (line === null && objection !== null) return failed(...objection.problems);
  if (line === null && question.fallback === null) return failed(missing(question));
  const next = answered(interview, question, line ?? "");
  const answer = next.answers.get(question.id);
  if (answer !== undefined) {
    const note = answer.by === "nobody" ? question.guess || "default" : "";
    asking.world.say(`${answerLine(question.label, answer.text, note)}\n`);
  }
  return done(next);
}

/** What was typed; null: there is no more. */
async function lineFor(
  { world, lines, isSilent, isTyped }: Asking,
  question: Question,
  objection: Objection | null,
): Promise<string | null> {
  const { say, style } = world;
  if (isSilent) return null;
  for (const problem of objection?.problems ?? []) say(`${style.red("no")}  ${objectionText(problem)}\n`);
  if (objection === null) say(`${questionLines(question, world).join("\n")}\n`);
  if (isTyped) say(promptText(question));
  const line = await lines.next();
  if (line.done === true && isTyped) say("\n");
  return line.done === true ? null : line.value;
}

const ofOption = (problem: Problem, { question }: Objection): Problem =>
  problem.place === undefined ? { ...problem, place: { path: optionOf(question) } } : problem;

/** Which question it was, where a problem does not say a place itself. */
const about = (problem: Problem, { label }: Question): Problem =>
  problem.place === undefined ? { ...problem, place: { path: label } } : problem;

/** A pipe with more answers than there were questions answered others than it meant. */
async function isOver({ lines, isTyped }: Asking): Promise<boolean> {
  if (isTyped) return true;
  for await (const line of lines) if (line.trim() !== "") return false;
  return true;
}

const tooManyLines: Problem = {
  code: "init.more",
  message: "there are more answers than questions, so some were taken for others than they were meant for",
  hint: "run it without a pipe once, or look at what was asked above",
};

const missing = ({ id, prompt, label }: Question): Problem => ({
  code: "init.missing",
  message: `nobody answered: ${prompt}`,
  hint: options[id] ?? `answer it (${label})`,
});

/** Where an answer can be given that has no default. */
const options: Readonly<Record<string, string>> = {
  inventory: "give its path: second-tuesday init devices.csv",
  out: "--force writes over it; --out names another",
  "column.device": "name the column `device`, or pipe its name in",
};
