/** Backgrounds as they stand in a document, with their quantities still quantities. */
import { day, type Duration, type Instant, type PerSecond } from "../units.js";
import type { Background, Counts, OnlineShape } from "./scenario.js";
import type { Refusal } from "./schema-forms.js";

export type BackgroundForm =
  | "none"
  | {
      readonly peak: PerSecond;
      readonly shape: "flat" | "office-day";
      readonly timezone?: string | undefined;
    }
  | { readonly online: OnlineShape; readonly session: Duration }
  | { readonly csv: string }
  | { readonly start: Instant; readonly every: Duration; readonly perSecond: readonly number[] };

export const backgroundHint =
  "write { peak: 8/s, shape: office-day }, { peak: 8/s, shape: flat }, { online: home-day, session: 2h }, { csv: load.csv } or none";

export function backgroundOf(form: BackgroundForm): Background {
  if (form === "none") return { kind: "none" };
  if ("csv" in form) return { kind: "csv", file: form.csv };
  if ("online" in form) return { kind: "sessions", ...form };
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
    case "sessions": {
      const { online, session } = background;
      return { online, session };
    }
    case "series": {
      const { start, every, perSecond } = background;
      return { start, every, perSecond };
    }
  }
}

/** Sessions begin with a sign-in, so a service must count these; null: it does. */
export function backgroundFault(background: Background, counts: Counts): Refusal | null {
  if (background.kind !== "sessions" || counts === "signIns") return null;
  return {
    code: "background.counts",
    message: `sessions begin with sign-ins, and this service counts ${counts}`,
    hint: "write counts: signIns, or another background",
  };
}

export const onlineHint =
  "write home-day, office-hours, or points by local time: [[0h, 30%], [14h30m, 100%]]";

type OnlinePoint = Exclude<OnlineShape, string>[number];

/** Why no day has these points; null where one has. */
export function onlineFault(online: OnlineShape): Refusal | null {
  if (typeof online === "string") return null;
  const ascends = online.every(([at], index) => index === 0 || at > (online[index - 1] as OnlinePoint)[0]);
  const isADay = online.every(([at]) => at < day);
  if (ascends && isADay) return null;
  const message = ascends
    ? "a point is not before 24h, when the next day begins"
    : "the points do not ascend";
  return { code: "background.online", message, hint: onlineHint };
}
