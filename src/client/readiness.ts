/** Readiness: the share of a cohort that has the update staged (detected, downloaded, installed) a time after the release. */
import type { Delay, Profile } from "../scenario/scenario.js";
import { type Duration, duration, second, type Share, share } from "../units.js";
import { cellsOf, convolve, type Mass, massOf } from "./mass.js";

/** Readiness is smooth over hours: one step serves slots of every length. */
const STEP = duration(30 * second);

export type Readiness = (sinceRelease: Duration) => Share;

/** The distribution of detect + download + install, good for times up to `until` after the release. */
export function readinessOf(profile: Profile, until: Duration): Readiness {
  const delays = [profile.detect, profile.download, profile.install];
  const widest = widestUniform(delays);
  const rest = delays.filter((_, i) => i !== widest?.at).map((delay) => clipped(stagingMass(delay), until));
  const sum = rest.reduce((a, b) => clipped(convolve(a, b), until));
  if (widest !== null) return uniformly(widest.delay, sum);
  return sum.cells.length === 1 ? (t) => share(t >= sum.origin ? 1 : 0) : smoothly(sum);
}

type Uniform = Extract<Delay, { kind: "uniform" }>;
type Found = { readonly at: number; readonly delay: Uniform };

function widestUniform(delays: readonly Delay[]): Found | null {
  const width = ({ delay: { from, to } }: Found): number => to - from;
  const uniforms = delays.flatMap((delay, at) =>
    delay.kind === "uniform" && delay.to > delay.from ? [{ at, delay }] : [],
  );
  return uniforms.reduce<Found | null>((a, b) => (a === null || width(b) > width(a) ? b : a), null);
}

/** Cells stand in their middle: what lies beyond `until` must not move what comes before, and the mean of a heavy tail would. */
function stagingMass(delay: Delay): Mass {
  const { first, cells } = cellsOf(delay, STEP);
  return cells.length === 1 ? massOf(delay, STEP) : { step: STEP, origin: (first + 0.5) * STEP, cells };
}

/** Cells beyond `until` cannot matter; dropping them keeps a heavy tail from costing seconds. */
function clipped(mass: Mass, until: Duration): Mass {
  const kept = Math.max(1, Math.ceil((until - mass.origin) / mass.step) + 2);
  return kept >= mass.cells.length ? mass : { ...mass, cells: mass.cells.subarray(0, kept) };
}

/** Each cell's mass lies evenly over the step around it. */
function smoothly({ origin, step, cells }: Mass): Readiness {
  const before = new Float64Array(cells.length + 1);
  cells.forEach((cell, j) => (before[j + 1] = (before[j] as number) + cell));
  return (t) => {
    const position = Math.min(cells.length, Math.max(0, (t - origin) / step + 0.5));
    const whole = Math.floor(position);
    return share(Math.min(1, (before[whole] as number) + (cells[whole] ?? 0) * (position - whole)));
  };
}

/** Adding U(a, b) averages the distribution over (t - b, t - a): exact, and one look-up instead of a long convolution. */
function uniformly({ from, to }: Uniform, sum: Mass): Readiness {
  const area = areaUnder(sum);
  return (t) => share(Math.min(1, Math.max(0, (area(t - from) - area(t - to)) / (to - from))));
}

/** Integral of the distribution function from minus infinity to t, in milliseconds. */
function areaUnder({ origin, step, cells }: Mass): (t: number) => number {
  const shareUpTo = new Float64Array(cells.length + 1);
  const timeUpTo = new Float64Array(cells.length + 1);
  for (let j = 0; j < cells.length; j++) {
    const cell = cells[j] as number;
    shareUpTo[j + 1] = (shareUpTo[j] as number) + cell;
    timeUpTo[j + 1] = (timeUpTo[j] as number) + cell * (origin + j * step);
  }
  return (t) => {
    const count = Math.min(cells.length, Math.max(0, Math.floor((t - origin) / step) + 1));
    return (shareUpTo[count] as number) * t - (timeUpTo[count] as number);
  };
}
