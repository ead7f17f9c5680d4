/** One cohort: when its devices are ready and may restart, when they do, and why not earlier, slot by slot. */
import { slotOf, type SlotRange, slotRuns, slotStart } from "../calendar/grid.js";
import { readinessOf } from "../client/readiness.js";
import type { Plan, PlannedCohort, Unscheduled, Wave } from "../plan/plan.js";
import type { Rollout } from "../rollout.js";
import type { Profile } from "../scenario/scenario.js";
import { addLoads, type CohortDemand, type LoadPrices, pricedWaves } from "../service/demand.js";
import { limitsAtRise } from "../service/rise.js";
import type { Staggered } from "../stagger/stagger.js";
import { duration, type Instant, second, type Share, share } from "../units.js";
import { exposurePrices } from "./limits.js";
import { turnReasons, type TurnReason } from "./turns.js";

export type CohortExplanation = {
  readonly cohort: PlannedCohort;
  /** The admin fixed its time. */
  readonly isPinned: boolean;
  /** Half-open slots open by windows and freezes up to the deadline, whether or not the update is staged. */
  readonly hours: readonly SlotRange[];
  readonly readiness: {
    /** First slot start at which half of the devices, 90 % of them, have the update staged; null: not by the deadline. */
    readonly half: Instant | null;
    readonly most: Instant | null;
    /** Share that must be staged before a slot counts as open. */
    readonly needed: Share;
  };
  /** First slot open to a wave, whatever the ring's dates; null: none is. */
  readonly first: number | null;
  /** null: its ring has no dates, or it is pinned. */
  readonly ring: Plan["rings"][number] | null;
  /** Devices whose wave may be in one slot. */
  readonly mostPerSlot: number;
  readonly waves: readonly Wave[];
  /** Of the open hours before its last wave (all of them where devices are left out), those it does not use or cannot use more. */
  readonly unused: readonly Unused[];
  readonly unscheduled: readonly Unscheduled[];
};

/** Neighbouring slots with one reason. */
export type Unused = { readonly from: number; readonly to: number } & (
  | {
      readonly why: "readiness";
      /** Share staged at the start of the last of these slots. */
      readonly staged: Share;
    }
  /** The cohort's ring opens later, or is closed. */
  | { readonly why: "ring"; readonly side: "before" | "after" }
  /** Its group lets no other device go then, or not before its turn, or leaves the services no room. */
  | { readonly why: "turn"; readonly by: TurnReason }
  /** Each takes as many as `maxPerSlot` allows. */
  | { readonly why: "full"; readonly devices: number }
  | ({ readonly why: "priced" } & Dear)
  /** No dearer at these prices than the slots in use. */
  | {
      readonly why: "tie";
      /** Device-hours a device, at most: cheaper than the dearest slot in use. */
      readonly cheaper: number;
    }
);

type Dear = {
  /** The service whose prices make most of the difference. */
  readonly service: string;
  /** Half-open range that holds the priced slots of that service in which these devices would show up. */
  readonly met: SlotRange;
  /** Events (`offline`: devices at once; of peers, capacity lost counts too) that each device would put there, at least. */
  readonly events: number;
  /** Device-hours per unit of load: the highest price met. */
  readonly price: number;
  /** Load as a share of what the service may carry, at least, in the priced slots met. */
  readonly fullness: number;
  /** Device-hours a device, at least: dearer than every slot in use. */
  readonly dearer: number;
};

export type CohortQuestion = {
  readonly rollout: Rollout;
  readonly staggered: Staggered;
  readonly plan: Plan;
  /** Index of the cohort. */
  readonly cohort: number;
  readonly profile: Profile;
  /** A slot is open once readiness is this share of what it is at the deadline. */
  readonly ready: Share;
  /** Slots open by windows and freezes, ascending. */
  readonly hours: Int32Array;
};

