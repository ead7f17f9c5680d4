/** Backgrounds as they stand in a document, with their quantities still quantities. */
import type { Duration, Instant, PerSecond } from "../units.js";
import type { Background } from "./scenario.js";

export type BackgroundForm =
  | "none"
  | {
      readonly peak: PerSecond;
      readonly shape: "flat" | "office-day";
      readonly timezone?: string | undefined;
    }
  | { readonly csv: string }
  | { readonly start: Instant; readonly every: Duration; readonly perSecond: readonly number[] };

export const backgroundHint =
  "write { peak: 8/s, shape: office-day }, { peak: 8/s, shape: flat }, { csv: load.csv } or none";

export function backgroundOf(form: BackgroundForm): Background {
  if (form === "none") return { kind: "none" };
  if ("csv" in form) return { kind: "csv", file: form.csv };
  if ("peak" in form) return { kind: "shape", ...form, timezone: form.timezone ?? null };
  return { kind: "series", ...form };
}

export function backgroundForm(background: Background): BackgroundForm {
  switch (background.kind) {
    case "none":
      return "none";
    case "csv":
      return { csv: background.file };
    case "shape": {
      const { peak, shape, timezone } = background;
      return { peak, shape, ...(timezone === null ? {} : { timezone }) };
    }
    case "series": {
      const { start, every, perSecond } = background;
      return { start, every, perSecond };
    }
  }
}
