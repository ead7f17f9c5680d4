/** How many devices of a group may be gone at once: a number of them, or a share of the group. */
import { done, failed, type Outcome } from "../problem.js";
import { share } from "../units.js";
import { quoted } from "./place.js";
import { parseShare, shareText } from "./quantity.js";
import type { AtOnce } from "./scenario.js";

export const atOnceHint = "write a number of devices such as 1, or a share such as 25%";

/** A whole number counts devices; a number below 1 is a share, as everywhere. */
export function parseAtOnce(written: string | number): Outcome<AtOnce> {
  if (typeof written === "number" && Number.isSafeInteger(written) && written >= 1)
    return done({ kind: "count", devices: written });
  if (typeof written === "number" && !(written > 0 && written < 1))
    return refused(written, "is no number of devices");
  const part = parseShare(written);
  if (!part.ok) return failed(...part.problems.map((problem) => ({ ...problem, hint: atOnceHint })));
  return part.value > 0
    ? done({ kind: "share", share: part.value })
    : refused(written, "would never let a device restart");
}

const refused = (written: string | number, why: string) =>
  failed({ code: "order.at-once", message: `${quoted(written)} ${why}`, hint: atOnceHint });

export const atOnceForm = (atOnce: AtOnce): string | number =>
  atOnce.kind === "count" ? atOnce.devices : shareText(share(atOnce.share));

/** Devices of `devices` that may be gone at once. */
export const turnsOf = (atOnce: AtOnce, devices: number): number =>
  // 20 % of 5 is one device, though 0.2 x 5 need not be.
  atOnce.kind === "count" ? atOnce.devices : Math.floor(atOnce.share * devices + 1e-9);