export function explainCohort(question: CohortQuestion): CohortExplanation {
  const { rollout, plan, cohort: c, hours } = question;
  const { behaviour, isPinned, mostPerSlot } = rollout.demands[c] as CohortDemand;
  const cohort = plan.cohorts[c] as PlannedCohort;
  const unscheduled = plan.unscheduled.filter((left) => left.cohort === cohort.id);
  const waves = plan.waves.filter((wave) => wave.cohort === cohort.id);
  return {
    cohort,
    isPinned,
    hours: slotRuns(hours),
    readiness: readinessFigures(question),
    first: behaviour.slots[0] ?? null,
    ring: isPinned ? null : (plan.rings.find(({ name }) => name === cohort.ring) ?? null),
    mostPerSlot: Math.floor(mostPerSlot),
    waves,
    unused: isPinned ? [] : unusedRuns(question, waves, unscheduled.length > 0),
    unscheduled,
  };
}

/** Share of the devices that have the update staged at the start of a slot. */
function stagedAt({
  rollout: { release, deadline, grid },
  profile,
}: CohortQuestion): (slot: number) => Share {
  const readiness = readinessOf(profile, duration(deadline - release));
  return (slot) => readiness(duration(slotStart(grid, slot) - release));
}

function readinessFigures(question: CohortQuestion): CohortExplanation["readiness"] {
  const { rollout, profile, ready } = question;
  const { release, deadline, grid } = rollout;
  const staged = stagedAt(question);
  const last = slotOf(grid, deadline);
  const firstAt = (part: number): Instant | null => {
    for (let slot = 0; slot <= last; slot++) if (staged(slot) >= part) return slotStart(grid, slot);
    return null;
  };
  const until = duration(deadline - release);
  return {
    half: firstAt(0.5),
    most: firstAt(0.9),
    needed: share(ready * readinessOf(profile, until)(until)),
  };
}

/** Slots in their order; neighbours with one reason are one run, whose figures hold for every slot of it. */
function unusedRuns(
  question: CohortQuestion,
  waves: readonly Wave[],
  isLeftOver: boolean,
): readonly Unused[] {
  const until = isLeftOver ? Number.POSITIVE_INFINITY : (waves.at(-1)?.slot ?? -1);
  const reasonOf = slotReasons(question, waves);
  const runs: Unused[] = [];
  for (const slot of question.hours) {
    if (slot > until) break;
    const reason = reasonOf(slot);
    if (reason === null) continue;
    const last = runs.at(-1);
    const longer = last?.to === slot ? joined(last, reason) : null;
    if (longer === null) runs.push(reason);
    else runs[runs.length - 1] = longer;
  }
  return runs;
}

/** One run of two neighbours; null: their reasons differ. */
function joined(before: Unused, next: Unused): Unused | null {
  const range = { from: before.from, to: next.to };
  if (before.why === "readiness" && next.why === "readiness") return { ...next, ...range };
  if (before.why === "ring" && next.why === "ring" && before.side === next.side) return { ...next, ...range };
  if (before.why === "turn" && next.why === "turn" && before.by === next.by) return { ...next, ...range };
  if (before.why === "full" && next.why === "full" && before.devices === next.devices)
    return { ...next, ...range };
  if (before.why === "tie" && next.why === "tie")
    return { ...next, ...range, cheaper: Math.max(before.cheaper, next.cheaper) };
  if (before.why === "priced" && next.why === "priced" && before.service === next.service)
    return {
      ...next,
      ...range,
      met: [Math.min(before.met[0], next.met[0]), Math.max(before.met[1], next.met[1])],
      events: Math.min(before.events, next.events),
      price: Math.max(before.price, next.price),
      fullness: Math.min(before.fullness, next.fullness),
      dearer: Math.min(before.dearer, next.dearer),
    };
  return null;
}

