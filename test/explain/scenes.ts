/** Small rollouts whose answers can be worked out by hand. */
import { deltaProfile, release } from "../support/scenarios.js";
import type { Document } from "../support/planning.js";

export const plain = { ...deltaProfile, window: "21:00-01:00" };

/**
 * One ring, one window of 16 slots in the night after the release, one sign-in in the slot of the wave, 10 of them a slot: the
 * first devices take slots 0, 1, 2, ... of it.
 */
export const oneNight = (devices: number, changes: Document = {}): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  deadline: "24h",
  maxPerSlot: "100%",
  rings: [{ name: "all" }],
  fleet: [{ site: "Berlin", profile: "plain", ring: "all", devices }],
  profiles: { plain },
  services: { login: { capacity: "40/h", headroom: "0%" }, spare: { capacity: "40/s", headroom: "0%" } },
  ...changes,
});

/** Two sites, people who sign in the next morning, laptops that are off, a pilot: everything that has a reason. */
export const office = (changes: Document = {}): Document => ({
  version: 1,
  timezone: "Europe/Berlin",
  release: { at: release },
  deadline: "7d",
  window: "Mon-Fri 21:00-05:00",
  fleet: [
    { site: "Berlin", profile: "windows-office", devices: 900 },
    { site: "Berlin", profile: "windows-laptop", devices: 500 },
    { site: "Pune", profile: "windows-office", devices: 400, timezone: "Asia/Kolkata" },
  ],
  services: {
    vpn: { capacity: "9/min", headroom: "20%", background: { peak: "3/min", shape: "office-day" } },
    gate: { capacity: "2/min", headroom: "10%", sites: ["Pune"] },
  },
  ...changes,
});
