/** What every section of a change request needs: the plan, its restarts, and the zone of times that belong to no site. */
import { wallOf } from "../calendar/zone.js";
import type { Plan } from "../plan/plan.js";
import type { Instant } from "../units.js";
import { dateTimeText } from "./figures.js";
import { inert } from "./markdown-text.js";
import { type Restart, devicesOf, groupBy } from "./restarts.js";

export type ChangeRequest = {
  readonly plan: Plan;
  readonly restarts: readonly Restart[];
  /** See `homeZone`. */
  readonly zone: string;
};

/** The zone of most devices. */
export function homeZone({ cohorts }: Plan): string {
  const zones = [...groupBy(cohorts, ({ timezone }) => timezone)].map(([zone, of]) => ({
    zone,
    devices: devicesOf(of),
  }));
  return zones.sort((a, b) => b.devices - a.devices || (a.zone < b.zone ? -1 : 1))[0]?.zone ?? "UTC";
}

export const localTime = (at: Instant, zone: string): string => dateTimeText(wallOf(at, zone));
export const zonedTime = (at: Instant, zone: string): string => `${localTime(at, zone)} ${inert(zone)}`;
