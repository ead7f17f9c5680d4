/**
 * The text of plan.json: keys in the order of the type, one line a cohort, wave, level and price, one line a series of slots;
 * so a diff of two plans reads wave by wave.
 */
import type {
  Certificate,
  Level,
  Plan,
  PlannedCohort,
  PlannedStart,
  Price,
  ServiceForecast,
  Unscheduled,
  Wave,
} from "../plan/plan.js";
import { showControls } from "./controls.js";
import type { ExportTarget } from "./target.js";

type Excluded = Plan["excluded"][number];

/** Canonical: equal plans give equal bytes whatever the order of their keys; ends with a line end. */
export const planText = (plan: Plan): string =>
  `${block("", {
    format: line(plan.format),
    name: line(plan.name),
    policy: line(plan.policy),
    goal: line(plan.goal),
    scenarioDigest: line(plan.scenarioDigest),
    release: line(plan.release),
    deadline: line(plan.deadline),
    grid: line(gridOf(plan)),
    rings: lines("  ", plan.rings.map(ringOf).map(line)),
    groups: line(plan.groups),
    cohorts: lines("  ", plan.cohorts.map(cohortOf).map(line)),
    waves: lines("  ", plan.waves.map(waveOf).map(line)),
    starts: plan.starts === null ? line(null) : lines("  ", plan.starts.map(startOf).map(line)),
    unscheduled: lines("  ", plan.unscheduled.map(unscheduledOf).map(line)),
    excluded: lines("  ", plan.excluded.map(excludedOf).map(line)),
    expectedLate: line(plan.expectedLate),
    services: lines("  ", plan.services.map(serviceBlock)),
    certificate: certificateBlock(plan.certificate),
  } satisfies Record<keyof Plan, string>)}\n`;

const certificateBlock = ({ status, levels, prices }: Certificate): string =>
  block("  ", {
    status: line(status),
    levels: lines("    ", levels.map(levelOf).map(line)),
    prices: lines("    ", prices.map(priceOf).map(line)),
  } satisfies Record<keyof Certificate, string>);

const serviceBlock = ({ id, counts, capacity, limit, background, load, peak }: ServiceForecast): string =>
  block("    ", {
    id: line(id),
    counts: line(counts),
    capacity: line(capacity),
    limit: line(limit),
    background: line(background),
    load: line(load),
    peak: line(peakOf(peak)),
  } satisfies Record<keyof ServiceForecast, string>);

// Each names every field once, in the order of its type; the return type makes a forgotten one an error.
const gridOf = ({ grid }: Plan): Plan["grid"] => ({
  start: grid.start,
  slotMinutes: grid.slotMinutes,
  slots: grid.slots,
});
const ringOf = ({ name, opens, closes }: Plan["rings"][number]): Plan["rings"][number] => ({
  name,
  opens,
  closes,
});
const cohortOf = (of: PlannedCohort): PlannedCohort => ({
  id: of.id,
  site: of.site,
  profile: of.profile,
  ring: of.ring,
  group: of.group,
  timezone: of.timezone,
  tags: of.tags,
  device: of.device,
  devices: of.devices,
  open: of.open,
});
const waveOf = ({ cohort, slot, start, end, devices }: Wave): Wave => ({ cohort, slot, start, end, devices });
const unscheduledOf = ({ cohort, devices, reason, detail }: Unscheduled): Unscheduled => ({
  cohort,
  devices,
  reason,
  detail,
});
const startOf = (of: PlannedStart): PlannedStart => ({
  site: of.site,
  timezone: of.timezone,
  ring: of.ring,
  slots: of.slots,
  start: of.start,
  end: of.end,
  devices: of.devices,
  cohorts: of.cohorts.map(({ cohort, devices }) => ({ cohort, devices })),
});
const excludedOf = ({ cohort, devices, reason }: Excluded): Excluded => ({ cohort, devices, reason });
const levelOf = ({ name, unit, value, relaxed, bound, gap }: Level): Level => ({
  name,
  unit,
  value,
  relaxed,
  bound,
  gap,
});
const priceOf = (of: Price): Price =>
  of.row === "held"
    ? { level: of.level, row: of.row, held: of.held, price: of.price }
    : { level: of.level, row: of.row, service: of.service, slot: of.slot, price: of.price };

const peakOf = ({ slot, load, utilisation }: ServiceForecast["peak"]): ServiceForecast["peak"] => ({
  slot,
  load,
  utilisation,
});

/** `indent` is that of the line the block begins on. */
const block = (indent: string, texts: Readonly<Record<string, string>>): string =>
  `{\n${Object.entries(texts)
    .map(([key, text]) => `${indent}  "${key}": ${text}`)
    .join(",\n")}\n${indent}}`;

const lines = (indent: string, items: readonly string[]): string =>
  items.length === 0 ? "[]" : `[\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}]`;

// JSON.stringify writes NaN and Infinity as null, which would read back as "unknown". Escapes keep `cat plan.json` harmless.
const line = (value: unknown): string =>
  showControls(
    JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part === "number" && !Number.isFinite(part)) throw new Error(`bug: ${part} in a plan`);
      return part;
    }),
  );

export const json: ExportTarget = {
  name: "json",
  title: "The plan itself (JSON)",
  file: "plan.json",
  extension: "json",
  losses: [],
  write: planText,
};
