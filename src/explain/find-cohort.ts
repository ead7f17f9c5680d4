/** The cohort that somebody means: by its id, by how only its id begins, or by a site that has but this one. */
import type { Cohort } from "../fleet/cohort.js";
import { done, failed, type Outcome } from "../problem.js";
import { suggestion } from "../scenario/nearest.js";
import { quoted } from "../scenario/place.js";

/** Its index among the cohorts. */
export function findCohort(cohorts: readonly Cohort[], asked: string): Outcome<number> {
  const word = asked.normalize("NFC");
  const exact = cohorts.findIndex(({ id }) => id === word);
  if (exact >= 0) return done(exact);
  const those = (fits: (cohort: Cohort) => boolean): readonly number[] =>
    word === "" ? [] : [...cohorts.keys()].filter((c) => fits(cohorts[c] as Cohort));
  const [beginning, there] = [those(({ id }) => id.startsWith(word)), those(({ site }) => site === word)];
  const only = beginning.length === 1 ? beginning[0] : there.length === 1 ? there[0] : undefined;
  if (only !== undefined) return done(only);
  const found = [...new Set([...there, ...beginning])].map((c) => (cohorts[c] as Cohort).id);
  const ids = cohorts.map(({ id }) => id);
  return failed(
    found.length > 0
      ? {
          code: "cohort.several",
          message: `${found.length} cohorts begin with ${quoted(asked)} or are at that site`,
          hint: `one of: ${found.slice(0, 12).join(", ")}${found.length > 12 ? ", ..." : ""}`,
        }
      : {
          code: "cohort.unknown",
          message: `there is no cohort ${quoted(asked)}`,
          hint: suggestion(word, ids),
        },
  );
}
