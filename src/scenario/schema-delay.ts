/** Forms of a document that say how long something takes, and when a person is there. */
import { delayForm, delayHint, delayOf } from "./delay.js";
import { started } from "./schema-calendar.js";
import { codec, date, length, rule, share, span, strict, wait, year, z } from "./schema-forms.js";
import { second } from "../units.js";

const delayForms = z.union(
  [
    strict({ fixed: wait }),
    strict({ uniform: z.tuple([wait, wait], { error: "write from and to: [0h, 22h]" }) }),
    strict({ exponential: strict({ mean: span(second, year) }) }),
    strict({ lognormal: strict({ median: span(second, year), p95: wait }) }),
    strict({
      points: z
        .array(z.tuple([wait, share]).readonly())
        .min(1)
        .max(10_000)
        .readonly(),
    }),
  ],
  { error: delayHint },
);
export const delay = codec(
  delayForms,
  delayOf,
  (value) => delayForm(value) as z.output<typeof delayForms>,
).meta({
  id: "delay",
  description: `A waiting time: ${delayHint}`,
});

export const presence = strict(
  {
    rrule: rule.describe("When the person (or whatever signs in late) arrives, in site-local time"),
    start: date.optional().describe("First local date the rule counts from; needed with INTERVAL or COUNT"),
    spread: delay.describe("How much later than the rule says"),
    lasts: length.describe("How long the person stays"),
  },
  "write presence: none or { rrule: ..., spread: { uniform: [0m, 90m] }, lasts: 9h }",
).check((payload) => void started(payload.value, payload));
