/**
 * Starts derived again: each in hours open to all of its cohorts, no longer than the tool spreads, and the waves nothing but the
 * even spread of the starts' devices.
 */
import { slotStart } from "../calendar/grid.js";
import type { Problem } from "../problem.js";
import type { Rollout } from "../rollout.js";
import { evenSpread } from "../service/start-spread.js";
import { isoInstant } from "../units.js";
import { wrong } from "./deviation.js";
import type { Plan, PlannedStart } from "./plan.js";
import { startOrder } from "./start-order.js";

export function startProblems(rollout: Rollout, plan: Plan): readonly Problem[] {
  const { starts } = plan;
  if ((starts === null) !== (rollout.waves.kind === "fine"))
    return [
      wrong("starts", "starts", `those of waves: ${rollout.waves.kind}`, starts === null ? "null" : "a list"),
    ];
  if (starts === null) return [];
  const problems = starts.flatMap((start, i) => [
    ...shapeProblems(rollout, start, `starts[${i}]`),
    ...cohortProblems(plan, start, `starts[${i}]`),
    ...orderProblems(starts, i),
  ]);
  return problems.length > 0 ? problems : spreadProblems(plan, starts);
}

function shapeProblems({ grid, waves }: Rollout, start: PlannedStart, path: string): readonly Problem[] {
  const { slots, devices, cohorts } = start;
  const [from, to] = slots;
  if (!(from < to)) return [wrong("starts", `${path}.slots`, "a range of slots", slots.join("-"))];
  const longest = waves.kind === "few" ? Math.max(1, Math.floor(waves.spread / grid.slot)) : 1;
  const sum = cohorts.reduce((total, each) => total + each.devices, 0);
  const expected: readonly (readonly [string, string, string])[] = [
    ["start", isoInstant(slotStart(grid, from)), start.start],
    ["end", isoInstant(slotStart(grid, to)), start.end],
    ["devices", `${sum}`, `${devices}`],
  ];
  return [
    ...(to - from > longest
      ? [wrong("starts", `${path}.slots`, `${longest} slots at most (spread)`, `${to - from}`)]
      : []),
    ...expected.flatMap(([key, should, is]) =>
      should === is ? [] : [wrong("starts", `${path}.${key}`, should, is)],
    ),
  ];
}

/** The start's cohorts are of its site, zone and ring, in the plan's order, and open in all of its slots. */
function cohortProblems(
  plan: Plan,
  { site, timezone, ring, slots, cohorts }: PlannedStart,
  path: string,
): readonly Problem[] {
  if (cohorts.length === 0) return [wrong("starts", `${path}.cohorts`, "some cohort", "none")];
  let last = -1;
  return cohorts.flatMap(({ cohort, devices }, j) => {
    const where = `${path}.cohorts[${j}]`;
    const c = plan.cohorts.findIndex(({ id }) => id === cohort);
    const known = plan.cohorts[c];
    const isInOrder = c > last;
    last = c;
    const isHere =
      known !== undefined && known.site === site && known.timezone === timezone && known.ring === ring;
    if (!isHere || !isInOrder)
      return [
        wrong("starts", `${where}.cohort`, "a cohort of the start's site, zone and ring, each once", cohort),
      ];
    if (devices === 0) return [wrong("starts", `${where}.devices`, "a positive whole number", "0")];
    return known.open.some(([from, to]) => from <= slots[0] && slots[1] <= to)
      ? []
      : [wrong("open-hours", `${path}.slots`, `slots open to ${cohort}`, slots.join("-"))];
  });
}

function orderProblems(starts: readonly PlannedStart[], i: number): readonly Problem[] {
  const [before, start] = [starts[i - 1], starts[i]];
  if (before === undefined || start === undefined || startOrder(before, start) < 0) return [];
  return [
    wrong(
      "starts",
      `starts[${i}]`,
      "after the start before it (by slots, site, zone, ring), no two alike",
      start.site,
    ),
  ];
}

/** By cohort and slot, the waves are what the starts spread there, and no slot of a cohort is in two starts. */
function spreadProblems({ cohorts, waves }: Plan, starts: readonly PlannedStart[]): readonly Problem[] {
  const index = new Map(cohorts.map(({ id }, c) => [id, c]));
  const spread = new Map<string, number>();
  const problems: Problem[] = [];
  starts.forEach(({ slots: [from, to], cohorts: of }, i) => {
    for (const { cohort, devices } of of)
      evenSpread(devices, to - from, index.get(cohort) as number).forEach((count, s) => {
        const key = JSON.stringify([cohort, from + s]);
        if (spread.has(key))
          problems.push(
            wrong("starts", `starts[${i}].slots`, `slots in no other start of ${cohort}`, `${from}-${to}`),
          );
        spread.set(key, count);
      });
  });
  waves.forEach(({ cohort, slot, devices }, i) => {
    const key = JSON.stringify([cohort, slot]);
    const expected = spread.get(key) ?? 0;
    spread.delete(key);
    if (expected !== devices)
      problems.push(
        wrong("starts", `waves[${i}].devices`, `${expected}, as its start spreads them`, `${devices}`),
      );
  });
  for (const [key, devices] of spread) {
    const [cohort, slot] = JSON.parse(key) as [string, number];
    if (devices > 0)
      problems.push(
        wrong(
          "starts",
          "waves",
          `${devices} of ${cohort} in slot ${slot}, as their start spreads them`,
          "none",
        ),
      );
  }
  return problems;
}
