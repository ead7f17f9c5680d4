/**
 * What would help where devices are left over: one change at a time, each verified by solving again as it is worded. A change is
 * suggested only for the devices that it was seen to schedule, every one of them.
 */
import { assemble, type Surroundings } from "./assemble.js";
import { shutBy } from "./evaluate/filled.js";
import type { Unscheduled } from "./plan/plan.js";
import { moreAtOnce, shorterSettling, stuckGroups, turnCause } from "./remedy-order.js";
import { type Watch, within } from "./progress.js";
import type { Rollout } from "./rollout.js";
import type { Edit } from "./scenario/edit.js";
import { durationText } from "./scenario/quantity.js";
import type { Profile, Scenario, Window } from "./scenario/scenario.js";
import type { CohortDemand } from "./service/demand.js";
import { servicesDuring, takingTurns } from "./service/group.js";
import type { Service } from "./service/service.js";
import type { Solver } from "./stagger/glpk.js";
import { leastLimit } from "./stagger/least-limit.js";
import type { StaggerMemory } from "./stagger/memory.js";
import { stagger, type Staggered } from "./stagger/stagger.js";
import { day, duration, hour, wallTime } from "./units.js";

/**
 * `shut`: no slot is open to them at all; `crowded`: slots are open, but not enough of them or not to enough devices; `queued`:
 * slots are open, but their group leaves them no turn.
 */
type Plight = "shut" | "crowded" | "queued";
const plights: readonly Plight[] = ["shut", "crowded", "queued"];

export type Remedies = {
  /** Changes in words; each alone schedules every device of that plight. */
  readonly changes: Readonly<Record<Plight, readonly string[]>>;
  /** By their words, the same in the scenario's text; those are missing that are no single setting of it. */
  readonly edits: Readonly<Record<string, readonly Edit[]>>;
  readonly explain: (reason: Unscheduled["reason"], cohort: CohortDemand) => string;
};

export type Unsolved = {
  readonly around: Surroundings;
  readonly rollout: Rollout;
  readonly staggered: Staggered;
  readonly solve: Solver;
  readonly watch: Watch;
  /** Of the plan that leaves devices over. */
  readonly memory: StaggerMemory;
};

const none = { shut: [], crowded: [], queued: [] };
const sumOf = (left: Readonly<Record<Plight, number>>): number =>
  plights.reduce((sum, plight) => sum + left[plight], 0);

export function remedies(unsolved: Unsolved): Remedies {
  const left = leftOver(unsolved.rollout, unsolved.staggered);
  if (sumOf(left) === 0) return { changes: none, edits: {}, explain: () => "" };
  const binding = left.crowded === 0 ? [] : bindingServices(unsolved);
  const tries = new Tries(unsolved, left);
  const changes: Record<Plight, string[]> = { shut: [], crowded: [], queued: [] };
  const edits: Record<string, readonly Edit[]> = {};
  const { around, rollout, staggered } = unsolved;
  const stuck = left.queued === 0 ? [] : stuckGroups(rollout, staggered.unscheduled);
  const kinds = [
    moreAtOnce(around, rollout, stuck),
    shorterSettling(around, rollout, stuck),
    ...binding.map((r) => moreCapacity(unsolved, r)),
    earlierWindows(unsolved),
    laterDeadlines(unsolved),
    noFreezes(unsolved),
  ];
  for (const kind of kinds) {
    for (const { plight, change } of tries.first(kind)) {
      changes[plight].push(change.words);
      if (change.edits.length > 0) edits[change.words] = change.edits;
    }
  }
  const names = binding.map((r) => (unsolved.rollout.services[r] as Service).id);
  const plightOf = plightsOf(rollout);
  return {
    changes,
    edits,
    explain: (reason, demand) => {
      const c = rollout.demands.indexOf(demand);
      const plight = plightOf(c);
      const cause =
        reason === "group"
          ? turnCause(rollout, c)
          : (filledCause(reason, unsolved, c) ??
            (plight === "queued" && reason === "capacity"
              ? "no slot has room for another of them on every service"
              : causeOf(reason, demand, names)));
      return `${cause}; ${wayOut(changes[plight])}`;
    },
  };
}

function plightsOf(rollout: Rollout): (cohort: number) => Plight {
  const isMember = takingTurns(rollout);
  return (c) => (rollout.closed[c] !== null ? "shut" : isMember[c] === true ? "queued" : "crowded");
}

