/** What a plan's forecast says of one service, for those who must approve it. */
import type { Plan, ServiceForecast } from "../plan/plan.js";
import { type Instant, instant, minute } from "../units.js";
import { type LoadUnit, rateUnit } from "./figures.js";
import { instantOfIso } from "./restarts.js";

/** Whole-device rounding keeps limits to this relative precision (DESIGN 4); anything above it is over. */
const tolerance = 1e-9;

/** Slots in which the load is over the limit; 0 where the limit is unknown. */
export const slotsOver = ({ load, limit }: ServiceForecast): number =>
  limit === null ? 0 : load.filter((value, slot) => isOver(value, limit[slot])).length;

export const isOver = (load: number, limit: number | undefined): boolean =>
  limit !== undefined && load > limit * (1 + tolerance);

/** Of the busiest slot; null: capacity unknown. */
export const limitAtPeak = ({ limit, peak }: ServiceForecast): number | null => limit?.[peak.slot] ?? null;

/** A service that counts devices offline at once is told in devices, any other as a rate. */
export const unitOf = (service: ServiceForecast): LoadUnit =>
  service.counts === "offline"
    ? { suffix: " devices", factor: 1 }
    : rateUnit(Math.max(service.peak.load, limitAtPeak(service) ?? 0));

export const startOfSlot = ({ grid }: Plan, slot: number): Instant =>
  instant(instantOfIso(grid.start) + slot * grid.slotMinutes * minute);

/** The service whose busiest slot uses most of its limit; null where no limit is known. */
export function tightest(services: readonly ServiceForecast[]): ServiceForecast | null {
  const used = (service: ServiceForecast) => service.peak.load / (limitAtPeak(service) ?? Infinity);
  return services
    .filter(({ limit }) => limit !== null)
    .reduce<ServiceForecast | null>(
      (best, next) => (best !== null && used(best) >= used(next) ? best : next),
      null,
    );
}
