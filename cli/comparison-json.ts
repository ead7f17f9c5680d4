/** A comparison as JSON: everything it tells, the arrays by slot where they are asked for. */
import {
  type ComparedPolicy,
  type ComparedService,
  type Comparison,
  isoInstant,
  type Metric,
  slotStart,
  type Spread,
} from "../src/index.js";
import type { ComparisonTold } from "./comparison.js";

/** @param series with the arrays by slot */
export function comparisonJson(
  { comparison, metrics, variants, robustness, interrupted }: ComparisonTold,
  { series }: { readonly series: boolean },
): unknown {
  const { name, zone, grid, devices, services, runs, seed } = comparison;
  return {
    name,
    zone,
    devices,
    runs,
    seed,
    interrupted,
    metrics,
    ...(series
      ? { time: Array.from({ length: grid.slots }, (_, slot) => isoInstant(slotStart(grid, slot))) }
      : {}),
    services: services.map((service) => serviceJson(service, series)),
    policies: policiesJson(comparison, metrics, series),
    variants: variants.map((variant) => ({
      what: variant.what,
      policies: policiesJson(variant.comparison, metrics, series),
    })),
    robustness,
  };
}

const serviceJson = ({ id, counts, capacity, limit, background }: ComparedService, series: boolean) => ({
  id,
  counts,
  ...(series
    ? {
        capacity: capacity === null ? null : figures(capacity),
        limit: limit === null ? null : figures(limit),
        background: figures(background),
      }
    : {}),
});

const policiesJson = ({ policies, services }: Comparison, metrics: readonly Metric[], series: boolean) =>
  policies.map((policy) => policyJson(policy, services, metrics, series));

function policyJson(
  policy: ComparedPolicy,
  services: readonly ComparedService[],
  metrics: readonly Metric[],
  series: boolean,
) {
  const { name, kind, about, role, spreads, fates, leftOut, dominatedBy, notes } = policy;
  const byMetric = <T>(of: (metric: Metric) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(metrics.map((metric) => [metric.id, of(metric)]));
  return {
    name,
    kind,
    about,
    role,
    figures: byMetric(({ id }) => known(policy.figures[id])),
    spreads: spreads === null ? null : byMetric(({ id }) => spreadJson(spreads[id])),
    fates: services.map(({ id }, s) => ({ service: id, fate: fates[s] ?? null })),
    leftOut: figure(leftOut),
    dominatedBy,
    notes,
    ...(series
      ? {
          offered: services.map(({ id }, s) => ({
            service: id,
            perSlot: figures(policy.offered[s] ?? new Float64Array()),
          })),
          restarted: figures(policy.restarted),
        }
      : {}),
  };
}

const spreadJson = (spread: Spread | null | undefined) =>
  spread == null ? null : { median: known(spread.median), p5: known(spread.p5), p95: known(spread.p95) };

/** JSON has no Infinity: what is never reached is as what is not known. */
export const known = (value: number | null | undefined): number | null =>
  value == null || !Number.isFinite(value) ? null : figure(value);

const figures = (values: Float64Array): readonly (number | null)[] => Array.from(values, known);

/** Seven figures: a simulation knows no more. */
const figure = (value: number): number => Number(value.toPrecision(7));
