/** The figures of a simulation, and what many runs of it have in common: what is counted and compared, without what is drawn. */
import type { SimulatedService } from "./simulation.js";

export const figureNames = [
  "peakUtilisation",
  "failed",
  "gaveUp",
  "hoursOverCapacity",
  "outageUserHours",
] as const;
export type FigureName = (typeof figureNames)[number];

/** Of one service in one run, or of all of them. `peakUtilisation` null: the capacity is unknown; Infinity: none was left. */
export type ServiceFigures = Readonly<Record<Exclude<FigureName, "peakUtilisation">, number>> & {
  readonly peakUtilisation: number | null;
  readonly fate: Fate;
};

/** calm: never over its capacity; recovered: every overload was over by the end; failing: one was not. */
export type Fate = "calm" | "recovered" | "failing";

/** Of one run: by service, in the simulation's order, and of all: totals; of peak, hours over capacity and fate the worst. */
export type RunFigures = { readonly services: readonly ServiceFigures[]; readonly all: ServiceFigures };

type Simulated = Pick<SimulatedService, FigureName | "recoveredAt">;

export function runFigures(services: readonly Simulated[]): RunFigures {
  const each = services.map(figuresOf);
  return { services: each, all: each.reduce(together, nothing) };
}

export const fateOf = ({ failed, hoursOverCapacity, recoveredAt }: Simulated): Fate =>
  failed === 0 && hoursOverCapacity === 0 ? "calm" : recoveredAt === null ? "failing" : "recovered";

const figuresOf = (service: Simulated): ServiceFigures => {
  const { peakUtilisation, failed, gaveUp, hoursOverCapacity, outageUserHours } = service;
  return {
    peakUtilisation,
    failed,
    gaveUp,
    hoursOverCapacity,
    outageUserHours,
    fate: fateOf(service),
  };
};

const nothing: ServiceFigures = {
  peakUtilisation: null,
  failed: 0,
  gaveUp: 0,
  hoursOverCapacity: 0,
  outageUserHours: 0,
  fate: "calm",
};

const fates: readonly Fate[] = ["calm", "recovered", "failing"];

const together = (a: ServiceFigures, b: ServiceFigures): ServiceFigures => ({
  peakUtilisation: highest(a.peakUtilisation, b.peakUtilisation),
  failed: a.failed + b.failed,
  gaveUp: a.gaveUp + b.gaveUp,
  hoursOverCapacity: Math.max(a.hoursOverCapacity, b.hoursOverCapacity),
  outageUserHours: a.outageUserHours + b.outageUserHours,
  fate: fates[Math.max(fates.indexOf(a.fate), fates.indexOf(b.fate))] as Fate,
});

const highest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** Half of the runs are at or below `median`, 5 % at or below `p5`, 95 % at or below `p95`. */
export type Spread = { readonly median: number; readonly p5: number; readonly p95: number };

/** Over runs of one service, or of all. */
export type SpreadFigures = Readonly<Record<FigureName, Spread | null>> & {
  /** Of the runs with an overload the share in which it was over by the end; null: no run had one. */
  readonly recovered: number | null;
};

/** @param runs at least one */
export function spreadFigures(runs: readonly ServiceFigures[]): SpreadFigures {
  const troubled = runs.filter(({ fate }) => fate !== "calm");
  const recovered = troubled.filter(({ fate }) => fate === "recovered");
  const spreads = figureNames.map((name) => [name, spreadOf(runs.map((figures) => figures[name]))]);
  return {
    ...(Object.fromEntries(spreads) as Record<FigureName, Spread | null>),
    recovered: troubled.length === 0 ? null : recovered.length / troubled.length,
  };
}

/** null: some value is unknown. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  if (values.some((value) => value === null)) return null;
  const sorted = [...(values as readonly number[])].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p5: quantile(sorted, 0.05), p95: quantile(sorted, 0.95) };
}

/** Linear between neighbours: the lowest value is the quantile 0, the highest 1. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  // Without this, two infinite neighbours would give NaN.
  return below === above ? below : below + (place - Math.floor(place)) * (above - below);
}
