/** The certificate re-derived: each level's value from the waves, its bound from the stored prices, gap and status from both. */
import type { Problem } from "../problem.js";
import {
  type BoundedProgram,
  gapOf,
  type Held,
  levelBound,
  type LevelPrices,
  statusOf,
  wholeBound,
} from "./certificate.js";
import { differs, wrong } from "./deviation.js";
import { riseOf } from "../service/rise.js";
import type { Level, Plan } from "./plan.js";

export type CheckedValues = {
  readonly loads: readonly Float64Array[];
  readonly exposure: number;
  readonly unscheduled: number;
};

export function certificateProblems(
  program: BoundedProgram,
  plan: Plan,
  found: CheckedValues,
): readonly Problem[] {
  const { levels, status } = plan.certificate;
  const expected =
    plan.goal === "flattest" ? ["unscheduled", "rise", "exposure"] : ["unscheduled", "exposure"];
  const names = levels.map(({ name }) => name);
  if (names.join() !== expected.join())
    return [wrong("certificate", "certificate.levels", expected.join(), names.join())];
  const prices = pricesOf(program, plan);
  if ("code" in prices) return [prices];
  const rise = plan.goal === "flattest" ? riseOf(program.services, found.loads) : null;
  const held: Held = { unscheduled: found.unscheduled, rise };
  const values = { unscheduled: found.unscheduled, rise: rise ?? 0, exposure: found.exposure };
  const problems = levels.flatMap((level, i) => {
    const bound = wholeBound(level.name, levelBound(program, level.name, prices[level.name], held));
    return levelProblems(
      `certificate.levels[${i}]`,
      level,
      values[level.name],
      Math.min(bound, values[level.name]),
    );
  });
  if (levels.some(({ relaxed }) => !(Number.isFinite(relaxed) && relaxed >= 0))) {
    problems.push(
      wrong(
        "certificate",
        "certificate.levels",
        "relaxed values of at least 0",
        levels.map(({ relaxed }) => relaxed).join(),
      ),
    );
  }
  problems.push(...relaxedProblems(levels, found.unscheduled));
  const truth = status === "stopped" ? "stopped" : statusOf(levels);
  return status === truth
    ? problems
    : [...problems, wrong("certificate", "certificate.status", truth, status)];
}

/** Relative: what the solver's own tolerances may miss. */
const SOLVER_TOLERANCE = 1e-5;

/**
 * The relaxed value is the solver's word. Where nothing but the limits is held (nobody is unscheduled, no rise), it lies between
 * the bound and the plan's value; elsewhere plan and relaxed point differ in what they hold, and nothing can be said.
 */
function relaxedProblems(levels: readonly Level[], unscheduled: number): readonly Problem[] {
  return levels.flatMap(({ name, relaxed, bound, value }, i) => {
    if (unscheduled > 0 || i > 1) return [];
    const slack = SOLVER_TOLERANCE * Math.max(1e-3, Math.abs(value));
    const isBetween = bound - slack <= relaxed && relaxed <= value + slack;
    return isBetween
      ? []
      : [
          wrong(
            "certificate",
            `certificate.levels[${i}].relaxed`,
            `between ${bound} and ${value} (${name})`,
            `${relaxed}`,
          ),
        ];
  });
}

const units = { unscheduled: "devices", rise: "share", exposure: "device-hours" } as const;

function levelProblems(path: string, level: Level, value: number, bound: number): readonly Problem[] {
  const problems: Problem[] = [];
  if (level.unit !== units[level.name])
    problems.push(wrong("certificate", `${path}.unit`, units[level.name], level.unit));
  if (differs(level.value, value))
    problems.push(wrong("certificate", `${path}.value`, `${value}`, `${level.value}`));
  if (differs(level.bound, bound))
    problems.push(wrong("bound", `${path}.bound`, `${bound}`, `${level.bound}`));
  const gap = gapOf(value, bound);
  if (!(Math.abs(level.gap - gap) <= 1e-9))
    problems.push(wrong("certificate", `${path}.gap`, `${gap}`, `${level.gap}`));
  return problems;
}

/** The sparse prices as rows by level, service and slot. */
function pricesOf(
  { services, grid }: BoundedProgram,
  { certificate }: Plan,
): Record<Level["name"], LevelPrices> | Problem {
  const rows = () => services.map(() => new Float64Array(grid.slots));
  const blank = () => ({ limitPrices: rows(), risePrices: rows(), heldPrice: 0 });
  const prices = { unscheduled: blank(), rise: blank(), exposure: blank() };
  for (const [i, entry] of certificate.prices.entries()) {
    const path = `certificate.prices[${i}]`;
    if (!(Number.isFinite(entry.price) && entry.price > 0))
      return wrong("certificate", `${path}.price`, "a positive price", `${entry.price}`);
    const level = prices[entry.level];
    if (level === undefined) return wrong("certificate", `${path}.level`, "a level", String(entry.level));
    if (entry.row === "held") {
      level.heldPrice = entry.price;
      continue;
    }
    const service = services.findIndex(({ id }) => id === entry.service);
    const row = (entry.row === "limit" ? level.limitPrices : level.risePrices)[service];
    if (row === undefined || !(entry.slot in row))
      return wrong("certificate", path, "a service and a slot of the plan", `${entry.service} ${entry.slot}`);
    if (row[entry.slot] !== 0)
      return wrong("certificate", path, "each row once", `${entry.service} ${entry.slot} again`);
    row[entry.slot] = entry.price;
  }
  return prices;
}
