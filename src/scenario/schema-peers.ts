/** `peers` of a service: clients that are a part of what it can carry. */
import { day, duration } from "../units.js";
import type { Capacity } from "./capacity.js";
import { byName, number, rate, type Refusal, share, span, strict } from "./schema-forms.js";
import type { Counts } from "./scenario.js";

const shares = byName(share, "write { office: 0.3% }").refine((profiles) => profiles.size > 0, {
  error: "no profile is named, so nobody is a peer",
});

export const peers = strict(
  {
    profiles: shares.describe("Share of each profile's devices that are peers"),
    each: rate.describe("Sign-ins that one peer carries; the service's capacity includes all of them"),
    promotion: span(duration(0), day).describe(
      "From back online until the peer, or another in its place, carries its part again",
    ),
    clients: number(0, 1e6, "write a number such as 300").describe("Clients that hang on one peer"),
    signInAgain: share.describe("Share of them that signs in again when their peer goes"),
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
