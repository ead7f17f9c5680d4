/** What a service is when it is overloaded: `retries`, `spareFor`, and how much `headroom` that asks for. */
import { done, failed, type Outcome } from "../problem.js";
import { type Duration, second, type Share } from "../units.js";
import type { Capacity } from "./capacity.js";
import { durationText, parseShare, shareText } from "./quantity.js";
import { codec, type Refusal, share, span, strict, year, z } from "./schema-forms.js";
import type { Counts, Retries } from "./scenario.js";

export const headroom = codec(
  z.union([z.string(), z.number()], { error: "write a share such as 40%, or auto" }),
  (written): Outcome<Share | "auto"> => (written === "auto" ? done(written) : parseShare(written)),
  (value) => (value === "auto" ? value : shareText(value)),
);

const waiting = span(second, year);
const backoffHint = "write a mean wait such as 10s, or one that grows: { base: 30s, cap: 30m }";
const backoffForms = z.union([strict({ base: waiting, cap: waiting }), waiting], { error: backoffHint });
const backoff = codec(
  backoffForms,
  (written) => {
    if (typeof written === "number") return done({ base: written, cap: written });
    if (written.base <= written.cap) return done(written);
    const message = `the wait cannot grow from ${durationText(written.base)} to ${durationText(written.cap)}`;
    return failed({ code: "retries.backoff", message, hint: "write the shorter wait as base" });
  },
  ({ base, cap }: Retries["backoff"]): Duration | Retries["backoff"] => (base === cap ? base : { base, cap }),
);

export const retries = strict(
  {
    backoff: backoff.describe("Mean wait before the next attempt, always the same or growing with failures"),
    giveUp: share.describe("Share of failed attempts after which a client gives up"),
    failureCost: share.describe("Work of a failed attempt as a share of that of a successful one"),
  },
  "write retries: { backoff: 10s, giveUp: 33%, failureCost: 60% }",
);

/** As an admin writes it: the rest is the preset's, or a default. */
export const retriesAsWritten = retries.partial();

export const spareFor = z.int({ error: "write a whole number such as 5000" }).min(0).max(1e9);

type Asked = {
  readonly capacity: Capacity;
  readonly counts: Counts;
  readonly headroom: number | "auto";
  readonly spareFor?: number | undefined;
};

/** A safe load is a rate below a known capacity; null: it is, or none is asked for. */
export function safetyFault(asked: Asked): (Refusal & { readonly key: "headroom" | "spareFor" }) | null {
  const isSpared = asked.spareFor !== undefined && asked.spareFor > 0;
  if (!isSpared && asked.headroom !== "auto") return null;
  const [key, hint] =
    asked.headroom === "auto"
      ? (["headroom", "write a share such as 40%"] as const)
      : (["spareFor", "write the capacity, or leave spareFor out"] as const);
  if (asked.counts === "offline") {
    const message =
      "what may be offline at once is a number of devices, and nothing is turned away and tries again";
    return { key, code: `${key}.counts`, message, hint: key === "headroom" ? hint : "leave spareFor out" };
  }
  if (asked.capacity !== null) return null;
  return {
    key,
    code: `${key}.capacity`,
    message: "the safe load is a part of the capacity, and that is unknown",
    hint,
  };
}
