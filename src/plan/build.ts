/** From the optimizer's answer to the plan: waves, reasons, forecast, certificate. */
import { type Grid, type SlotRange, slotRuns, slotStart } from "../calendar/grid.js";
import { exposureOf, type Forecast } from "../evaluate/forecast.js";
import type { Rollout } from "../rollout.js";
import type { CohortDemand } from "../service/demand.js";
import { riseOf } from "../service/rise.js";
import type { SolvedLevel } from "../stagger/optimum.js";
import type { Staggered } from "../stagger/stagger.js";
import { isoInstant } from "../units.js";
import {
  bestHeldPrice,
  type BoundedProgram,
  gapOf,
  type Held,
  levelBound,
  sparsePrices,
  statusOf,
  wholeBound,
} from "./certificate.js";
import type { Certificate, Level, Plan, PlannedCohort, ServiceForecast, Unscheduled, Wave } from "./plan.js";

export type PlanHeading = Pick<Plan, "name" | "policy" | "scenarioDigest">;

/** Why devices of a cohort have no wave and what would help, in words. */
export type Explained = (reason: Unscheduled["reason"], cohort: CohortDemand) => string;

export function buildPlan(
  heading: PlanHeading,
  rollout: Rollout,
  staggered: Staggered,
  forecast: Forecast,
  explained: Explained,
): Plan {
  const { grid, release, deadline, demands } = rollout;
  return {
    format: "second-tuesday/plan@1",
    ...heading,
    goal: staggered.goal,
    release: isoInstant(release),
    deadline: isoInstant(deadline),
    grid: { start: isoInstant(grid.start), slotMinutes: grid.slot / 60_000, slots: grid.slots },
    rings: staggered.rings.map(({ name, opens, closes }) => ({
      name,
      opens: isoInstant(opens),
      closes: isoInstant(closes),
    })),
    cohorts: demands.map((demand, c) => plannedCohort(demand, staggered.usable[c] as SlotRange)),
    waves: wavesOf(rollout, staggered),
    unscheduled: demands.flatMap((demand, c) => unscheduledOf(rollout, staggered, demand, c, explained)),
    expectedLate: forecast.expectedLate,
    services: rollout.services.map((service, r): ServiceForecast => {
      const { id, counts, capacity, limit, background } = service;
      return {
        id,
        counts,
        capacity: capacity === null ? null : Array.from(background, () => capacity),
        limit: limit === null ? null : [...limit],
        background: [...background],
        load: [...(forecast.loads[r] as Float64Array)],
        peak: forecast.peaks[r] as ServiceForecast["peak"],
      };
    }),
    certificate: certificateOf(rollout, staggered, forecast),
  };
}

function plannedCohort({ cohort, behaviour }: CohortDemand, [from, to]: SlotRange): PlannedCohort {
  const { id, site, profile, ring, group, timezone, devices } = cohort;
  return {
    id,
    site,
    profile,
    ring,
    group,
    timezone,
    devices,
    open: slotRuns(behaviour.slots.subarray(from, to)),
  };
}

function wavesOf({ grid, demands }: Rollout, { stagger }: Staggered): readonly Wave[] {
  const waves = demands.flatMap(({ cohort, behaviour }, c) =>
    [...(stagger[c] as Float64Array)].flatMap((devices, p) =>
      devices > 0 ? [waveOf(grid, cohort.id, behaviour.slots[p] as number, devices)] : [],
    ),
  );
  // Cohorts come by id, and sorting is stable: by slot, then cohort.
  return waves.sort((a, b) => a.slot - b.slot);
}

const waveOf = (grid: Grid, cohort: string, slot: number, devices: number): Wave => ({
  cohort,
  slot,
  start: isoInstant(slotStart(grid, slot)),
  end: isoInstant(slotStart(grid, slot + 1)),
  devices,
});

/** Devices the best fractional point leaves out want capacity; those beyond it fell to rounding. */
function unscheduledOf(
  { closed }: Rollout,
  { unscheduled, unscheduledByCapacity, usable }: Staggered,
  demand: CohortDemand,
  c: number,
  explained: Explained,
): readonly Unscheduled[] {
  const devices = unscheduled[c] as number;
  if (devices === 0) return [];
  const entry = (reason: Unscheduled["reason"], count: number): Unscheduled[] =>
    count === 0
      ? []
      : [{ cohort: demand.cohort.id, devices: count, reason, detail: explained(reason, demand) }];
  const closedReason = closed[c] ?? null;
  if (closedReason !== null) return entry(closedReason, devices);
  const [from, to] = usable[c] as SlotRange;
  if (from === to) return entry("deadline", devices);
  const byCapacity = Math.min(devices, Math.ceil((unscheduledByCapacity[c] as number) - 1e-6));
  return [...entry("capacity", byCapacity), ...entry("rounding", devices - byCapacity)];
}

const units = { unscheduled: "devices", rise: "share", exposure: "device-hours" } as const;

function certificateOf(rollout: Rollout, staggered: Staggered, forecast: Forecast): Certificate {
  const program: BoundedProgram = {
    grid: rollout.grid,
    demands: rollout.demands,
    usable: staggered.usable,
    services: staggered.services,
  };
  const unscheduled = staggered.unscheduled.reduce((sum, devices) => sum + devices, 0);
  const rise = staggered.goal === "flattest" ? riseOf(staggered.services, forecast.loads) : null;
  const values = {
    unscheduled,
    rise: rise ?? 0,
    exposure: exposureOf(rollout.demands, staggered.stagger, staggered.unscheduled),
  };
  const held: Held = { unscheduled, rise };
  const proofs = staggered.levels.map((level) => proofOf(program, level, values[level.name], held));
  return {
    status: statusOf(proofs.map(({ level }) => level)),
    levels: proofs.map(({ level }) => level),
    prices: proofs.flatMap(({ level, prices }) => sparsePrices(level.name, staggered.services, prices)),
  };
}

function proofOf(program: BoundedProgram, solved: SolvedLevel, value: number, held: Held) {
  const { name, relaxed } = solved;
  const prices = { ...solved, heldPrice: bestHeldPrice(program, name, solved, held) };
  const bound = Math.min(wholeBound(name, levelBound(program, name, prices, held)), value);
  const level: Level = { name, unit: units[name], value, relaxed, bound, gap: gapOf(value, bound) };
  return { level, prices };
}
