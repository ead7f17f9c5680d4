/** The certificate re-derived: each level's value from the waves, its bound from the stored prices, gap and status from both. */
import type { Problem } from "../problem.js";
import {
  type Beside,
  besideIn,
  type BoundedProgram,
  gapOf,
  type Held,
  type LevelPrices,
  relaxedRange,
  statusOf,
  wholeBound,
} from "./certificate.js";
import { differs, wrong } from "./deviation.js";
import { riseBases, riseOf, risingCapacity } from "../service/rise.js";
import type { Service } from "../service/service.js";
import type { Level, Plan } from "./plan.js";

/** Of all devices, and of those that take turns alone. */
export type CheckedValues = {
  /** Loads, with lost capacity counted. */
  readonly charged: readonly Float64Array[];
  readonly exposure: number;
  readonly unscheduled: number;
  readonly beside: Beside;
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
  const out = found.unscheduled - found.beside.unscheduled;
  const prices = pricesOf(program, plan, out);
  if ("code" in prices) return [prices];
  const rise = plan.goal === "flattest" ? riseOf(program.services, found.charged) : null;
  const held: Held = { unscheduled: out, rise };
  const values = { unscheduled: found.unscheduled, rise: rise ?? 0, exposure: found.exposure };
  const problems = levels.flatMap((level, i) => {
    const path = `certificate.levels[${i}]`;
    const leastRise = rise === null ? null : (levels[1]?.relaxed ?? null);
    const beside = besideIn(found.beside, level.name);
    const own = { name: level.name, relaxed: level.relaxed - beside };
    const range = relaxedRange(program, own, prices[level.name], held, leastRise);
    const bound = Math.min(wholeBound(level.name, range.most) + beside, values[level.name]);
    return [
      ...levelProblems(path, level, values[level.name], bound),
      ...relaxedProblems(path, level, beside, range),
    ];
  });
  const truth = statusOf(levels);
  return status === truth
    ? problems
    : [...problems, wrong("certificate", "certificate.status", truth, status)];
}

/** Where the search stopped early, the plan is the best point there is. */
function relaxedProblems(
  path: string,
  { relaxed, value }: Level,
  beside: number,
  { least, most, isInside }: ReturnType<typeof relaxedRange>,
): readonly Problem[] {
  return relaxed === value || isInside
    ? []
    : [wrong("certificate", `${path}.relaxed`, `from ${least + beside} to ${most + beside}`, `${relaxed}`)];
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

const isRising = (service: Service | undefined, slot: number): boolean =>
  service !== undefined && risingCapacity(service, slot) > 0;

/** The sparse prices as rows by level, service and slot; a price of something that is not held would prove what is not so. */
function pricesOf(
  program: BoundedProgram,
  { goal, certificate }: Plan,
  unscheduled: number,
): Record<Level["name"], LevelPrices> | Problem {
  const { services, grid } = program;
  const rows = () => services.map(() => new Float64Array(grid.slots));
  const blank = () => ({ limitPrices: rows(), risePrices: rows(), heldPrice: 0 });
  const prices = { unscheduled: blank(), rise: blank(), exposure: blank() };
  const bases = riseBases(services);
  for (const [i, entry] of certificate.prices.entries()) {
    const path = `certificate.prices[${i}]`;
    const { level: name, price } = entry;
    const isKnown = certificate.levels.some((level) => level.name === name);
    if (!isKnown) return wrong("certificate", `${path}.level`, "a level of the plan", String(name));
    if (!(Number.isFinite(price) && price > 0))
      return wrong("certificate", `${path}.price`, "a positive price", `${price}`);
    const level = prices[name];
    if (entry.row === "held") {
      const isHeld = name !== "unscheduled" && unscheduled > 0 && entry.held === "unscheduled";
      if (!isHeld || level.heldPrice !== 0)
        return wrong("certificate", path, "one price a level of what it holds", `${entry.held}`);
      level.heldPrice = price;
      continue;
    }
    const r = services.findIndex(({ id }) => id === entry.service);
    const isHeld =
      entry.row === "limit"
        ? Number.isFinite(services[r]?.limit?.[entry.slot])
        : goal === "flattest" &&
          name !== "unscheduled" &&
          (bases[r] ?? null) !== null &&
          isRising(services[r], entry.slot);
    const row = (entry.row === "limit" ? level.limitPrices : level.risePrices)[r];
    if (!isHeld || row?.[entry.slot] !== 0)
      return wrong(
        "certificate",
        path,
        "each row of the level once",
        `${entry.row} ${entry.service} ${entry.slot}`,
      );
    row[entry.slot] = price;
  }
  return prices;
}
