/**
 * The checker: a plan held against the rollout it claims to be of. Everything is derived again from the scenario; nothing of
 * the optimizer is used. Every deviation is a problem of its own, so that one edit of a valid plan is caught by what it breaks.
 */
import { slotRuns, slotStart } from "../calendar/grid.js";
import { type Forecast, forecast, utilisationOf } from "../evaluate/forecast.js";
import { failed, done, type Outcome, type Problem } from "../problem.js";
import type { Rollout } from "../rollout.js";
import { type CohortDemand, exposureOf, type Stagger } from "../service/demand.js";
import { hasRoom, servicesDuring, standing, takingTurns, turnsIn } from "../service/group.js";
import { isBlind, nominalServices } from "../service/nominal.js";
import { isoInstant } from "../units.js";
import { besideOf, type BoundedProgram } from "./certificate.js";
import { certificateProblems } from "./check-certificate.js";
import { turnProblems } from "./check-order.js";
import { instantOf, ringProblems } from "./check-rings.js";
import { startProblems } from "./check-starts.js";
import { differs, TOLERANCE, wrong } from "./deviation.js";
import { staggerOf } from "./planned-stagger.js";
import { type Plan, type Unscheduled, unscheduledReasons } from "./plan.js";

export type CheckReport = { readonly checks: number; readonly devices: number; readonly waves: number };

export function checkPlan(rollout: Rollout, plan: Plan): Outcome<CheckReport> {
  const problems: Problem[] = [];
  const report = (found: readonly Problem[]): void => void problems.push(...found);
  report(headingProblems(rollout, plan));
  report(ringProblems(rollout, plan));
  report(cohortProblems(rollout, plan));
  report(waveProblems(rollout, plan));
  report(startProblems(rollout, plan));
  report(unscheduledProblems(rollout, plan));
  report(excludedProblems(rollout, plan));
  if (problems.length > 0) return failed(...problems);
  const { stagger, unscheduled } = staggerOf(rollout, plan);
  const found = forecast(rollout, stagger, unscheduled);
  const exposure = exposureOf(rollout.demands, stagger, unscheduled);
  const program = programBeside(rollout, stagger, usableOf(rollout, plan));
  report(turnProblems(rollout, stagger));
  report(turnReasonProblems(rollout, plan, stagger, program.services));
  report(conservationProblems(rollout, stagger, unscheduled));
  report(roundingProblems(plan));
  report(serviceProblems(rollout, plan, found));
  if (differs(plan.expectedLate, found.expectedLate)) {
    problems.push(wrong("late", "expectedLate", `${found.expectedLate}`, `${plan.expectedLate}`));
  }
  report(
    certificateProblems(program, plan, {
      charged: found.charged,
      exposure,
      unscheduled: unscheduled.reduce((sum, devices) => sum + devices, 0),
      beside: besideOf(rollout, stagger, unscheduled),
    }),
  );
  const devices = rollout.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
  return problems.length > 0
    ? failed(...problems)
    : done({ checks: CHECKS, devices, waves: plan.waves.length });
}

/** Kinds of deviation asked for above. */
const CHECKS = 13;

/** What is left to a program beside the devices that take turns, as the plan has them. */
function programBeside(
  rollout: Rollout,
  stagger: Stagger,
  usable: readonly (readonly [number, number])[],
): BoundedProgram {
  const { grid, demands } = rollout;
  const isMember = takingTurns(rollout);
  const during = servicesDuring(rollout, stagger);
  const seen = isBlind(rollout.services) ? nominalServices({ ...rollout, services: during }) : during;
  return {
    grid,
    demands: demands.filter((_, c) => isMember[c] === false),
    usable: usable.filter((_, c) => isMember[c] === false),
    services: standing(seen, rollout, turnsIn(isMember, stagger)),
  };
}

