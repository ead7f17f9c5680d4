/** Names of sites, profiles, rings, groups, services and zones. */
import { done, failed, type Outcome } from "../problem.js";
import { quoted } from "./place.js";

// Control characters, lone surrogates, line separators, and the marks that reverse the order text is shown in.
const unfit = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const longest = 200;

/** Names that look the same are the same: NFC, without space around them. */
export const normalName = (text: string): string => text.normalize("NFC").trim();

export function parseName(text: string): Outcome<string> {
  const name = normalName(text);
  if (name === "") return failed({ code: "name.empty", message: "a name is empty", hint: "write a name" });
  if (name.length > longest)
    return failed({
      code: "name.long",
      message: `${quoted(name)} is longer than ${longest} characters`,
      hint: "shorten it",
    });
  if (unfit.test(name))
    return failed({
      code: "name.character",
      message: `${quoted(name)} holds a control character`,
      hint: "take it out",
    });
  return done(name);
}