function leftOver(rollout: Rollout, { unscheduled }: Staggered): Record<Plight, number> {
  const left = { shut: 0, crowded: 0, queued: 0 };
  const plightOf = plightsOf(rollout);
  unscheduled.forEach((devices, c) => (left[plightOf(c)] += devices));
  return left;
}

/** A change and the rollout it leads to; null: it leads to none. */
export type Change = {
  readonly words: string;
  /** In the scenario's text; empty: it is no single setting of it. */
  readonly edits: readonly Edit[];
  readonly rollout: () => Rollout | null;
};

/** Columns of all programs solved in search of a way out: enough for dozens of tries at a thousand sites' size. */
const MOST_COLUMNS = 400_000;

/** Tries changes until the work is used up, which is counted in columns and so the same on every machine. */
class Tries {
  readonly #unsolved: Unsolved;
  readonly #left: Readonly<Record<Plight, number>>;
  #columns = 0;

  constructor(unsolved: Unsolved, left: Readonly<Record<Plight, number>>) {
    this.#unsolved = unsolved;
    this.#left = left;
  }

  /** Of changes of one kind, smallest first, the first that helps each plight. */
  first(changes: Iterable<Change>): readonly { readonly plight: Plight; readonly change: Change }[] {
    const found = new Map<Plight, Change>();
    const wanted = plights.filter((plight) => this.#left[plight] > 0);
    const { around, solve, watch, memory } = this.#unsolved;
    for (const change of changes) {
      if (found.size === wanted.length || this.#columns > MOST_COLUMNS) break;
      const doing = { stage: "trying", detail: change.words };
      watch(doing);
      const changed = change.rollout();
      if (changed === null) continue;
      this.#columns += changed.demands.reduce((sum, { behaviour }) => sum + behaviour.slots.length, 0);
      // Few starts leave nobody out whom the finest plan has.
      const finest: Rollout = { ...changed, waves: { kind: "fine" } };
      const made = stagger(finest, around.scenario.goal, solve, within(watch, doing), memory);
      const left = leftOver(changed, made);
      // Devices that a slot opens to but that find no room in it are not helped.
      const others = (plight: Plight): number => sumOf(this.#left) - this.#left[plight];
      const helps = (plight: Plight): boolean => left[plight] === 0 && sumOf(left) <= others(plight);
      for (const plight of wanted) if (helps(plight) && !found.has(plight)) found.set(plight, change);
    }
    return [...found].map(([plight, change]) => ({ plight, change }));
  }
}

const wayOut = (changes: readonly string[]): string =>
  changes.length === 0
    ? "no single change that was tried schedules them all"
    : `would fit with ${changes.join(", or ")}`;

/** Where no stagger at all could place the cohort beside the backgrounds, that is said first. */
function filledCause(
  reason: Unscheduled["reason"],
  { rollout, staggered }: Unsolved,
  c: number,
): string | null {
  const demand = rollout.demands[c] as CohortDemand;
  // A ring that found no wave at all keeps no slot: then all of the cohort's count.
  const isOpen = reason === "capacity" || (reason === "deadline" && rollout.closed[c] === null);
  if (!isOpen) return null;
  const range = reason === "capacity" ? staggered.usable[c] : [0, demand.behaviour.slots.length];
  const shutIn = (services: Rollout["services"]): readonly string[] =>
    shutBy({ ...rollout, services }, demand, range as readonly [number, number]);
  const where = (shut: readonly string[]): string =>
    `whenever these devices restart, they put load on ${shut.join(" or ")} where the ${shut.length === 1 ? "background alone fills" : "backgrounds alone fill"}`;
  const shut = shutIn(rollout.services);
  if (shut.length > 0) return `${where(shut)} ${shut.length === 1 ? "it" : "them"}`;
  // Devices that take turns are no reason for themselves.
  if (takingTurns(rollout)[c] === true) return null;
  const during = shutIn(servicesDuring(rollout, staggered.stagger));
  return during.length === 0 ? null : `${where(during)} what is left while devices of a group are gone`;
}

function causeOf(
  reason: Exclude<Unscheduled["reason"], "group">,
  { cohort, isPinned }: CohortDemand,
  binding: readonly string[],
): string {
  switch (reason) {
    case "windows":
      return `no window of profile ${cohort.profile} is open at site ${cohort.site || "-"} between release and deadline`;
    case "readiness":
      return `too few devices of profile ${cohort.profile} have the update staged ${isPinned ? "at the pinned time" : "while a window is open before the deadline"}`;
    case "deadline":
      return `no slot is left to ring ${cohort.ring} before the deadline`;
    case "capacity":
      return binding.length === 0
        ? "no more of a cohort may restart in one slot (maxPerSlot)"
        : `${binding.join(" and ")} cannot carry more`;
    case "rounding":
      return "fits only in fractions of a device";
  }
}

/** Services whose limits have a price. */
function bindingServices({ staggered, rollout }: Unsolved): readonly number[] {
  const isPriced = (r: number): boolean =>
    staggered.levels.some(({ limitPrices }) => (limitPrices[r] as Float64Array).some((price) => price > 0));
  return rollout.services.flatMap((_, r) => (isPriced(r) ? [r] : []));
}

/** A share on top of what fractions need, so that whole devices fit too; tried in this order. */
const MARGINS = [1.001, 1.01, 1.05];

function* moreCapacity({ rollout, staggered, solve }: Unsolved, r: number): Generator<Change> {
  const service = rollout.services[r] as Service;
  const limit = leastLimit(rollout, staggered, r, solve);
  if (limit === null || service.capacity === null) return;
  for (const margin of MARGINS) {
    const { value, text } = roundedUp(service, (limit * margin) / (1 - service.headroom));
    const written = service.counts === "offline" ? value : text;
    yield {
      words: `${roundedUp(service, value - service.capacity).text} more on ${service.id} (${text} in all)`,
      edits: [{ kind: "set", path: ["services", service.requestId, "capacity"], value: written }],
      rollout: () => ({
        ...rollout,
        services: rollout.services.map((each, i) => (i === r ? withCapacity(each, value) : each)),
      }),
    };
  }
}

const withCapacity = (service: Service, capacity: number): Service => ({
  ...service,
  capacity,
  limit: service.background.map((carried) => Math.max(capacity * (1 - service.headroom), carried)),
});

/** Up to three figures in the unit people use; the value is what the text says. */
function roundedUp({ counts }: Service, value: number): { readonly value: number; readonly text: string } {
  const [perUnit, unit] =
    counts === "offline"
      ? [1, " devices"]
      : value >= 1
        ? [1, "/s"]
        : value * 60 >= 1
          ? [60, "/min"]
          : [3600, "/h"];
  const amount = value * perUnit;
  const step = 10 ** (Math.floor(Math.log10(amount)) - 2);
  const up = Number((Math.ceil(amount / step - 1e-9) * step).toPrecision(3));
  return { value: up / perUnit, text: `${up}${unit}` };
}

const EARLIER_HOURS = [1, 2, 3, 4];

function* earlierWindows({ around }: Unsolved): Generator<Change> {
  for (const hours of EARLIER_HOURS) yield windowsEarlier(around, hours);
}

/** Windows that start earlier and end when they did. */
export function windowsEarlier(around: Surroundings, hours: number): Change {
  const widened = (profile: Profile): Profile => ({
    ...profile,
    windows: profile.windows.map((window) => startingEarlier(window, hours)),
  });
  const profiles = new Map([...around.scenario.profiles].map(([name, profile]) => [name, widened(profile)]));
  return changed(`every window from ${hours} h earlier`, around, { profiles }, []);
}

function startingEarlier(window: Window, hours: number): Window {
  if (window.kind !== "rule") return window;
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

function* laterDeadlines({ around }: Unsolved): Generator<Change> {
  for (const days of LATER_DAYS) yield deadlineLater(around, days);
}

export function deadlineLater(around: Surroundings, days: number): Change {
  const deadline = duration(around.scenario.deadline + days * day);
  const text = durationText(deadline);
  const edits = [{ kind: "set", path: ["deadline"], value: text } as const];
  return changed(`a deadline of ${text}`, around, { deadline }, edits);
}

function* noFreezes({ around }: Unsolved): Generator<Change> {
  const { freezes } = around.scenario;
  // Holidays of sites are freezes that stand elsewhere in the scenario.
  const areListed = freezes.every(({ path }) => path.startsWith("freezes"));
  const edits = areListed ? [{ kind: "remove", path: ["freezes"] } as const] : [];
  if (freezes.length > 0) yield changed("no freeze", around, { freezes: [] }, edits);
}

const changed = (
  words: string,
  around: Surroundings,
  change: Partial<Scenario>,
  edits: readonly Edit[],
): Change => ({
  words,
  edits,
  rollout: () => {
    const outcome = assemble({ ...around, scenario: { ...around.scenario, ...change } });
    return outcome.ok ? outcome.value : null;
  },
});
