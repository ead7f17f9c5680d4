/** Readiness: the share of a cohort that has the update staged (detected, downloaded, installed) a time after the release. */
import type { Delay, Profile } from "../scenario/scenario.js";
import { type Duration, duration, second, type Share, share } from "../units.js";
import { convolve, type Mass, massOf } from "./mass.js";

/** Readiness is smooth over hours: one step serves slots of every length. */
const STEP = duration(30 * second);

export type Readiness = (sinceRelease: Duration) => Share;

/** The distribution of detect + download + install, good for times up to `until` after the release. */
export function readinessOf(profile: Profile, until: Duration): Readiness {
  const delays = [profile.detect, profile.download, profile.install];
  const widest = widestUniform(delays);
  const rest = delays.filter((delay) => delay !== widest).map((delay) => clipped(massOf(delay, STEP), until));
  const sum = rest.reduce((a, b) => clipped(convolve(a, b), until));
  const isInstant = sum.cells.length === 1;
  if (widest === null) return (t) => share(isInstant ? (t >= sum.origin ? 1 : 0) : shareBy(sum, t));
  return uniformly(widest, sum);
}

type Uniform = Extract<Delay, { kind: "uniform" }>;

function widestUniform(delays: readonly Delay[]): Uniform | null {
  const uniforms = delays.filter(
    (delay): delay is Uniform => delay.kind === "uniform" && delay.to > delay.from,
  );
  return uniforms.reduce<Uniform | null>(
    (a, b) => (a === null || b.to - b.from > a.to - a.from ? b : a),
    null,
  );
}

/** Cells beyond `until` cannot matter; dropping them keeps a heavy tail from costing seconds. */
function clipped(mass: Mass, until: Duration): Mass {
  const kept = Math.max(1, Math.ceil((until - mass.origin) / mass.step) + 2);
  return kept >= mass.cells.length ? mass : { ...mass, cells: mass.cells.subarray(0, kept) };
}

/** Each cell's mass lies evenly over the step around it. */
function shareBy({ origin, step, cells }: Mass, t: number): number {
  const position = (t - origin) / step + 0.5;
  let sum = 0;
  for (let j = 0; j < cells.length && j < position; j++)
    sum += (cells[j] as number) * Math.min(1, position - j);
  return Math.min(1, sum);
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
