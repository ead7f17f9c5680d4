/** Options that name one of several things, or count something. */
import { done, failed, type Outcome, suggestion } from "../../src/index.js";
import { type Given, textOf, wrongOption } from "./command.js";

/** Null: not given. */
export function oneOf<Word extends string>(
  options: Given,
  name: string,
  known: readonly Word[],
): Outcome<Word | null> {
  const text = textOf(options, name);
  const word = known.find((each) => each === text);
  if (text === undefined) return done(null);
  return word === undefined
    ? failed(wrongOption(`--${name}`, `there is no "${text.slice(0, 40)}"`, suggestion(text, known)))
    : done(word);
}

export function wholeOption(
  options: Given,
  name: string,
  { least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number },
): Outcome<number> {
  const text = textOf(options, name) ?? `${usual}`;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most
    ? done(value)
    : failed(
        wrongOption(`--${name}`, `not a whole number from ${least} to ${most}`, `write --${name} ${usual}`),
      );
}

/** What is wrong counts as not given, so that whatever else is wrong can be told. */
export const valueOr = <T, U>(outcome: Outcome<T>, otherwise: U): T | U =>
  outcome.ok ? outcome.value : otherwise;
