/** What happens to the terminal's state: keys, and the world's answers. */
import type { Instant, Outcome, Planned, Problem, Progress } from "../../src/index.js";
import type { Key } from "./keys.js";
import type { Wish } from "./scene.js";
import type { Size } from "./state.js";
import type { Want } from "./wants.js";

export type Event =
  | { readonly kind: "key"; readonly key: Key }
  | { readonly kind: "resized"; readonly size: Size }
  | { readonly kind: "clock"; readonly now: Instant }
  /** A thread has taken this on. `at`: milliseconds since 1970. */
  | { readonly kind: "begun"; readonly want: Want; readonly at: number }
  | { readonly kind: "progressed"; readonly want: Want; readonly progress: Progress }
  | {
      readonly kind: "planned";
      readonly version: number;
      readonly outcome: Outcome<{ readonly planned: Planned; readonly text: string }>;
      /** Milliseconds. */
      readonly took: number;
    }
  | {
      readonly kind: "told";
      readonly version: number;
      readonly wish: Wish;
      /** Its value is of the wish's topic. */
      readonly outcome: Outcome<unknown>;
    }
  /** The first errand is done: what to say of it. `saved`: the version that the file holds now. */
  | {
      readonly kind: "ran";
      readonly text: string;
      readonly problems: readonly Problem[];
      readonly saved?: { readonly version: number; readonly path: string };
    }
  /** Something was thrown where nothing should be. */
  | { readonly kind: "broke"; readonly error: unknown };
