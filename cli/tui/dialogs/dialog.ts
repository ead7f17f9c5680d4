/** What lies over the screen: at most one dialog, and what it remembers. */
import type { Problem } from "../../../src/index.js";
import type { Field } from "../field.js";
import type { SteerName } from "../steering/steers.js";

export type Dialog =
  /** All keys. `from`: first line on show. */
  | { readonly name: "help"; readonly view: { readonly from: number } }
  | { readonly name: "palette"; readonly view: { readonly field: Field; readonly at: number } }
  | { readonly name: "steer"; readonly view: SteerView }
  | { readonly name: "freeze"; readonly view: FreezeView }
  /** The plan against the saved one. */
  | { readonly name: "difference"; readonly view: DifferenceView }
  | { readonly name: "save"; readonly view: { readonly field: Field } }
  /** There is something unsaved. */
  | { readonly name: "quit"; readonly view: Record<never, never> }
  /** Why a change cannot be planned. */
  | {
      readonly name: "problems";
      readonly view: { readonly problems: readonly Problem[]; readonly from: number };
    };

export type DialogName = Dialog["name"];

export type DifferenceView = {
  /** First line on show. */
  readonly from: number;
  /** What was changed since the scenario was saved, oldest first (`words` of the changes). */
  readonly words: readonly string[];
};

/** Something is chosen to be changed, then whose, then its new value. Made by `openSteer`. */
export type SteerView = {
  /** What it was opened for; null: for the menu. Escape goes back as far as this. */
  readonly root: SteerName | null;
  /** null: still to be chosen. */
  readonly steer: SteerName | null;
  /** Id of a service, ring or site; null: still to be chosen, or there is only one. */
  readonly target: string | null;
  /** Which line of a menu or choice is marked. */
  readonly at: number;
  readonly field: Field;
  /** What is wrong with what is typed, and a way out. */
  readonly problem: Problem | null;
};

/** The freezes, then the one that is moved or added. Made by `openFreeze`. */
export type FreezeView = {
  /** The marked line; the one behind the last freeze adds one. */
  readonly at: number;
  /** null: still to be chosen. */
  readonly draft: FreezeDraft | null;
  readonly problem: Problem | null;
};

export type FreezeDraft = {
  /** Which of the list; null: a new one. */
  readonly index: number | null;
  /** As the scenario would have them. */
  readonly from: Field;
  readonly to: Field;
  readonly sites: Field;
  /** `whole`: keys move it; else they type. */
  readonly focus: FreezeFocus;
};

export type FreezeFocus = "whole" | "from" | "to" | "sites";
