/** The nights of a plan's waves, by site and ring: what a load in the morning after comes from. */
import { day, devicesOf, groupBy, type Plan, type Restart, restartsOf, wallOf } from "../../../src/index.js";
import { nightSpan } from "../../text/waves.js";

export type Night = {
  /** Slots of the first wave and after the last. */
  readonly from: number;
  readonly to: number;
  readonly devices: number;
  /** Site-local: "Thu 13 23:00-Fri 03:00". */
  readonly when: string;
};

/** The latest night with a wave of this site and ring that has begun by `slot`; null: none has. */
export const nightBefore = (plan: Plan, site: string, ring: string, slot: number): Night | null =>
  nightsOf(plan)
    .get(keyOf({ site, ring }))
    ?.findLast(({ from }) => from <= slot) ?? null;

const known = new WeakMap<Plan, ReadonlyMap<string, readonly Night[]>>();

function nightsOf(plan: Plan): ReadonlyMap<string, readonly Night[]> {
  const remembered = known.get(plan);
  if (remembered !== undefined) return remembered;
  const bySite = groupBy(restartsOf(plan), ({ cohort }) => keyOf(cohort));
  const nights = new Map([...bySite].map(([key, restarts]) => [key, nightsFrom(restarts)] as const));
  known.set(plan, nights);
  return nights;
}

const keyOf = ({ site, ring }: { readonly site: string; readonly ring: string }): string =>
  JSON.stringify([site, ring]);

const nightsFrom = (restarts: readonly Restart[]): readonly Night[] =>
  [...groupBy(restarts, nightKey).values()]
    .map((night) => {
      const [first, last] = [night[0] as Restart, latest(night)];
      const { timezone } = first.cohort;
      return {
        from: first.wave.slot,
        to: last.wave.slot + 1,
        devices: devicesOf(night.map(({ wave }) => wave)),
        when: nightSpan(wallOf(first.start, timezone), wallOf(last.end, timezone)),
      };
    })
    .sort((a, b) => a.from - b.from);

const latest = (night: readonly Restart[]): Restart =>
  night.reduce((last, restart) => (restart.wave.slot > last.wave.slot ? restart : last));

// Intervals are cut at local noon, so a night is what lies between two of them. A site may have several zones.
const nightKey = ({ start, cohort: { timezone } }: Restart): string =>
  `${timezone} ${Math.floor((wallOf(start, timezone) - day / 2) / day)}`;
