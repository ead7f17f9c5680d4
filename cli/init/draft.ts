/** What the answers make together: everything that the scenario will say, and by whom. */
import path from "node:path";
import type { Field, Survey } from "../../src/index.js";
import { columnsChosen } from "./column-questions.js";
import { overwrite } from "./file-questions.js";
import { type Answer, type Interview, surveyOf } from "./question.js";
import { type DeclaredProfile, declaredProfiles } from "./profile-questions.js";
import { noPreset, presetOf, serviceId } from "./service-questions.js";
import { windowsIn } from "./time-questions.js";
import { agreedZones, type GuessedZone, zonelessSites } from "./zone-questions.js";

/** A value that nobody told is the default's, or a guess. */
export type Told = { readonly text: string; readonly isTold: boolean };

export type Draft = {
  /** Where it is to be written, as it was given. */
  readonly out: string;
  /** The inventory's path from there. */
  readonly file: string;
  readonly survey: Survey | null;
  /** Those that were chosen; the others are found by their names. */
  readonly columns: ReadonlyMap<Field, string>;
  /** null: every device has one. */
  readonly timezone: Told | null;
  readonly sites: readonly GuessedZone[];
  /** Sites that take `timezone`. */
  readonly zoneless: readonly string[];
  /** Of devices that name none; null: all do. */
  readonly profile: Told | null;
  readonly profiles: readonly DeclaredProfile[];
  readonly service: { readonly id: string; readonly preset: string | null };
  readonly capacity: string;
  /** null: nobody knows it. */
  readonly background: string | null;
  readonly windows: { readonly texts: readonly string[]; readonly isTold: boolean };
  readonly deadline: Told;
  readonly calendar: Told;
};

export function draftOf(interview: Interview): Draft {
  const { answers, around } = interview;
  const text = (id: string): string => answers.get(id)?.text ?? "";
  const told = (id: string): Told | null => toldBy(answers.get(id));
  const named = text("out");
  const out = named === "" || named === overwrite ? around.out : named;
  const background = text("background");
  const window = told("window");
  return {
    out,
    file: pathFrom(
      path.dirname(path.resolve(around.folder, out)),
      path.resolve(around.folder, text("inventory")),
    ),
    survey: surveyOf(interview),
    columns: columnsChosen(interview),
    timezone: told("timezone"),
    sites: agreedZones(interview),
    zoneless: zonelessSites(interview).map(({ name }) => name),
    profile: told("profile"),
    profiles: declaredProfiles(interview),
    service: { id: serviceId(text("service")), preset: presetOf(text("service") || noPreset) },
    capacity: text("capacity"),
    background: background === "" || background === "none" ? null : background,
    windows: { texts: windowsIn(window?.text ?? ""), isTold: window?.isTold ?? false },
    deadline: told("deadline") ?? { text: "", isTold: false },
    calendar: told("calendar") ?? { text: "", isTold: false },
  };
}

const toldBy = (answer: Answer | undefined): Told | null =>
  answer === undefined ? null : { text: answer.text, isTold: answer.by !== "nobody" };

/** With slashes, which every system reads. */
const pathFrom = (folder: string, file: string): string =>
  path.relative(folder, file).replaceAll(path.sep, "/") || path.basename(file);
