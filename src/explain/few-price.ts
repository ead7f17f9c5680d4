/** What few starts cost: the plan beside the finest one, of single slots, that it was merged from. */
import { forecast } from "../evaluate/forecast.js";
import { gapOf } from "../plan/certificate.js";
import type { Plan } from "../plan/plan.js";
import type { Rollout } from "../rollout.js";
import { exposureOf } from "../service/demand.js";
import { riseOf } from "../service/rise.js";
import type { Staggered } from "../stagger/stagger.js";
import type { WholeStagger } from "../stagger/whole.js";

export type FewPrice = {
  readonly starts: number;
  /** Of the finest plan. */
  readonly finestStarts: number;
  /** Shares by which the plan is above the finest one; below 0 where rounding fell well. */
  readonly exposure: number;
  /** Null: the goal knows none. */
  readonly rise: number | null;
  /** Gap of the finest plan's exposure to the bound: what of the plan's gap is not the price of few starts. */
  readonly finestGap: number;
  readonly tolerance: number;
};

/** Null: the waves are fine. */
export function fewPrice(
  rollout: Rollout,
  { few, goal, services, stagger, unscheduled }: Staggered,
  plan: Plan,
): FewPrice | null {
  if (few === null || plan.starts === null || rollout.waves.kind === "fine") return null;
  const { demands, waves } = rollout;
  const exposure = exposureOf(demands, few.finest.stagger, few.finest.unscheduled);
  const level = plan.certificate.levels.find(({ name }) => name === "exposure");
  const riseWith = ({ stagger: devices, unscheduled }: WholeStagger): number =>
    riseOf(services, forecast(rollout, devices, unscheduled).charged);
  const [rise, finestRise] =
    goal === "flattest" ? [riseWith({ stagger, unscheduled }), riseWith(few.finest)] : [null, 0];
  return {
    starts: plan.starts.length,
    finestStarts: slotStarts(rollout, few.finest.stagger),
    exposure: above(level?.value ?? exposure, exposure),
    rise: rise === null ? null : above(rise, finestRise),
    finestGap: gapOf(exposure, level?.bound ?? exposure),
    tolerance: waves.tolerance,
  };
}

const above = (value: number, finest: number): number => (finest === 0 ? 0 : value / finest - 1);

/** Different sites, zones, rings and slots in which devices start. */
const slotStarts = ({ demands }: Rollout, stagger: Staggered["stagger"]): number =>
  new Set(
    demands.flatMap(({ cohort: { site, timezone, ring }, behaviour: { slots } }, c) =>
      [...(stagger[c] as Float64Array).entries()].flatMap(([p, devices]) =>
        devices > 0 ? [JSON.stringify([site, timezone, ring, slots[p]])] : [],
      ),
    ),
  ).size;
