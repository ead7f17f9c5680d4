/** `peers` of a service: clients that are a part of what it can carry. */
import { day, duration, second } from "../units.js";
import type { Capacity } from "./capacity.js";
import { done } from "../problem.js";
import { forms, momentText, parseInstant } from "./quantity.js";
import { byName, number, rate, type Refusal, share, span, spoken, strict, year } from "./schema-forms.js";
import type { Counts, Moment } from "./scenario.js";

const shares = byName(share, "write { office: 0.3% }").refine((profiles) => profiles.size > 0, {
  error: "no profile is named, so nobody is a peer",
});

// One fault is mended at one instant, whatever the clocks of the sites show.
const mended = spoken<Moment>(
  forms.instant,
  (text) => {
    const at = parseInstant(text);
    return at.ok ? done({ kind: "instant", at: at.value }) : at;
  },
  momentText,
);

const bug = strict(
  {
    shutDown: span(second, year).describe(
      "Mean time until a peer shuts down while the load is twice the capacity or more",
    ),
    promotion: span(duration(0), year).describe("Promotion while the load is above the capacity"),
    fixed: mended.optional().describe("When the fault is mended; never where left out"),
  },
  "write bug: { shutDown: 2h, promotion: 24h, fixed: 2026-08-14T17:00Z }",
);

export const peers = strict(
  {
    profiles: shares.describe("Share of each profile's devices that are peers"),
    each: rate.describe("Sign-ins that one peer carries; the service's capacity includes all of them"),
    promotion: span(duration(0), day).describe(
      "From back online until the peer, or another in its place, carries its part again",
    ),
    clients: number(0, 1e6, "write a number such as 300").describe("Clients that hang on one peer"),
    signInAgain: share.describe("Share of them that signs in again when their peer goes"),
    bug: bug
      .optional()
      .describe("A fault of the peers' own management, for the simulator; no plan rests on it"),
  },
  "write peers: { profiles: { office: 0.3% }, each: 0.03/s }",
);

/** As an admin writes it: what has a default may be left out. */
export const peersAsWritten = peers.partial({ promotion: true, clients: true, signInAgain: true });

/** Peers are a part of a capacity in sign-ins, which must be known; null: they are. */
export function peersFault(capacity: Capacity, counts: Counts): Refusal | null {
  if (counts !== "signIns")
    return {
      code: "peers.counts",
      message: `peers carry sign-ins, and this service counts ${counts}`,
      hint: "write counts: signIns, or leave the peers out",
    };
  if (capacity === null)
    return {
      code: "peers.capacity",
      message: "peers are a part of the capacity, and that is unknown",
      hint: "write the capacity that the service has with every peer up",
    };
  return null;
}
