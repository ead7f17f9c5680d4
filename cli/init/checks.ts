/** Answers are checked by the reader of scenarios itself, so that what is taken here can be read there. */
import { done, failed, type Outcome, type Problem, readScenario, suggestion } from "../../src/index.js";
import type { Choice } from "./question.js";

/** A scenario without fault, into which an answer is put. */
const faultless = {
  version: 1,
  release: { at: "2026-01-01T00:00Z" },
  fleet: [{ site: "A", devices: 1 }],
  timezone: "UTC",
  window: "21:00-05:00",
  services: { login: { capacity: "unknown" } },
};

/** `put` says where the text would stand. */
export const readAs =
  (put: (text: string) => Readonly<Record<string, unknown>>) =>
  (text: string): Outcome<string> => {
    const answer = text.trim();
    const read = readScenario(JSON.stringify({ ...faultless, ...put(answer) }));
    return read.ok ? done(answer) : failed(...read.problems.map(withoutPlace));
  };

const withoutPlace = ({ code, message, hint }: Problem): Problem => ({ code, message, hint });

/** By its name, its beginning or its number in the list. */
export const oneOf =
  (choices: readonly Choice[]) =>
  (text: string): Outcome<string> => {
    const wanted = text.trim();
    const values = choices.map(({ value }) => value);
    const found =
      values.find((value) => value === wanted) ??
      only(values.filter((value) => value.toLowerCase() === wanted.toLowerCase())) ??
      (/^\d{1,3}$/.test(wanted) ? values[Number(wanted) - 1] : undefined) ??
      only(values.filter((value) => wanted !== "" && value.toLowerCase().startsWith(wanted.toLowerCase())));
    if (found !== undefined) return done(found);
    const message =
      wanted === "" ? "an answer is needed" : `${JSON.stringify(wanted.slice(0, 60))} is not among them`;
    return failed({ code: "init.choice", message, hint: suggestion(wanted, values) });
  };

const only = (values: readonly string[]): string | undefined => (values.length === 1 ? values[0] : undefined);
