/** The scenario as it would be saved now, and what a change would make of it. */
import {
  done,
  editScenario,
  failed,
  isEntries,
  type Outcome,
  readDocument,
  readScenario,
  type Scenario,
} from "../../../src/index.js";
import type { Scene } from "../scene.js";
import type { Change } from "../change.js";

export type Asked = {
  readonly scenario: Scenario;
  /** The document as it is written. */
  readonly data: Readonly<Record<string, unknown>>;
};

let last: { readonly text: string; readonly asked: Asked } | null = null;

/** A text that cannot be read (nobody gets here with one) is as the plan on show has it. */
export function askedIn({ text, file, planned }: Scene): Asked {
  if (last?.text === text) return last.asked;
  const [scenario, document] = [readScenario(text, { file }), readDocument(text, file)];
  const data = document.ok && isEntries(document.value.data) ? document.value.data : {};
  const asked = { scenario: scenario.ok ? scenario.value : planned.settled.scenario, data };
  last = { text, asked };
  return asked;
}

/** The change, if the scenario can be read with it. */
export function tried({ text, file }: Scene, change: Outcome<Change>): Outcome<Change> {
  if (!change.ok) return change;
  const edited = editScenario(text, change.value.edits);
  if (!edited.ok) return edited;
  const read = readScenario(edited.value, { file });
  return read.ok ? done(change.value) : failed(...read.problems);
}

/** Sites that some device has, in the plan's order. */
export const sitesIn = ({ planned }: Scene): readonly string[] => [
  ...new Set(planned.plan.cohorts.map(({ site }) => site)),
];

/** A text as it is written there; null: something else is, or nothing. */
export function writtenAt({ data }: Asked, ...path: readonly string[]): string | null {
  const at = path.reduce<unknown>(
    (of, key) => (isEntries(of) && Object.hasOwn(of, key) ? of[key] : null),
    data,
  );
  return typeof at === "string" ? at : null;
}