/** Devices that take turns and have none: for want of room on a service, or of a turn. */
function turnReasonProblems(
  rollout: Rollout,
  plan: Plan,
  stagger: Stagger,
  services: BoundedProgram["services"],
): readonly Problem[] {
  const { demands, grid } = rollout;
  const isMember = takingTurns(rollout);
  const usable = usableOf(rollout, plan);
  return plan.unscheduled.flatMap(({ cohort, reason }, i) => {
    const c = demands.findIndex(({ cohort: { id } }) => id === cohort);
    if (isMember[c] !== true || (plan.cohorts[c]?.open.length ?? 0) === 0) return [];
    const [demand, devices] = [demands[c] as CohortDemand, stagger[c] as Float64Array];
    const hasTurn = hasRoom(demand, devices, usable[c] as readonly [number, number], services, grid.slots);
    const should = hasTurn ? "group" : "capacity";
    return reason === should ? [] : [wrong("unscheduled", `unscheduled[${i}].reason`, should, reason)];
  });
}

function headingProblems({ release, deadline, grid, groups }: Rollout, plan: Plan): readonly Problem[] {
  const expected: readonly (readonly [string, string, string])[] = [
    ["groups", groups.map(({ name }) => name).join(), plan.groups.join()],
    ["release", isoInstant(release), plan.release],
    ["deadline", isoInstant(deadline), plan.deadline],
    ["grid.start", isoInstant(grid.start), plan.grid.start],
    ["grid.slotMinutes", `${grid.slot / 60_000}`, `${plan.grid.slotMinutes}`],
    ["grid.slots", `${grid.slots}`, `${plan.grid.slots}`],
  ];
  return expected.flatMap(([path, should, is]) =>
    should === is ? [] : [wrong("heading", path, should, is)],
  );
}

/** The plan's cohorts are the fleet's, open where windows, freezes, readiness, deadline and ring dates say. */
function cohortProblems(rollout: Rollout, plan: Plan): readonly Problem[] {
  const usable = usableOf(rollout, plan);
  const expected = rollout.demands.map(({ cohort, behaviour }, c) => {
    const [from, to] = usable[c] as readonly [number, number];
    const { id, site, profile, ring, group, timezone, tags, device, devices } = cohort;
    return JSON.stringify({
      id,
      site,
      profile,
      ring,
      group,
      timezone,
      tags,
      device,
      devices,
      open: slotRuns(behaviour.slots.subarray(from, to)),
    });
  });
  const found = plan.cohorts.map(
    ({ id, site, profile, ring, group, timezone, tags, device, devices, open }) =>
      JSON.stringify({ id, site, profile, ring, group, timezone, tags, device, devices, open }),
  );
  if (expected.length !== found.length)
    return [wrong("cohorts", "cohorts", `${expected.length} cohorts`, `${found.length}`)];
  return expected.flatMap((text, c) =>
    text === found[c] ? [] : [wrong("cohorts", `cohorts[${c}]`, text, String(found[c]))],
  );
}

function excludedProblems({ excluded }: Rollout, plan: Plan): readonly Problem[] {
  const expected = JSON.stringify(
    excluded.map(({ cohort: { id, devices }, reason }) => ({ cohort: id, devices, reason })),
  );
  const found = JSON.stringify(
    plan.excluded.map(({ cohort, devices, reason }) => ({ cohort, devices, reason })),
  );
  return expected === found ? [] : [wrong("excluded", "excluded", expected, found)];
}

/** Positions of each cohort inside its ring's dates, from the slots re-derived and the dates the plan states. */
function usableOf({ demands, grid }: Rollout, plan: Plan): readonly (readonly [number, number])[] {
  return demands.map(({ cohort, behaviour: { slots }, isPinned }) => {
    if (isPinned) return [0, slots.length];
    const ring = plan.rings.find(({ name }) => name === cohort.ring);
    if (ring === undefined) return [0, 0];
    let from = 0;
    while (from < slots.length && slotStart(grid, slots[from] as number) < instantOf(ring.opens)) from += 1;
    let to = from;
    while (to < slots.length && slotStart(grid, (slots[to] as number) + 1) <= instantOf(ring.closes)) to += 1;
    return from === to ? [0, 0] : [from, to];
  });
}

