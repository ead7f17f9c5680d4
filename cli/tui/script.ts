/** The scenario as it is being changed: its versions, and which of them is on the table. */
import { editScenario, type Outcome } from "../../src/index.js";
import type { Change } from "./change.js";

export type Version = {
  readonly id: number;
  /** null: as the file has it, which is not read yet. */
  readonly text: string | null;
  /** What was changed to come here from the version before. */
  readonly words: string;
};

export type Script = {
  /** At least one. */
  readonly versions: readonly Version[];
  readonly at: number;
  /** Id of the version that the file holds. */
  readonly saved: number;
  /** Of the next version. */
  readonly nextId: number;
};

export const unread: Script = {
  versions: [{ id: 0, text: null, words: "as it was read" }],
  at: 0,
  saved: 0,
  nextId: 1,
};

export const currentOf = ({ versions, at }: Script): Version => versions[at] as Version;

export const isUnsaved = (script: Script): boolean => currentOf(script).id !== script.saved;

/** What was undone is forgotten, as everywhere where one undoes. */
export function changed(script: Script, { words, edits }: Change): Outcome<Script> {
  const edited = editScenario(currentOf(script).text ?? "", edits);
  if (!edited.ok) return edited;
  const version = { id: script.nextId, text: edited.value, words };
  const versions = [...script.versions.slice(0, script.at + 1), version];
  return {
    ok: true,
    value: { ...script, versions, at: script.at + 1, nextId: script.nextId + 1 },
  };
}

export const undone = (script: Script): Script => ({ ...script, at: Math.max(0, script.at - 1) });

export const redone = (script: Script): Script => ({
  ...script,
  at: Math.min(script.versions.length - 1, script.at + 1),
});

/**
 * Back to this version; the one it was is forgotten where it can't be planned. Who undid and then changed something else has
 * given the version on show up: it comes back behind the others.
 */
export function backTo(script: Script, version: Version, forget: number | null): Script {
  const kept = script.versions.filter(({ id }) => id !== forget);
  const versions = kept.some(({ id }) => id === version.id) ? kept : [...kept, version];
  return { ...script, versions, at: versions.findIndex(({ id }) => id === version.id) };
}

/** What was read in place of the text that was not known. */
export const readAs = (script: Script, id: number, text: string): Script => ({
  ...script,
  versions: script.versions.map((version) =>
    version.id === id && version.text === null ? { ...version, text } : version,
  ),
});

/** What was changed since it was saved, oldest first; what was taken back since is not among it. */
export function changesSinceSaved({ versions, at, saved }: Script): readonly string[] {
  const from = versions.findIndex(({ id }) => id === saved);
  return versions.slice(Math.min(from, at) + 1, at + 1).map(({ words }) => words);
}
