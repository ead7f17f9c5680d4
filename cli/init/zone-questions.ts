/** In which zones devices are whose rows do not say it. */
import { canBeKey, counted, parseZoneName, type Survey, zoneOfPlace } from "../../src/index.js";
import { oneOf } from "./checks.js";
import { type Choice, type Interview, type Question, surveyOf } from "./question.js";

export type GuessedZone = {
  readonly site: string;
  readonly timezone: string;
  /** What the guess is from. */
  readonly basis: string;
};

const yes = "yes";
const yesOrNo: readonly Choice[] = [
  { value: yes, about: "write them into the scenario, as guesses" },
  { value: "no", about: "they are other places" },
];

export const zoneQuestions = (interview: Interview): readonly Question[] => [
  ...guessQuestions(interview),
  ...zoneQuestion(interview),
];

/** Sites of which some device names no zone, each with the zone it probably has. */
export function guessedZones(survey: Survey): readonly GuessedZone[] {
  const known = guessed.get(survey) ?? guessesIn(survey);
  guessed.set(survey, known);
  return known;
}

/** Asked for with every key. */
const guessed = new WeakMap<Survey, readonly GuessedZone[]>();

const guessesIn = ({ sites }: Survey): readonly GuessedZone[] =>
  sites
    .filter(({ zoneless, name }) => zoneless > 0 && name !== "" && canBeKey(name))
    .flatMap(({ name, zones }): readonly GuessedZone[] => {
      const [own] = zones;
      if (own !== undefined)
        return [{ site: name, timezone: own.name, basis: "that of the site's other devices" }];
      const named = zoneOfPlace(name);
      return named === null ? [] : [{ site: name, timezone: named, basis: "by the site's name" }];
    });

/** The guesses that were agreed to. */
export function agreedZones(interview: Interview): readonly GuessedZone[] {
  const survey = surveyOf(interview);
  return survey === null || interview.answers.get("zones")?.text !== yes ? [] : guessedZones(survey);
}

function guessQuestions(interview: Interview): readonly Question[] {
  const survey = surveyOf(interview);
  const guesses = survey === null ? [] : guessedZones(survey);
  if (guesses.length === 0) return [];
  const shown = guesses.slice(0, 6).map(({ site, timezone }) => `${site} in ${timezone}`);
  const more = guesses.length > shown.length ? ` and ${guesses.length - shown.length} more` : "";
  return [
    {
      id: "zones",
      label: "zones",
      prompt: `Are these the zones of sites that name none? ${shown.join(", ")}${more}`,
      why: "Guessed by what the sites are called, or from their other devices. There are several Londons.",
      choices: yesOrNo,
      isOpen: false,
      fallback: yes,
      guess: "guesses",
      check: oneOf(yesOrNo),
    },
  ];
}

/** Sites whose devices have no zone yet. */
export function zonelessSites(interview: Interview): Survey["sites"] {
  const agreed = new Set(agreedZones(interview).map(({ site }) => site));
  return (surveyOf(interview)?.sites ?? []).filter(({ name, zoneless }) => zoneless > 0 && !agreed.has(name));
}

/** The zones of the inventory, that of most devices first. */
export function zonesFound(survey: Survey | null): readonly string[] {
  const devices = new Map<string, number>();
  for (const { zones } of survey?.sites ?? [])
    for (const zone of zones) devices.set(zone.name, (devices.get(zone.name) ?? 0) + zone.devices);
  return [...devices].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

/** One zone for all of them, and for a day that belongs to no site. */
function zoneQuestion(interview: Interview): readonly Question[] {
  const { answers, around } = interview;
  const zoneless = zonelessSites(interview).reduce((sum, site) => sum + site.zoneless, 0);
  const found = zonesFound(surveyOf(interview));
  const hasDay = (answers.get("background")?.text ?? "none") !== "none" && found.length > 1;
  if (zoneless === 0 && !hasDay) return [];
  const [most = around.zone] = found;
  return [
    {
      id: "timezone",
      label: "time zone",
      prompt:
        zoneless > 0
          ? `${counted(zoneless, "device")} without a time zone: in which one ${zoneless === 1 ? "is it" : "are they"}?`
          : "In which zone is the day of the service's background?",
      why: "Windows are hours on a clock. Other zones of single sites can be written under `sites` later.",
      choices: [...new Set([...found.slice(0, 5), around.zone])].map((value) => ({
        value,
        about:
          value === most && found.length > 0 ? "most devices" : value === around.zone ? "this machine" : "",
      })),
      isOpen: true,
      fallback: most,
      guess: found.length > 0 ? "that of most devices" : "that of this machine",
      check: parseZoneName,
    },
  ];
}
