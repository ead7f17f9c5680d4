/** An interview driven as a face drives it, without a disk: inventories are texts by name. */
import { answered, interviewOf, looked, stepOf } from "../../cli/init/interview.js";
import type { Around, Interview } from "../../cli/init/question.js";
import { surveyInventory } from "../../src/fleet/survey.js";
import { done, failed } from "../../src/problem.js";

export const around: Around = {
  folder: "/work",
  files: [],
  calendars: [
    { value: "microsoft", about: "" },
    { value: "oracle-cpu", about: "" },
  ],
  zone: "Europe/Vienna",
  out: "scenario.yaml",
  isTaken: false,
};

export type Files = Readonly<Record<string, string | Uint8Array>>;

export const opened = (files: Files) => (file: string) => async () => {
  const content = files[file];
  if (content === undefined)
    return failed({ code: "file.unreadable", message: "no such file", place: { file } });
  return done(chunksOf(typeof content === "string" ? Buffer.from(content) : content));
};

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What the world would answer to steps that look, done. */
export async function settled(interview: Interview, files: Files): Promise<Interview> {
  const step = stepOf(interview);
  if (step.kind !== "look") return interview;
  const { file, columns } = step.look;
  const found = await surveyInventory({ file, columns, open: opened(files)(file) });
  return settled(looked(interview, found), files);
}

/** Answers to the questions of those names; others take their defaults. */
export async function interviewed(
  files: Files,
  answers: Readonly<Record<string, string>> = {},
  from: Partial<Around> = {},
): Promise<Interview> {
  let interview = interviewOf({ ...around, files: Object.keys(files), ...from });
  for (let asked = 0; asked < 50; asked++) {
    interview = await settled(interview, files);
    const step = stepOf(interview);
    if (step.kind !== "ask" || interview.objection !== null) return interview;
    interview = answered(interview, step.question, answers[step.question.id] ?? "");
  }
  throw new Error("the questions never end");
}

/** Ids of the questions asked, in order. */
export const asked = ({ answers }: Interview): readonly string[] => [...answers.keys()];

export const textOf = (interview: Interview): string => {
  const step = stepOf(interview);
  if (step.kind !== "try" && step.kind !== "done") throw new Error(`not finished: ${JSON.stringify(step)}`);
  return step.text;
};
