/** What lies over the screen: at most one dialog, and what it remembers. */
import type { Problem } from "../../../src/index.js";
import type { Field } from "../field.js";

export type Dialog =
  /** All keys. `from`: first line on show. */
  | { readonly name: "help"; readonly view: { readonly from: number } }
  | { readonly name: "palette"; readonly view: { readonly field: Field; readonly at: number } }
  | { readonly name: "steer"; readonly view: SteerView }
  | { readonly name: "freeze"; readonly view: FreezeView }
  /** The plan against the saved one. */
  | { readonly name: "difference"; readonly view: { readonly from: number } }
  | { readonly name: "save"; readonly view: { readonly field: Field } }
  /** There is something unsaved. */
  | { readonly name: "quit"; readonly view: Record<never, never> }
  /** Why a change cannot be planned. */
  | {
      readonly name: "problems";
      readonly view: { readonly problems: readonly Problem[]; readonly from: number };
    };

export type DialogName = Dialog["name"];

/** Something is chosen to be changed, then whose, then its new value. */
export type SteerView = {
  /** Name in the table of steers; null: still to be chosen. */
  readonly steer: string | null;
  /** Id of a service, ring or site; null: still to be chosen, or there is only one. */
  readonly target: string | null;
  /** Which line of a choice is marked. */
  readonly at: number;
  readonly field: Field;
  /** What is wrong with what is typed, and a way out. */
  readonly problem: string | null;
};

export type FreezeView = {
  /** Which of the scenario's freezes; null: a new one, or still to be chosen. */
  readonly index: number | null;
  readonly at: number;
  /** As the scenario would have them: local times without offset. */
  readonly from: Field;
  readonly to: Field;
  readonly sites: Field;
  /** Which of the three is typed in. */
  readonly focus: "list" | "from" | "to" | "sites";
  readonly problem: string | null;
};
