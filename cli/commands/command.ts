/** What a command is: one entry of the table in commands.ts. Help, README and completion follow from it. */
import type { Outcome, Problem } from "../../src/index.js";
import { problemLine } from "../../src/index.js";
import { cleanLine } from "../text/clean.js";
import type { World } from "../world.js";

/** 0 done, 1 bug, 2 wrong input, 3 planned but devices are unscheduled. */
export type ExitCode = 0 | 2 | 3;

export type Option = {
  /** As commander takes it: `--out <dir>`. */
  readonly flags: string;
  readonly help: string;
};

export type Command = {
  readonly name: string;
  readonly summary: string;
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
export function refuse(world: World, problems: readonly Problem[]): ExitCode {
  const { style } = world;
  for (const problem of problems) world.say(`${style.red("error")} ${cleanLine(problemLine(problem))}\n`);
  world.say(`${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, nothing was written.\n`);
  return 2;
}

export const wrongOption = (option: string, message: string, hint: string): Problem => ({
  code: "option",
  message,
  hint,
  place: { path: option },
});

/** Unwraps what may be wrong, or says so and ends. */
export async function withValue<T>(
  world: World,
  outcome: Outcome<T>,
  then: (value: T) => Promise<ExitCode>,
): Promise<ExitCode> {
  return outcome.ok ? then(outcome.value) : refuse(world, outcome.problems);
}
