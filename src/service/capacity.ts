/**
 * The capacity of a service in a slot. What devices of groups that it consists of take along while they are gone is settled before
 * anything else is staggered, and missing from `capacityAt`; what peers take away depends on the stagger, and counts as load
 * against it (`peers.ts`).
 */
import type { Service } from "./service.js";

/** With every peer up; of a service whose capacity is known. */
export const capacityAt = (
  { capacity, capacityBySlot }: Pick<Service, "capacity" | "capacityBySlot">,
  slot: number,
): number => capacityBySlot?.[slot] ?? capacity ?? 0;

/** With every peer up, by slot; null: unknown. */
export const capacitiesOf = (service: Service): Float64Array | null =>
  service.capacity === null ? null : service.background.map((_, t) => capacityAt(service, t));
