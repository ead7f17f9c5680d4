/** What a service can carry: events a second, or devices that may be offline at once. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import type { PerSecond } from "../units.js";
import { quoted } from "./place.js";
import { parseRate, rateText } from "./quantity.js";
import type { Counts } from "./scenario.js";

/** null: unknown. */
export type Capacity =
  | { readonly kind: "rate"; readonly perSecond: PerSecond }
  | { readonly kind: "devices"; readonly devices: number }
  | null;

export const capacityHint = "write a rate such as 40/s, 600/min or 900/h, or unknown";

// One event in eleven days: what is below is a slip of the pen, and would spoil the solver's scaling.
const least = 1e-6;
const most = 1e9;

export function parseCapacity(written: string | number): Outcome<Capacity> {
  if (written === "unknown") return done(null);
  if (typeof written === "number") return done({ kind: "devices", devices: written });
  const rate = parseRate(written);
  if (!rate.ok) return failed(...rate.problems.map((problem) => ({ ...problem, hint: capacityHint })));
  return rate.value < least
    ? failed(...tooLittle(quoted(written)))
    : done({ kind: "rate", perSecond: rate.value });
}

const tooLittle = (written: string): readonly Problem[] => [
  { code: "capacity.none", message: `a capacity of ${written} lets nothing through`, hint: capacityHint },
];

export function capacityText(capacity: Capacity): string | number {
  if (capacity === null) return "unknown";
  return capacity.kind === "rate" ? rateText(capacity.perSecond) : capacity.devices;
}

/** Where the capacity is not of what the service counts. */
export function capacityFault(capacity: Capacity, counts: Counts): Problem | null {
  if (capacity === null) return null;
  if (capacity.kind === "rate" && counts === "offline")
    return {
      code: "capacity.unit",
      message: "a service that counts offline devices can carry a number of them, not a rate",
      hint: "write a number such as 300",
    };
  if (capacity.kind === "rate") return null;
  if (counts !== "offline")
    return {
      code: "capacity.unit",
      message: `the capacity ${capacity.devices} has no unit`,
      hint: `did you mean ${capacity.devices}/s or ${capacity.devices}/min?`,
    };
  if (capacity.devices > 0 && capacity.devices <= most) return null;
  return {
    code: "capacity.none",
    message: `${capacity.devices} is not a number of devices that may be offline`,
    hint: "write a number above 0",
  };
}
