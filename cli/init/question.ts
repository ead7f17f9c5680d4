/** Words of the guided start: what a question is, and what has been answered and seen. */
import type { Field, Outcome, Problem, Survey, UnclearColumns } from "../../src/index.js";

/** What is known before anything is asked. */
export type Around = {
  /** Absolute. */
  readonly folder: string;
  /** Names of the files in it, sorted. */
  readonly files: readonly string[];
  /** The release calendars that there are. */
  readonly calendars: readonly Choice[];
  /** Zone of this machine. */
  readonly zone: string;
  /** Where the scenario is to go, as it was given. */
  readonly out: string;
  /** Something is there already, and nobody said that it may go. */
  readonly isTaken: boolean;
};

export type Answer = {
  readonly text: string;
  /** command: an option; person: typed or chosen; nobody: the fallback was taken. */
  readonly by: "command" | "person" | "nobody";
};

export type Interview = {
  readonly around: Around;
  /** By the id of the question, in the order of answering. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly sight: Sight | null;
  /** Why an answer was not taken. */
  readonly objection: Objection | null;
  /** The scenario was tried and can be planned. */
  readonly isTried: boolean;
};

/** What is in an inventory, read with these columns. */
export type Sight = Look & { readonly found: Survey | UnclearColumns };
export type Look = { readonly file: string; readonly columns: ReadonlyMap<Field, string> };
export type Objection = {
  readonly question: string;
  readonly problems: readonly Problem[];
  /** Whose answer it was. */
  readonly by: Answer["by"];
};

export type Question = {
  /** Also the name of its option, where there is one. */
  readonly id: string;
  /** A word or two. */
  readonly label: string;
  readonly prompt: string;
  /** Why it is asked, and what follows from the answer. */
  readonly why: string;
  /** What may be chosen; where `isOpen`, other text may be typed too. */
  readonly choices: readonly Choice[];
  readonly isOpen: boolean;
  /** What holds where nobody answers; null: somebody must. */
  readonly fallback: string | null;
  /** Where the fallback is from, where it is a guess; empty: it is none. */
  readonly guess: string;
  /** What is written of the answer, or what is wrong with it. */
  readonly check: (text: string) => Outcome<string>;
};

export type Choice = { readonly value: string; readonly about: string };

/** What the inventory holds, where it is read and clear. */
export const surveyOf = ({ sight }: Pick<Interview, "sight">): Survey | null =>
  sight?.found.kind === "survey" ? sight.found : null;