function waveProblems(rollout: Rollout, plan: Plan): readonly Problem[] {
  const byId = new Map(
    rollout.demands.map((demand, c) => [demand.cohort.id, { demand, open: plan.cohorts[c]?.open ?? [] }]),
  );
  return plan.waves.flatMap((wave, i) => {
    const path = `waves[${i}]`;
    const problems: Problem[] = [];
    const known = byId.get(wave.cohort);
    if (known === undefined) return [wrong("waves", `${path}.cohort`, "a cohort of the fleet", wave.cohort)];
    const { demand, open } = known;
    if (!Number.isSafeInteger(wave.devices) || wave.devices <= 0) {
      problems.push(wrong("waves", `${path}.devices`, "a positive whole number", `${wave.devices}`));
    }
    if (wave.devices > demand.mostPerSlot * (1 + TOLERANCE)) {
      problems.push(
        wrong(
          "most-per-slot",
          `${path}.devices`,
          `at most ${Math.floor(demand.mostPerSlot)} (maxPerSlot)`,
          `${wave.devices}`,
        ),
      );
    }
    if (!open.some(([from, to]) => from <= wave.slot && wave.slot < to)) {
      problems.push(wrong("open-hours", `${path}.slot`, `a slot open to ${wave.cohort}`, `${wave.slot}`));
    }
    const [start, end] = [
      isoInstant(slotStart(rollout.grid, wave.slot)),
      isoInstant(slotStart(rollout.grid, wave.slot + 1)),
    ];
    if (wave.start !== start) problems.push(wrong("waves", `${path}.start`, start, wave.start));
    if (wave.end !== end) problems.push(wrong("waves", `${path}.end`, end, wave.end));
    return [...problems, ...orderProblems(plan, i)];
  });
}

function orderProblems({ waves }: Plan, i: number): readonly Problem[] {
  const [before, wave] = [waves[i - 1], waves[i]];
  if (before === undefined || wave === undefined) return [];
  const inOrder = before.slot < wave.slot || (before.slot === wave.slot && before.cohort < wave.cohort);
  return inOrder
    ? []
    : [
        wrong(
          "waves",
          `waves[${i}]`,
          "after the wave before it (by slot, then cohort, no two alike)",
          wave.cohort,
        ),
      ];
}

function unscheduledProblems(rollout: Rollout, plan: Plan): readonly Problem[] {
  const index = new Map(rollout.demands.map(({ cohort }, c) => [cohort.id, c]));
  const isMember = takingTurns(rollout);
  const rank = ({ cohort, reason }: Unscheduled): number =>
    (index.get(cohort) ?? 0) * unscheduledReasons.length + unscheduledReasons.indexOf(reason);
  return plan.unscheduled.flatMap(({ cohort, devices, reason }, i) => {
    const c = index.get(cohort);
    const path = `unscheduled[${i}]`;
    if (c === undefined) return [wrong("unscheduled", `${path}.cohort`, "a cohort of the fleet", cohort)];
    if (!Number.isSafeInteger(devices) || devices <= 0) {
      return [wrong("unscheduled", `${path}.devices`, "a positive whole number", `${devices}`)];
    }
    const closed = rollout.closed[c] ?? null;
    const hasSlots = (plan.cohorts[c]?.open.length ?? 0) > 0;
    const open = isMember[c] === true ? ["group", "capacity"] : ["capacity", "rounding"];
    const fitting = closed !== null ? [closed] : hasSlots ? open : ["deadline"];
    if (!fitting.includes(reason))
      return [wrong("unscheduled", `${path}.reason`, fitting.join(" or "), reason)];
    const isInOrder =
      i === 0 || rank(plan.unscheduled[i - 1] as Unscheduled) < rank(plan.unscheduled[i] as Unscheduled);
    return isInOrder
      ? []
      : [wrong("unscheduled", path, "by cohort, then reason, no two alike", `${cohort} ${reason}`)];
  });
}