/** Why a slot of the open hours is not used, or not more; null: it is used, and not full. */
function slotReasons(question: CohortQuestion, waves: readonly Wave[]): (slot: number) => Unused | null {
  const { rollout, staggered, plan, cohort: c } = question;
  const demand = rollout.demands[c] as CohortDemand;
  const { slots, exposure } = demand.behaviour;
  const [from, to] = staggered.usable[c] as readonly [number, number];
  const devicesIn = new Map(waves.map(({ slot, devices }) => [slot, devices]));
  const positions = new Map([...slots].map((slot, p) => [slot, p]));
  const prices = exposurePrices(plan);
  const costs = pricedWaves(demand, prices).map((priced, p) => priced + (exposure[p] as number));
  const dearest = dearestInUse(plan, demand, costs, devicesIn, positions);
  const staged = stagedAt(question);
  const meet = meetingOf(question, prices);
  const turn = turnReasons(rollout, staggered.stagger, c);
  return (slot) => {
    const range = { from: slot, to: slot + 1 };
    const p = positions.get(slot);
    if (p === undefined) return { ...range, why: "readiness", staged: staged(slot) };
    if (p < from || p >= to)
      return { ...range, why: "ring", side: isEarly(question, slot) ? "before" : "after" };
    const devices = devicesIn.get(slot) ?? 0;
    if (devices >= Math.floor(demand.mostPerSlot)) return { ...range, why: "full", devices };
    if (devices > 0) return null;
    if (turn !== null) return { ...range, why: "turn", by: turn(slot) };
    const dearer = (costs[p] as number) - dearest;
    if (dearer <= 0) return { ...range, why: "tie", cheaper: -dearer };
    return { ...range, why: "priced", ...meet(p), dearer };
  };
}

function isEarly({ rollout, staggered, cohort }: CohortQuestion, slot: number): boolean {
  const ring = staggered.rings.find(({ name }) => name === rollout.demands[cohort]?.cohort.ring);
  return ring !== undefined && slotStart(rollout.grid, slot) < ring.opens;
}

/** Cost of the dearest slot in use; where none is, that of leaving a device out. */
function dearestInUse(
  { certificate }: Plan,
  { behaviour }: CohortDemand,
  costs: Float64Array,
  devicesIn: ReadonlyMap<number, number>,
  positions: ReadonlyMap<number, number>,
): number {
  const held = certificate.prices.find(({ row, level }) => row === "held" && level === "exposure");
  if (devicesIn.size === 0) return behaviour.unscheduledExposure + (held?.price ?? 0);
  return [...devicesIn.keys()].reduce(
    (dearest, slot) => Math.max(dearest, costs[positions.get(slot) as number] as number),
    Number.NEGATIVE_INFINITY,
  );
}

/** Where one device restarting at a position meets the prices of the service that makes it dearest. */
function meetingOf({ rollout, staggered, plan, cohort: c }: CohortQuestion, prices: LoadPrices) {
  const { grid } = rollout;
  const demand = rollout.demands[c] as CohortDemand;
  const heldRise = plan.certificate.levels.find(({ name }) => name === "rise")?.value;
  const ceilings = limitsAtRise(staggered.services, heldRise ?? Number.POSITIVE_INFINITY);
  const picture = rollout.services.map(() => new Float64Array(grid.slots));
  return (p: number): Omit<Dear, "dearer"> => {
    for (const row of picture) row.fill(0);
    const one = new Float64Array(demand.behaviour.slots.length);
    one[p] = 1;
    addLoads(picture, demand, one, 1, grid.slots);
    const costs = picture.map((row, r) => dot(row, prices[r] as Float64Array));
    const r = costs.reduce((most, cost, i) => (cost > (costs[most] as number) ? i : most), 0);
    const [row, price] = [picture[r] as Float64Array, prices[r] as Float64Array];
    const met = [...row.keys()].filter((t) => (row[t] as number) * (price[t] as number) > 0);
    const at = (t: number): number => row[t] as number;
    const { id, counts, load, limit } = plan.services[r] as Plan["services"][number];
    const whole = staggered.services[r]?.limit ?? null;
    // What peers take from the limit counts as load.
    const charged = (t: number): number =>
      (load[t] as number) +
      (whole === null || limit === null ? 0 : (whole[t] as number) - (limit[t] as number));
    return {
      service: id,
      met: [met[0] ?? 0, (met.at(-1) ?? -1) + 1],
      events:
        counts === "offline"
          ? met.reduce((most, t) => Math.max(most, at(t)), 0)
          : met.reduce((sum, t) => sum + at(t) * (grid.slot / second), 0),
      price: met.reduce((most, t) => Math.max(most, price[t] as number), 0),
      fullness: met.reduce(
        (least, t) => Math.min(least, charged(t) / (ceilings[r]?.[t] ?? Number.POSITIVE_INFINITY)),
        Number.POSITIVE_INFINITY,
      ),
    };
  };
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
