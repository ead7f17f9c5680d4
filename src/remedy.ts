/**
 * What would help where devices are left over: one change at a time, each found and verified by solving again. Nothing is
 * suggested that was not seen to schedule every device that it speaks of.
 */
import { assemble, type Surroundings } from "./assemble.js";
import type { Unscheduled } from "./plan/plan.js";
import type { Rollout } from "./rollout.js";
import type { Profile, Scenario, WindowRule } from "./scenario/scenario.js";
import { durationText } from "./scenario/quantity.js";
import type { CohortDemand } from "./service/demand.js";
import type { Service } from "./service/service.js";
import type { Solver } from "./stagger/glpk.js";
import { leastLimit } from "./stagger/least-limit.js";
import { stagger, type Staggered } from "./stagger/stagger.js";
import { day, duration, hour, wallTime } from "./units.js";

export type Remedies = {
  /** Changes of which each alone would schedule every device, in words, the smallest of its kind. */
  readonly changes: readonly string[];
  /** Services whose limits stand in the way. */
  readonly binding: readonly string[];
  readonly explain: (reason: Unscheduled["reason"], cohort: CohortDemand) => string;
};

export type Unsolved = {
  readonly around: Surroundings;
  readonly rollout: Rollout;
  readonly staggered: Staggered;
  readonly solve: Solver;
  readonly talk: (doing: string) => void;
};

export function remedies(unsolved: Unsolved): Remedies {
  const left = total(unsolved.staggered);
  if (left === 0) return { changes: [], binding: [], explain: () => "" };
  const binding = bindingServices(unsolved);
  const changes = [
    ...moreCapacity(unsolved, binding),
    ...longerWindow(unsolved),
    ...laterDeadline(unsolved),
    ...withoutFreezes(unsolved),
  ];
  const names = binding.map((r) => (unsolved.rollout.services[r] as Service).id);
  return { changes, binding: names, explain: (reason, demand) => explained(reason, demand, names, changes) };
}

const total = ({ unscheduled }: Staggered): number => unscheduled.reduce((sum, devices) => sum + devices, 0);

function explained(
  reason: Unscheduled["reason"],
  { cohort }: CohortDemand,
  binding: readonly string[],
  changes: readonly string[],
): string {
  const wayOut =
    changes.length === 0
      ? "no single change that was tried would schedule them all"
      : `would fit with ${changes.join(", or ")}`;
  switch (reason) {
    case "windows":
      return `no window of profile ${cohort.profile} is open at ${cohort.site || "its site"} between release and deadline; ${wayOut}`;
    case "readiness":
      return `the update is not staged on enough devices of profile ${cohort.profile} while a window is open before the deadline; ${wayOut}`;
    case "deadline":
      return `no slot is left to ring ${cohort.ring} before the deadline; ${wayOut}`;
    case "group":
      return `too few of the group may be offline at once; ${wayOut}`;
    case "capacity":
      return `${binding.length === 0 ? "at most a part of a cohort may restart in one slot (maxPerSlot)" : `${binding.join(" and ")} cannot carry more`}; ${wayOut}`;
    case "rounding":
      return `fits only in fractions of a device; ${wayOut}`;
  }
}

/** Services with a price at the level that counts the unscheduled. */
function bindingServices({ staggered, rollout }: Unsolved): readonly number[] {
  const isPriced = (r: number): boolean =>
    staggered.levels.some(({ limitPrices }) => (limitPrices[r] as Float64Array).some((price) => price > 0));
  return rollout.services.flatMap((_, r) => (isPriced(r) ? [r] : []));
}

/** A share added to a capacity found, so that whole devices fit too; tried in this order. */
const MARGINS = [1.001, 1.01, 1.03, 1.1];

function moreCapacity(
  { around, rollout, staggered, solve, talk }: Unsolved,
  binding: readonly number[],
): readonly string[] {
  return binding.flatMap((r) => {
    const service = rollout.services[r] as Service;
    talk(`how much more ${service.id} would need`);
    const limit = leastLimit(rollout, staggered, r, solve);
    if (limit === null || service.capacity === null) return [];
    const needed = limit / (1 - service.headroom);
    for (const margin of MARGINS) {
      const capacity = needed * margin;
      const wider = {
        ...rollout,
        services: rollout.services.map((each, i) => (i === r ? withCapacity(each, capacity) : each)),
      };
      if (total(stagger(wider, around.scenario.goal, solve)) > 0) continue;
      return [
        `${amount(service, capacity - service.capacity)} more capacity on ${service.id} (${amount(service, capacity)} in all)`,
      ];
    }
    return [];
  });
}

const withCapacity = (service: Service, capacity: number): Service => ({
  ...service,
  capacity,
  limit: service.background.map((carried) => Math.max(capacity * (1 - service.headroom), carried)),
});

/** Rounded up to three figures, in the unit people use. */
function amount({ counts }: Service, value: number): string {
  const up = (number: number): number => {
    const unit = 10 ** (Math.floor(Math.log10(number)) - 2);
    return Number((Math.ceil(number / unit - 1e-9) * unit).toPrecision(3));
  };
  if (counts === "offline") return `${up(value)} devices`;
  const [scale, unit] = value >= 1 ? [1, "s"] : value * 60 >= 1 ? [60, "min"] : [3600, "h"];
  return `${up(value * (scale as number))}/${unit}`;
}

const EARLIER_HOURS = [1, 2, 3, 4];

/** Windows that start earlier and end when they did. */
function longerWindow(unsolved: Unsolved): readonly string[] {
  for (const hours of EARLIER_HOURS) {
    unsolved.talk(`windows ${hours} h earlier`);
    const widened = (profile: Profile): Profile => ({
      ...profile,
      windows: profile.windows.map((window) => startingEarlier(window, hours)),
    });
    const { scenario } = unsolved.around;
    const profiles = new Map([...scenario.profiles].map(([name, profile]) => [name, widened(profile)]));
    if (fits(unsolved, { ...scenario, profiles })) return [`every window from ${hours} h earlier`];
  }
  return [];
}

function startingEarlier(window: WindowRule, hours: number): WindowRule {
  const { rule } = window;
  const start = rule.byHour[0];
  const isPlain =
    rule.byHour.length === 1 && start !== undefined && start >= hours && window.lasts + hours * hour <= day;
  if (!isPlain) return window;
  return {
    ...window,
    rule: { ...rule, byHour: [start - hours] },
    start: window.start === null ? null : wallTime(window.start - hours * hour),
    lasts: duration(window.lasts + hours * hour),
  };
}

const LATER_DAYS = [1, 2, 3, 5, 7, 14];

function laterDeadline(unsolved: Unsolved): readonly string[] {
  const { scenario } = unsolved.around;
  for (const days of LATER_DAYS) {
    unsolved.talk(`a deadline ${days} d later`);
    const deadline = duration(scenario.deadline + days * day);
    if (fits(unsolved, { ...scenario, deadline })) return [`a deadline of ${durationText(deadline)}`];
  }
  return [];
}

function withoutFreezes(unsolved: Unsolved): readonly string[] {
  const { scenario } = unsolved.around;
  if (scenario.freezes.length === 0) return [];
  unsolved.talk("without freezes");
  return fits(unsolved, { ...scenario, freezes: [] }) ? ["no freeze"] : [];
}

function fits({ around, solve }: Unsolved, scenario: Scenario): boolean {
  const changed = assemble({ ...around, scenario });
  return (
    changed.ok &&
    changed.value.closed.every((reason) => reason === null) &&
    total(stagger(changed.value, scenario.goal, solve)) === 0
  );
}
