/** Which column is which, where the header does not say it. */
import { done, type Field, fields, type HeaderColumn } from "../../src/index.js";
import { oneOf } from "./checks.js";
import { type Choice, type Interview, type Question, surveyOf } from "./question.js";

/** For "no column says it". */
const none = "none";

/** What a column may be asked for. */
const whys: Readonly<Partial<Record<Field, string>>> = {
  device: "A plan gives every device its time, so each row needs a name of its own.",
  site: "Windows and the people who sign in follow each site's clock.",
  timezone: "Windows are hours on the clock of each site.",
  profile: "It says what kind of client a device is.",
  ring: "It says which devices restart first.",
  group: "Devices of a group may be made to take turns.",
  tags: "Parts of a scenario may concern devices with a tag.",
};

export function columnsChosen({ answers }: Pick<Interview, "answers">): ReadonlyMap<Field, string> {
  return new Map(
    fields.flatMap((field) => {
      const text = answers.get(`column.${field}`)?.text;
      return text === undefined || text === none ? [] : [[field, text] as const];
    }),
  );
}

export const columnQuestions = (interview: Interview): readonly Question[] => [
  ...unclearQuestions(interview),
  ...missingQuestions(interview),
];

/** Without an answer to these the inventory cannot be read. */
function unclearQuestions({ sight }: Interview): readonly Question[] {
  if (sight?.found.kind !== "unclear") return [];
  const { fields: unclear, header } = sight.found;
  return unclear.map(({ field, candidates }): Question => {
    const choices = choicesOf(
      candidates.length === 0 ? header : header.filter(({ name }) => candidates.includes(name)),
    );
    const [likeliest = null] = candidates;
    return {
      id: `column.${field}`,
      label: `${field} column`,
      prompt: field === "device" ? "Which column names the device?" : `Which column is the ${field}?`,
      why: `${candidates.length === 0 ? "None that is known does." : "Several columns may be it."} ${whys[field] ?? ""}`,
      choices,
      isOpen: false,
      fallback: likeliest,
      guess: likeliest === null ? "" : "the likeliest of them",
      check: oneOf(choices),
    };
  });
}

/** No column was taken for the site, or none for the zone though one holds zones. */
function missingQuestions(interview: Interview): readonly Question[] {
  const survey = surveyOf(interview);
  if (survey === null) return [];
  const taken = new Set(survey.columns.values());
  const free = survey.header.filter(({ name }) => !taken.has(name));
  const zones = free.find(({ holdsZones }) => holdsZones)?.name;
  return [
    ...(survey.columns.has("site") || free.length === 0
      ? []
      : [missing("site", "Which column says where a device is?", free, none)]),
    ...(survey.columns.has("timezone") || zones === undefined
      ? []
      : [missing("timezone", "Which column says in which time zone a device is?", free, zones)]),
  ];
}

function missing(
  field: "site" | "timezone",
  prompt: string,
  free: readonly HeaderColumn[],
  fallback: string,
): Question {
  const choices = [...choicesOf(free), { value: none, about: "no column says it" }];
  return {
    id: `column.${field}`,
    label: `${field} column`,
    prompt,
    why: whys[field] ?? "",
    choices,
    isOpen: false,
    fallback,
    guess: fallback === none ? "" : "its cells are names of zones",
    check: (text) => (text.trim() === none ? done(none) : oneOf(choices)(text)),
  };
}

const choicesOf = (columns: readonly HeaderColumn[]): readonly Choice[] =>
  columns.map(({ name, samples }) => ({ value: name, about: samples.join(", ") }));
