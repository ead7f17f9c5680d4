/** What kinds of clients the devices are. */
import { canBeKey, counted, profilePresets } from "../../src/index.js";
import { oneOf } from "./checks.js";
import { type Choice, type Interview, type Question, surveyOf } from "./question.js";

export const profileChoices: readonly Choice[] = Object.entries(profilePresets).map(([value, { about }]) => ({
  value,
  about,
}));

/** More are not asked for one by one: each is taken for what its name says. */
const mostAsked = 8;
const usual = "windows-office";

/** Words in a profile's name, and what they stand for. */
const words: readonly (readonly [RegExp, string])[] = [
  [/linux|ubuntu|debian|rhel|unix/i, "linux-server"],
  [/serv|srv|dc\b|sql/i, "windows-server"],
  [/laptop|notebook|mobile|portable|surface/i, "windows-laptop"],
  [/kiosk|till|pos\b|display|signage/i, "windows-kiosk"],
  [/office|desk|pc\b|workstation|client/i, usual],
];

/** null: its name says nothing. */
const presetByName = (name: string): string | null => words.find(([word]) => word.test(name))?.[1] ?? null;

export type DeclaredProfile = {
  readonly name: string;
  readonly preset: string;
  /** What the choice is from; null: somebody made it. */
  readonly guess: string | null;
};

/** Profiles of the inventory that are no presets; those that no document can name stay out. */
const foreignProfiles = (interview: Interview) =>
  (surveyOf(interview)?.profiles ?? []).filter(
    ({ name }) => name !== "" && !Object.hasOwn(profilePresets, name) && canBeKey(name),
  );

export const declaredProfiles = (interview: Interview): readonly DeclaredProfile[] =>
  foreignProfiles(interview).map(({ name }) => {
    const own = interview.answers.get(`profile.${name}`);
    const answer = own ?? (presetByName(name) === null ? undefined : interview.answers.get("profiles"));
    const isTold = answer !== undefined && answer.by !== "nobody";
    return { name, preset: own?.text ?? presetByName(name) ?? usual, guess: isTold ? null : guessOf(name) };
  });

const guessOf = (name: string): string =>
  presetByName(name) === null ? "the most common kind" : "by its name";

const why = "It says how long updates take to arrive, how long a restart lasts and who signs in after it.";

export const profileQuestions = (interview: Interview): readonly Question[] => [
  ...guessedQuestions(interview),
  ...foreignQuestions(interview),
  ...namelessQuestions(interview),
];

const yes = "yes";
const yesOrNo: readonly Choice[] = [
  { value: yes, about: "take them so" },
  { value: "no", about: "ask for one after the other" },
];

/** Names that say what they are, all at once. */
function guessedQuestions(interview: Interview): readonly Question[] {
  const guessed = foreignProfiles(interview).filter(({ name }) => presetByName(name) !== null);
  if (guessed.length < 2) return [];
  const shown = guessed.slice(0, 6).map(({ name }) => `${name} is ${presetByName(name)}`);
  const more = guessed.length > shown.length ? ` and ${guessed.length - shown.length} more` : "";
  return [
    {
      id: "profiles",
      label: "profiles",
      prompt: `Are these the kinds of clients? ${shown.join(", ")}${more}`,
      why,
      choices: yesOrNo,
      isOpen: false,
      fallback: yes,
      guess: "by their names",
      check: oneOf(yesOrNo),
    },
  ];
}

/** One by one those whose names say nothing, or the wrong thing. */
function foreignQuestions(interview: Interview): readonly Question[] {
  const isAgreed = interview.answers.get("profiles")?.text === yes;
  return foreignProfiles(interview)
    .filter(({ name }) => !isAgreed || presetByName(name) === null)
    .slice(0, mostAsked)
    .map(({ name, devices }): Question => ({
      id: `profile.${name}`,
      label: name,
      prompt: `What kind of client is "${name}" (${counted(devices, "device")})?`,
      why,
      choices: profileChoices,
      isOpen: false,
      fallback: presetByName(name) ?? usual,
      guess: guessOf(name),
      check: oneOf(profileChoices),
    }));
}

/** Of devices that name no profile. */
function namelessQuestions(interview: Interview): readonly Question[] {
  const profiles = surveyOf(interview)?.profiles ?? [];
  const nameless = profiles.find(({ name }) => name === "");
  if (nameless === undefined) return [];
  const prompt =
    profiles.length === 1
      ? "What kind of clients are the devices?"
      : `${counted(nameless.devices, "device")} without a profile: what kind of client?`;
  return [
    {
      id: "profile",
      label: "kind of client",
      prompt,
      why,
      choices: profileChoices,
      isOpen: false,
      fallback: usual,
      guess: "the most common kind",
      check: oneOf(profileChoices),
    },
  ];
}
