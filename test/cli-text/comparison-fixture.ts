/** A comparison made up by hand: 13 policies over three services, of which one has no known capacity and one is the desk. */
import type { ComparisonTold } from "../../cli/comparison.js";
import type { ComparedPolicy, Comparison, Metric } from "../../src/evaluate/comparison.js";
import type { Robustness, Trial } from "../../src/robustness.js";
import { duration, hour, instant, share } from "../../src/units.js";

const metric = (id: string, name: string, unit: Metric["unit"], more: Partial<Metric> = {}): Metric => ({
  id,
  name,
  unit,
  better: "less",
  definition: `${name}.`,
  isFirst: false,
  ...more,
});

export const metrics: readonly Metric[] = [
  metric("lockedOut", "locked out", "people", { isFirst: true }),
  metric("hoursOverLimit", "over limit", "hours", { isFirst: true }),
  metric("timeTo95", "95 % done", "hours", { isFirst: true }),
  metric("restartsAtWork", "at work", "devices", { isFirst: true }),
  metric("callsPerHour", "calls", "per hour", { isFirst: true }),
  metric("peakUtilisation", "peak", "share"),
  metric("exposure", "exposure", "device-hours"),
  metric("timeTo50", "50 % done", "hours"),
  metric("spare", "to collapse", "share", { better: "more" }),
  metric("disturbed", "disturbed", "person-hours"),
  metric("fairness", "fairness", "times"),
  metric("starts", "start times", "count"),
];

const devices = 12_210;
/** Tue 11 August 2026, 19:00 in Berlin, for eight days. */
export const grid = { start: instant(Date.parse("2026-08-11T17:00:00Z")), slot: duration(hour), slots: 192 };

type Figures = readonly (number | null)[];

/** Hours in the order of the metrics; exposure as hours of a device. */
function policy(
  name: string,
  kind: string,
  values: Figures,
  more: Partial<ComparedPolicy> = {},
): ComparedPolicy {
  const figures = Object.fromEntries(
    metrics.map(({ id }, i) => {
      const value = values[i] ?? null;
      return [id, id === "exposure" && value !== null ? value * devices : value];
    }),
  );
  return {
    name,
    kind,
    about: `What ${kind} does, as some product behaves.`,
    role: "other",
    figures,
    spreads: null,
    offered: [],
    fates: ["calm", "calm", "calm"],
    restarted: new Float64Array(grid.slots),
    leftOut: 0,
    dominatedBy: null,
    notes: [],
    ...more,
  };
}

const over = { fates: ["recovered", "calm", "calm"] } as const;
const failing = { fates: ["failing", "calm", "recovered"] } as const;

export const policies: readonly ComparedPolicy[] = [
  policy("today", "rings", [1_240, 0.67, 38, 2_310, 47, 1.62, 33.1, 30, 0, 190, 1.2, 2], {
    ...over,
    role: "today",
    notes: ["Pune has no ring"],
  }),
  policy("unmanaged", "unmanaged", [8_412, 31, Infinity, 9_130, 212, 9.6, 61, 40, 0, 760, 1.1, 0], {
    ...failing,
    leftOut: 940,
    dominatedBy: "today",
  }),
  policy("big-bang", "big-bang", [6_100, 4.25, 26, 0, 160, 4.8, 25, 25.5, 0, 0, 1, 1], over),
  policy("window-start", "window-start", [3_020, 2, 50, 0, 88, 2.9, 40, 37, 0, 0, 1.3, 7], over),
  policy("random-delay", "random-delay", [0, 0.25, 51, 0, 41, 0.86, 42, 38, 0.06, 0, 1.3, 7]),
  policy("hash-phased", "hash-phased", [0, 0, 98, 410, 24, 0.66, 71, 66, 0.19, 34, 1, 160]),
  policy("even", "even", [0, 0, 74, 0, 29, 0.71, 52, 49, 0.16, 0, 1.4, 96]),
  policy("my rings", "rings", [1_240, 1, 62, 2_400, 51, 1.62, 55, 44, 0, 201, 1.2, 3], {
    ...over,
    dominatedBy: "today",
  }),
  policy("waves", "waves", [0, 0, 110, 0, 31, 0.74, 64, 60, 0.13, 0, 1.6, 12], { dominatedBy: "even" }),
  policy("lock", "lock", [0, 0, Infinity, 0, 4, 0.52, 170, 160, 0.3, 0, 1.1, 190], { leftOut: 7_800 }),
  policy("rate", "rate", [0, 0, 96, 90, 28, 0.7, 58, 51, 0.17, 7, 1.5, 1]),
  policy("ramp", "ramp", [420, 0.5, 49, 0, 63, 1.08, 39, 36, 0, 0, 1.8, 14], over),
  policy("optimal", "optimal", [0, 0, 58, 0, 26, 0.6, 43.7, 40, 0.22, 0, 1.3, 246], { role: "optimum" }),
];

const capacity = new Float64Array(grid.slots).fill(40);

export const comparison: Comparison = {
  name: "Contoso, August 2026",
  zone: "Europe/Berlin",
  grid,
  devices,
  services: (["login", "vpn", "desk"] as const).map((id) => ({
    id,
    counts: id === "desk" ? "calls" : "signIns",
    capacity: id === "vpn" ? null : capacity,
    limit: id === "vpn" ? null : capacity.map((most) => most * 0.8),
    background: new Float64Array(grid.slots).fill(8),
  })),
  policies,
  runs: 0,
  seed: 1,
  isWhole: true,
};

/** With runs: every figure from 10 % below to 20 % above what is planned. */
export const noisy: Comparison = {
  ...comparison,
  runs: 100,
  seed: 7,
  policies: policies.map((each) => ({
    ...each,
    spreads: Object.fromEntries(
      Object.entries(each.figures).map(([id, value]) => [
        id,
        value === null ? null : { median: value * 1.05, p5: value * 0.9, p95: value * 1.2 },
      ]),
    ),
  })),
};

/** With three quarters of the capacity: the optimum holds, today collapses. */
const worse: Comparison = {
  ...comparison,
  policies: policies.map((each) =>
    each.role === "today"
      ? { ...each, ...failing, figures: { ...each.figures, lockedOut: 4_010, hoursOverLimit: 5.5 } }
      : each.name === "even"
        ? { ...each, figures: { ...each.figures, hoursOverLimit: 1 } }
        : each,
  ),
};

export const answer: ComparisonTold = {
  comparison,
  variants: [],
  metrics,
  robustness: [],
  interrupted: null,
};

function shaken(policy: string, lockedOut: readonly number[]): Robustness {
  const trials = ["every capacity 25 % smaller", "30 % of the devices refuse"].map((text, i): Trial => {
    const many = lockedOut[i] ?? 0;
    const fate = many > 0 ? "recovered" : "calm";
    return { text, lockedOut: many, peakUtilisation: many > 0 ? 1.3 : 0.8, fate, isSurvived: many === 0 };
  });
  const worst = trials[0] as Trial;
  return {
    policy,
    trials,
    worst,
    cover: worst.isSurvived ? null : { headroom: share(0.45), most: share(0.9) },
  };
}

export const varied: ComparisonTold = {
  ...answer,
  variants: [{ what: "capacity -25 %", comparison: worse }],
  robustness: [shaken("optimal", [0, 0]), shaken("even", [310, 0])],
};
