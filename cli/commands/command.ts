/** What a command is; its name stands in the table of commands.ts. Help, README and completion follow from it. */
import {
  counted,
  done,
  failed,
  type Instant,
  instant,
  type Outcome,
  parseDate,
  parseInstant,
  type Problem,
  problemLine,
} from "../../src/index.js";
import { cleanLine } from "../text/clean.js";
import type { World } from "../world.js";

/** 0 done, 1 bug, 2 wrong input, 3 planned but devices are unscheduled. */
export type ExitCode = 0 | 2 | 3;

export type Option = {
  /** As commander takes it: `--out <dir>`. */
  readonly flags: string;
  readonly help: string;
  /** May be given several times: the values are joined by commas. */
  readonly repeats?: true;
};

export type Command = {
  /** As commander takes them: `<scenario>`, `[plan]`. */
  readonly parameters: readonly { readonly flags: string; readonly help: string }[];
  readonly options: readonly Option[];
  readonly examples: readonly string[];
  run(world: World, parameters: readonly (string | undefined)[], options: Given): Promise<ExitCode>;
};

/** Options as given: by name, a value or true. */
export type Given = Readonly<Record<string, string | boolean | undefined>>;

export const textOf = (options: Given, name: string): string | undefined => {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
};

/** All problems at once, on standard error. */
export function refuse(world: World, problems: readonly Problem[], closing = ""): ExitCode {
  const { style } = world;
  for (const problem of problems) world.say(`${style.red("error")} ${cleanLine(problemLine(problem))}\n`);
  world.say(`${counted(problems.length, "problem")}${closing}.\n`);
  return 2;
}

/** What was passed over or concerns nobody, on standard error. */
export function tellNotes({ say, style }: World, notes: readonly Problem[]): void {
  for (const note of notes) say(`${style.yellow("note")}  ${cleanLine(problemLine(note))}\n`);
}

export const unwritten = ", nothing was written";

export const wrongOption = (option: string, message: string, hint: string): Problem => ({
  code: "option",
  message,
  hint,
  place: { path: option },
});

/** What is wrong with any of these. */
export const problemsOf = (...outcomes: readonly Outcome<unknown>[]): readonly Problem[] =>
  outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.problems));

/** An instant, or a date for its midnight in UTC. */
export function instantOption(options: Given, name: string, otherwise: Instant): Outcome<Instant> {
  const text = textOf(options, name);
  if (text === undefined) return done(otherwise);
  const date = parseDate(text);
  if (date.ok) return done(instant(date.value));
  const at = parseInstant(text);
  return at.ok
    ? at
    : failed(
        wrongOption(
          `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
          `${quoted(text)} is no date and no instant`,
          "write 2026-08-11 or 2026-08-11T17:00:00Z",
        ),
      );
}

const quoted = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 60)}...` : text}"`;