/** What is left out beyond the bound fell to rounding, and nothing else did. */
function roundingProblems({ unscheduled, certificate }: Plan): readonly Problem[] {
  const rounding = unscheduled.reduce(
    (sum, { devices, reason }) => sum + (reason === "rounding" ? devices : 0),
    0,
  );
  const fewest = certificate.levels.find(({ name }) => name === "unscheduled");
  const beyond = fewest === undefined ? 0 : fewest.value - fewest.bound;
  return rounding === beyond
    ? []
    : [wrong("unscheduled", "unscheduled", `${beyond} for rounding`, `${rounding}`)];
}

/** Every device once. */
function conservationProblems(
  { demands }: Rollout,
  stagger: Stagger,
  unscheduled: Float64Array,
): readonly Problem[] {
  return demands.flatMap(({ cohort }, c) => {
    const planned = (stagger[c] as Float64Array).reduce(
      (sum, devices) => sum + devices,
      unscheduled[c] as number,
    );
    return planned === cohort.devices
      ? []
      : [
          wrong(
            "conservation",
            `cohort ${cohort.id}`,
            `${cohort.devices} devices in waves or unscheduled`,
            `${planned}`,
          ),
        ];
  });
}

function serviceProblems(
  { services }: Rollout,
  plan: Plan,
  { loads, charged, peersUp, capacities, limits }: Forecast,
): readonly Problem[] {
  const ids = services.map(({ id, counts }) => `${id} (${counts})`).join(", ");
  const planned = plan.services.map(({ id, counts }) => `${id} (${counts})`).join(", ");
  if (ids !== planned) return [wrong("services", "services", ids, planned)];
  return services.flatMap((service, r) => {
    const stated = plan.services[r] as Plan["services"][number];
    const load = loads[r] as Float64Array;
    const capacity = capacities[r] ?? null;
    const path = `services[${r}]`;
    const problems = [
      ...seriesProblems(`${path}.capacity`, capacity, stated.capacity),
      ...seriesProblems(`${path}.limit`, limits[r] ?? null, stated.limit),
      ...seriesProblems(`${path}.background`, service.background, stated.background),
      ...seriesProblems(`${path}.load`, load, stated.load),
    ];
    // Lost capacity counts: a limit that it lowers to the background alone is exceeded too.
    (charged[r] as Float64Array).forEach((value, t) => {
      const limit = peersUp[r]?.limit?.[t] ?? Number.POSITIVE_INFINITY;
      if (value > limit * (1 + TOLERANCE))
        problems.push(wrong("limit", `${path}.load[${t}]`, `at most ${limits[r]?.[t]}`, `${load[t]}`));
    });
    return [...problems, ...peakProblems(path, load, capacity, stated.peak)];
  });
}

function seriesProblems(
  path: string,
  expected: Float64Array | null,
  stated: readonly number[] | null,
): readonly Problem[] {
  if (expected === null || stated === null) {
    return expected === null && stated === null
      ? []
      : [wrong("services", path, expected === null ? "null" : "a series", String(stated))];
  }
  if (expected.length !== stated.length)
    return [wrong("services", path, `${expected.length} slots`, `${stated.length}`)];
  const slot = expected.findIndex((value, t) => differs(value, stated[t] as number));
  return slot < 0 ? [] : [wrong("services", `${path}[${slot}]`, `${expected[slot]}`, `${stated[slot]}`)];
}

function peakProblems(
  path: string,
  load: Float64Array,
  capacity: Float64Array | null,
  { slot, load: stated, utilisation }: Plan["services"][number]["peak"],
): readonly Problem[] {
  const used = utilisationOf(load, capacity);
  const highest = used.reduce((high, value) => Math.max(high, value), 0);
  if (differs(used[slot] ?? Number.NaN, highest))
    return [wrong("peak", `${path}.peak.slot`, "the busiest slot", `${slot}`)];
  const there = load[slot] as number;
  if (differs(there, stated)) return [wrong("peak", `${path}.peak.load`, `${there}`, `${stated}`)];
  const share = capacity === null ? null : highest;
  const isRight =
    share === null || utilisation === null ? share === utilisation : !differs(share, utilisation);
  return isRight ? [] : [wrong("peak", `${path}.peak.utilisation`, `${share}`, `${utilisation}`)];
}
