/** The five kinds of delay: distribution function, mean and quantile, in closed form. */
import type { Delay } from "../scenario/scenario.js";
import { type Duration, duration } from "../units.js";

/** Standard normal quantile of 95 %. */
const Z95 = 1.6448536269514722;

/** P(delay < t): the share whose delay has ended strictly before `t`, so that an atom at t belongs to the time from t on. */
export function shareBefore(delay: Delay, t: number): number {
  switch (delay.kind) {
    case "fixed":
      return t > delay.value ? 1 : 0;
    case "uniform":
      if (delay.to === delay.from) return t > delay.from ? 1 : 0;
      return Math.min(1, Math.max(0, (t - delay.from) / (delay.to - delay.from)));
    case "exponential":
      return t <= 0 ? 0 : delay.mean === 0 ? 1 : -Math.expm1(-t / delay.mean);
    case "lognormal":
      return t <= 0 ? 0 : delay.median === 0 ? 1 : lognormalShare(delay.median, delay.p95, t);
    case "points":
      return pointsShare(delay.points, t);
  }
}

export function meanOf(delay: Delay): Duration {
  switch (delay.kind) {
    case "fixed":
      return delay.value;
    case "uniform":
      return duration((delay.from + delay.to) / 2);
    case "exponential":
      return delay.mean;
    case "lognormal":
      return duration(
        delay.median === 0 ? 0 : delay.median * Math.exp(sigmaOf(delay.median, delay.p95) ** 2 / 2),
      );
    case "points":
      return duration(pointsMean(delay.points));
  }
}

/** The same delay, everything `factor` times as long. */
export function scaledDelay(delay: Delay, factor: number): Delay {
  const longer = (time: Duration): Duration => duration(time * factor);
  switch (delay.kind) {
    case "fixed":
      return { kind: "fixed", value: longer(delay.value) };
    case "uniform":
      return { kind: "uniform", from: longer(delay.from), to: longer(delay.to) };
    case "exponential":
      return { kind: "exponential", mean: longer(delay.mean) };
    case "lognormal":
      return { kind: "lognormal", median: longer(delay.median), p95: longer(delay.p95) };
    case "points":
      return { kind: "points", points: delay.points.map(([time, share]) => [longer(time), share]) };
  }
}

/** The shortest time by which all but `tail` of the delays have ended (bisection to a millisecond where no closed form serves). */
export function endOf(delay: Delay, tail: number): Duration {
  switch (delay.kind) {
    case "fixed":
      return delay.value;
    case "uniform":
      return delay.to;
    case "exponential":
      return duration(-delay.mean * Math.log(tail));
    case "lognormal":
      return bisect(delay, tail);
    case "points":
      return delay.points.at(-1)?.[0] ?? duration(0);
  }
}

const sigmaOf = (median: number, p95: number): number => Math.log(p95 / median) / Z95;

function lognormalShare(median: number, p95: number, t: number): number {
  const sigma = sigmaOf(median, p95);
  return sigma === 0 ? (t > median ? 1 : 0) : normalShare(Math.log(t / median) / sigma);
}

type Points = readonly (readonly [number, number])[];

/** The first point's share is an atom at its time: nothing ends before it. */
function pointsShare(points: Points, t: number): number {
  let [fromTime, fromShare] = points[0] ?? [0, 1];
  if (t <= fromTime) return 0;
  for (const [time, share] of points.slice(1)) {
    if (t <= time) return fromShare + ((share - fromShare) * (t - fromTime)) / (time - fromTime);
    [fromTime, fromShare] = [time, share];
  }
  return 1;
}

function pointsMean(points: Points): number {
  let [fromTime, fromShare] = points[0] ?? [0, 1];
  let mean = fromTime * fromShare;
  for (const [time, share] of points.slice(1)) {
    mean += ((share - fromShare) * (fromTime + time)) / 2;
    [fromTime, fromShare] = [time, share];
  }
  return mean;
}

function bisect(delay: Delay, tail: number): Duration {
  let [low, high] = [0, 1000];
  while (1 - shareBefore(delay, high) > tail) high *= 2;
  // Beyond 2^53 ms neighbouring numbers are more than a millisecond apart.
  while (high - low > Math.max(1, high * 1e-12)) {
    const middle = (low + high) / 2;
    if (1 - shareBefore(delay, middle) > tail) low = middle;
    else high = middle;
  }
  return duration(high);
}

/** Standard normal distribution function; Hart's rational approximation as given by West 2005, error below 1e-14. */
export function normalShare(x: number): number {
  const z = Math.abs(x);
  const tail = z > 37 ? 0 : z < 7.07106781186547 ? hartRatio(z) * Math.exp((-z * z) / 2) : farTail(z);
  return x > 0 ? 1 - tail : tail;
}

function hartRatio(z: number): number {
  const upper = [
    0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
    221.213596169931, 220.206867912376,
  ].reduce((sum, coefficient) => sum * z + coefficient, 0);
  const lower = [
    0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
    637.333633378831, 793.826512519948, 440.413735824752,
  ].reduce((sum, coefficient) => sum * z + coefficient, 0);
  return upper / lower;
}

/** Continued fraction of the normal tail for large z. */
function farTail(z: number): number {
  const fraction = z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))));
  return Math.exp((-z * z) / 2) / fraction / 2.506628274631;
}
