/** The headroom of a service: what the admin asks for, or more where a shock is to be survived. One share, whatever its reason. */
import { done, failed, type Outcome } from "../problem.js";
import { pathText } from "../scenario/place.js";
import { rateText } from "../scenario/quantity.js";
import type { ServiceRequest } from "../scenario/scenario.js";
import { perSecond } from "../units.js";
import { largestTrigger } from "./collapse.js";
import { safeLoad, uncrowdedLoad } from "./safe-load.js";

export type Headroom = {
  readonly headroom: number;
  /** The admin's own share; what `spareFor` at once needs; or, with `headroom: auto`, room for chance inside a minute. */
  readonly for: "asked" | "spare" | "chance";
  /** What `spareFor` alone needs; 0 where nothing is spared. */
  readonly least: number;
};

/** Of the capacity: a safe load below it is none, and would spoil the solver's scaling. */
const NOTHING = 1e-6;

export function headroomOf(request: ServiceRequest): Outcome<Headroom> {
  const { capacity, headroom, retries, spareFor } = request;
  if (capacity === null) {
    if (headroom === "auto") throw new Error("headroom: auto of an unknown capacity was not refused");
    return done({ headroom, for: "asked", least: 0 });
  }
  const safe = safeLoad(capacity, retries, spareFor);
  if (safe <= NOTHING * capacity) return failed(tooManySpared(request, capacity));
  const least = 1 - safe / capacity;
  const [asked, reason] =
    headroom === "auto"
      ? [1 - uncrowdedLoad(capacity) / capacity, "chance" as const]
      : [headroom, "asked" as const];
  return done(
    least > asked ? { headroom: least, for: "spare", least } : { headroom: asked, for: reason, least },
  );
}

function tooManySpared({ id, retries, spareFor }: ServiceRequest, capacity: number) {
  const all = perSecond(capacity);
  const most = Math.floor(largestTrigger({ load: perSecond(2 * NOTHING * all), capacity: all, retries }));
  const path = ["services", id, "spareFor"];
  return {
    code: "spareFor.too-many",
    message: `no load survives ${spareFor} at once: their retries alone keep ${rateText(all)} busy`,
    hint:
      most === 0
        ? "leave spareFor out, or give more capacity or a longer backoff"
        : `write ${most} at most, or give more capacity or a longer backoff`,
    place: { path: pathText(path) },
  };
}
