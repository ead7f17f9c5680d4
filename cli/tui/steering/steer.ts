/** What can be steered: whose, as it is now, what may be typed or chosen, and the change of the scenario that it makes. */
import type { Outcome } from "../../../src/index.js";
import type { KeyName } from "../keys.js";
import type { Scene } from "../scene.js";
import type { Change } from "../change.js";

export type Steer = {
  readonly key: KeyName;
  readonly title: string;
  /** One sentence. */
  readonly about: string;
  /** Of the scenario as it would be saved now. */
  readonly targets: (scene: Scene) => readonly Target[];
};

export type Target = {
  /** Of a service, ring, site; empty: there is only one. */
  readonly id: string;
  readonly label: string;
  /** Its value, as one would write it or in words. */
  readonly now: string;
  /** Why it cannot be changed here, and where it can; null: it can. */
  readonly fixed: string | null;
  /** What the plan makes of it, one line; empty: nothing to tell. */
  readonly note: string;
  readonly form: Form;
  /** From what was typed or chosen; not yet held against the whole scenario. */
  readonly change: (text: string) => Outcome<Change>;
};

export type Form =
  | { readonly kind: "choice"; readonly choices: readonly Choice[] }
  | {
      readonly kind: "text";
      /** What stands there to begin with. */
      readonly start: string;
      /** How it is written. */
      readonly hint: string;
      /** `by` steps up (below 0: down) from what is typed; null: from there is no step. */
      readonly step: (text: string, by: number) => string | null;
      /** What a step is: "5 points". */
      readonly stepWords: string;
      /** Whether + and - step, because nobody types them. */
      readonly signs: boolean;
    };

export type Choice = { readonly value: string; readonly about: string };
