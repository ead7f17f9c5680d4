/** Which limits bind when, and what they cost: read from the prices of the plan's certificate. */
import type { Level, Plan, Price, ServiceForecast } from "../plan/plan.js";
import type { Rollout } from "../rollout.js";
import type { Counts } from "../scenario/scenario.js";
import { capacitiesOf } from "../service/capacity.js";
import type { LoadPrices } from "../service/demand.js";

/** A service's priced slots that follow each other. */
export type BindingRun = {
  /** Level that the limit holds up: exposure, or how many devices have a wave at all. */
  readonly level: "exposure" | "unscheduled";
  /** rise: not the limit itself, but the rise that goal `flattest` holds. */
  readonly row: "limit" | "rise";
  readonly service: string;
  readonly counts: Counts;
  /** Half-open slots. */
  readonly from: number;
  readonly to: number;
  /**
   * Units of the level (device-hours; devices) that one more a second (`offline`: one more device) in every slot of the run is
   * worth at most.
   */
  readonly price: number;
};

/** Device-hours of exposure, or devices without a wave, that one point more headroom would cost at least. */
export type HeadroomCost = {
  readonly level: BindingRun["level"];
  readonly service: string;
  readonly cost: number;
};

/** A service without a price at any of these levels: it holds nothing up. */
export type Unpriced = {
  readonly service: string;
  /** Highest load as a share of the limit of its slot; null: capacity unknown. */
  readonly fullest: number | null;
};

const levels: readonly BindingRun["level"][] = ["unscheduled", "exposure"];

type LoadPrice = Extract<Price, { row: "limit" | "rise" }>;

/** Load prices of one level, as the plan states them. */
const pricesOf = ({ certificate }: Plan, level: Level["name"]): readonly LoadPrice[] =>
  certificate.prices.filter((price): price is LoadPrice => price.row !== "held" && price.level === level);

/** Devices without a wave first, then exposure; the most valuable first. */
export function bindingRuns(plan: Plan): readonly BindingRun[] {
  return levels.flatMap((level) =>
    plan.services
      .flatMap((service) => runsOf(plan, level, service))
      .sort((a, b) => b.price - a.price || a.from - b.from),
  );
}

function runsOf(
  plan: Plan,
  level: BindingRun["level"],
  { id, counts }: ServiceForecast,
): readonly BindingRun[] {
  return (["limit", "rise"] as const).flatMap((row) => {
    const runs: { -readonly [key in keyof BindingRun]: BindingRun[key] }[] = [];
    for (const { service, slot, price, row: own } of pricesOf(plan, level)) {
      if (service !== id || own !== row) continue;
      const last = runs.at(-1);
      if (last?.to === slot) {
        last.to = slot + 1;
        last.price += price;
      } else runs.push({ level, row, service, counts, from: slot, to: slot + 1, price });
    }
    return runs;
  });
}

/**
 * Where the background alone sets the limit, headroom has no part in it.
 *
 * @param services as they are while the devices of groups take their turns
 */
export function headroomCosts({ services }: Pick<Rollout, "services">, plan: Plan): readonly HeadroomCost[] {
  return levels.flatMap((level) => {
    const prices = pricesOf(plan, level);
    return services.flatMap((each): HeadroomCost[] => {
      const { id, headroom, background, peers } = each;
      const capacities = capacitiesOf(each);
      if (capacities === null) return [];
      // Headroom is a share of what is left of the capacity: of all but the peers' part at least.
      const leftAt = (slot: number): number =>
        Math.max(0, (capacities[slot] as number) - (peers?.worth ?? 0));
      const cost = prices.reduce(
        (sum, { service, row, slot, price }) =>
          service === id &&
          row === "limit" &&
          (capacities[slot] as number) * (1 - headroom) > (background[slot] as number)
            ? sum + price * 0.01 * leftAt(slot)
            : sum,
        0,
      );
      return cost > 0 ? [{ level, service: id, cost }] : [];
    });
  });
}

export function unpricedServices(plan: Plan): readonly Unpriced[] {
  const priced = new Set(levels.flatMap((level) => pricesOf(plan, level).map(({ service }) => service)));
  return plan.services
    .filter(({ id }) => !priced.has(id))
    .map(({ id, load, limit }) => ({
      service: id,
      fullest:
        limit === null
          ? null
          : load.reduce(
              (most, value, t) =>
                (limit[t] as number) > 0 ? Math.max(most, value / (limit[t] as number)) : most,
              0,
            ),
    }));
}

/** By service and slot, limits and held rise together: device-hours of exposure per unit of load. */
export function exposurePrices(plan: Plan): LoadPrices {
  const index = new Map(plan.services.map(({ id }, r) => [id, r]));
  const prices = plan.services.map(() => new Float64Array(plan.grid.slots));
  for (const { service, slot, price } of pricesOf(plan, "exposure")) {
    const row = prices[index.get(service) as number] as Float64Array;
    row[slot] = (row[slot] as number) + price;
  }
  return prices;
}
