/** What a calendar for people shows: everything with a date, on the clock of one place. */
import type { Instant } from "../units.js";

/** What is marked in a rollout's calendar. */
export type AgendaKind =
  "release" | "window" | "freeze" | "holiday" | "soak" | "deadline" | "change" | "pin" | "event";

export type AgendaEntry = {
  readonly kind: AgendaKind;
  readonly start: Instant;
  /** Not included; the start for an instant (release, deadline, pin). */
  readonly end: Instant;
  readonly summary: string;
  /** Names of the sites concerned; null: every site. */
  readonly sites: readonly string[] | null;
};

/** The agenda of one site (or of one calendar file: site null) on the wall clock of one zone. */
export type SiteAgenda = {
  readonly site: string | null;
  readonly timezone: string;
  readonly entries: readonly AgendaEntry[];
};
