/** From the optimizer's answer to the plan: waves, reasons, forecast, certificate. */
import { type Grid, type SlotRange, slotRuns, slotStart } from "../calendar/grid.js";
import type { Forecast } from "../evaluate/forecast.js";
import type { Rollout } from "../rollout.js";
import { type CohortDemand, type LoadPrices, exposureOf } from "../service/demand.js";
import { riseOf } from "../service/rise.js";
import type { SolvedLevel } from "../stagger/optimum.js";
import type { Staggered } from "../stagger/stagger.js";
import { isoInstant } from "../units.js";
import {
  besideIn,
  besideOf,
  bestHeldPrice,
  type BoundedProgram,
  gapOf,
  type Held,
  levelBound,
  type LevelPrices,
  relaxedRange,
  sparsePrices,
  statusOf,
  wholeBound,
} from "./certificate.js";
import { TOLERANCE } from "./deviation.js";
import type { Cohort } from "../fleet/cohort.js";
import type { Certificate, Level, Plan, PlannedCohort, PlannedStart, ServiceForecast, Wave } from "./plan.js";
import { startOrder } from "./start-order.js";
import { type Explained, unscheduledOf } from "./unscheduled.js";

export type PlanHeading = Pick<Plan, "name" | "policy" | "scenarioDigest">;

export function buildPlan(
  heading: PlanHeading,
  rollout: Rollout,
  staggered: Staggered,
  forecast: Forecast,
  explained: Explained,
): Plan {
  const { grid, release, deadline, demands } = rollout;
  const certificate = certificateOf(rollout, staggered, forecast);
  const fewest = certificate.levels.find(({ name }) => name === "unscheduled")?.bound ?? 0;
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
    groups: rollout.groups.map(({ name }) => name),
    cohorts: demands.map((demand, c) => plannedCohort(demand, staggered.usable[c] as SlotRange)),
    waves: wavesOf(rollout, staggered),
    starts: startsOf(rollout, staggered),
    unscheduled: unscheduledOf(rollout, staggered, fewest, explained),
    excluded: rollout.excluded.map(({ cohort, reason }) => ({
      cohort: cohort.id,
      devices: cohort.devices,
      reason,
    })),
    expectedLate: forecast.expectedLate,
    services: rollout.services.map((service, r): ServiceForecast => {
      const { id, counts, background } = service;
      const [capacity, limit] = [forecast.capacities[r] ?? null, forecast.limits[r] ?? null];
      return {
        id,
        counts,
        capacity: capacity === null ? null : [...capacity],
        limit: limit === null ? null : [...limit],
        background: [...background],
        load: [...(forecast.loads[r] as Float64Array)],
        peak: forecast.peaks[r] as ServiceForecast["peak"],
      };
    }),
    certificate,
  };
}

function plannedCohort({ cohort, behaviour }: CohortDemand, [from, to]: SlotRange): PlannedCohort {
  const { id, site, profile, ring, group, timezone, tags, device, devices } = cohort;
  return {
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

function startsOf({ grid, demands }: Rollout, { few }: Staggered): Plan["starts"] {
  if (few === null) return null;
  const starts = few.starts.map(({ slots, cohorts }): PlannedStart => {
    const of = cohorts.map(({ cohort, devices }) => ({ of: demands[cohort]?.cohort as Cohort, devices }));
    const { site, timezone, ring } = (of[0] as (typeof of)[number]).of;
    return {
      site,
      timezone,
      ring,
      slots,
      start: isoInstant(slotStart(grid, slots[0])),
      end: isoInstant(slotStart(grid, slots[1])),
      devices: of.reduce((sum, { devices }) => sum + devices, 0),
      cohorts: of.map(({ of: { id }, devices }) => ({ cohort: id, devices })),
    };
  });
  return starts.sort(startOrder);
}

const units = { unscheduled: "devices", rise: "share", exposure: "device-hours" } as const;

function certificateOf(rollout: Rollout, staggered: Staggered, forecast: Forecast): Certificate {
  const { demands, usable, services } = staggered.task;
  const program: BoundedProgram = { grid: rollout.grid, demands, usable, services };
  const unscheduled = staggered.unscheduled.reduce((sum, devices) => sum + devices, 0);
  const rise = staggered.goal === "flattest" ? riseOf(staggered.services, forecast.charged) : null;
  const beside = besideOf(rollout, staggered.stagger, staggered.unscheduled);
  const values = {
    unscheduled,
    rise: rise ?? 0,
    exposure: exposureOf(rollout.demands, staggered.stagger, staggered.unscheduled),
  };
  const held: Held = { unscheduled: unscheduled - beside.unscheduled, rise };
  let leastRise: number | null = null;
  const proofs = staggered.levels.map((solved) => {
    const proof = proofOf(
      program,
      solved,
      values[solved.name],
      held,
      besideIn(beside, solved.name),
      leastRise,
    );
    if (solved.name === "rise") leastRise = proof.level.relaxed;
    return proof;
  });
  return {
    status: statusOf(proofs.map(({ level }) => level)),
    levels: proofs.map(({ level }) => level),
    prices: proofs.flatMap(({ level, prices }) => sparsePrices(level.name, staggered.services, prices)),
  };
}

function proofOf(
  program: BoundedProgram,
  solved: SolvedLevel,
  value: number,
  held: Held,
  /** What the devices that take turns add. */
  beside: number,
  /** As the level `rise` states it. */
  leastRise: number | null,
) {
  const { name } = solved;
  const telling = tellingPrices(program, solved, value);
  const prices = { ...telling, heldPrice: bestHeldPrice(program, name, telling, held) };
  const proven = wholeBound(name, levelBound(program, name, prices, held)) + beside;
  if (proven > value + TOLERANCE * Math.max(1, value))
    throw new Error(`a ${name} of ${value} lies below its own bound ${proven}`);
  const bound = Math.min(proven, value);
  // A search that was stopped knows no better point than the plan, nor does one whose point its own prices do not prove.
  const isKnown = solved.isSolved && relaxedRange(program, solved, prices, held, leastRise).isInside;
  const relaxed = isKnown ? solved.relaxed + beside : value;
  const level: Level = { name, unit: units[name], value, relaxed, bound, gap: gapOf(value, bound) };
  return { level, prices };
}

/** Share of a level's value that the whole capacity must be worth for a price to be more than the solver's rounding. */
const TELLING = 1e-9;

/** Prices so small that no bound shows them are left out: each that stays can be held against its bound. */
function tellingPrices(
  { services }: BoundedProgram,
  { limitPrices, risePrices, heldPrice }: LevelPrices,
  value: number,
): LevelPrices {
  const telling = (prices: LoadPrices): LoadPrices =>
    prices.map((row, r) =>
      row.map((price) => (price * (services[r]?.capacity ?? 1) > TELLING * value ? price : 0)),
    );
  return { limitPrices: telling(limitPrices), risePrices: telling(risePrices), heldPrice };
}
