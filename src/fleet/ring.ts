/** Which ring a device is in, and its place in the waves. */
import { hash } from "node:crypto";
import type { Ring } from "../scenario/scenario.js";
import { duration, hour, share } from "../units.js";
import type { Cohort } from "./cohort.js";

export type RingRule =
  /** Cut from the whole fleet; `shares` add up to 1, in the order of the rings. */
  | { readonly kind: "cut"; readonly rings: readonly Ring[]; readonly shares: readonly number[] }
  /** Each device names one of these. */
  | { readonly kind: "named"; readonly rings: readonly Ring[] }
  /** Each device names its ring, and the admin gave no order. */
  | { readonly kind: "found" };

/** Long enough to see a bad update before most devices have it: a working day and its evening. Assumption, docs/model.md. */
const usualSoak = duration(24 * hour);
const usualRings: readonly Ring[] = [
  { name: "pilot", share: share(0.01), soak: usualSoak, opens: null },
  { name: "broad", share: null, soak: duration(0), opens: null },
];

/** null: the rings have no shares and the devices name none. */
export function ringRule(rings: readonly Ring[] | null, devicesNameRings: boolean): RingRule | null {
  if (rings === null || rings.length === 0) return devicesNameRings ? { kind: "found" } : cutRule(usualRings);
  if (rings.some((ring) => ring.share !== null)) return cutRule(rings);
  if (devicesNameRings) return { kind: "named", rings };
  return rings.length === 1 ? cutRule(rings) : null;
}

/** Rings without a share divide what the others leave. */
function cutRule(rings: readonly Ring[]): RingRule {
  const given = rings.reduce((sum, ring) => sum + (ring.share ?? 0), 0);
  const rest = Math.max(0, 1 - given) / Math.max(1, rings.filter((ring) => ring.share === null).length);
  return { kind: "cut", rings, shares: rings.map((ring) => ring.share ?? rest) };
}

/** Smallest first: a bad update then meets few. Equal ones by name, bytewise. */
export function foundRings(cohorts: readonly Cohort[]): readonly Ring[] {
  const sizes = new Map<string, number>();
  for (const { ring, devices } of cohorts) sizes.set(ring, (sizes.get(ring) ?? 0) + devices);
  return [...sizes]
    .sort(([a, few], [b, many]) => few - many || Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name]) => ({ name, share: null, soak: usualSoak, opens: null }));
}

/** A name's place among all names, 0 <= fraction < 1: the first 48 bits of its hash. The same every month. */
export const ringFraction = (name: string): number =>
  Number.parseInt(hash("sha256", `ring\0${name}`).slice(0, 12), 16) / 2 ** 48;

/** The ring of a name: thresholds on its hash, so that no other device matters. */
export function ringByHash(name: string, rings: readonly Ring[], shares: readonly number[]): string {
  const fraction = ringFraction(name);
  let below = 0;
  for (let at = 0; at < rings.length - 1; at++) {
    below += shares[at] ?? 0;
    if (fraction < below) return rings[at]?.name ?? "";
  }
  return rings.at(-1)?.name ?? "";
}

/** A name's place in the waves of a release (its ISO instant): the first 64 bits of its hash. */
export const waveHash = (release: string, name: string): bigint =>
  BigInt(`0x${hash("sha256", `wave\0${release}\0${name}`).slice(0, 16)}`);

/** Whole parts of `total` in proportion to `weights`, the largest remainders rounded up, ties by order. Exact. */
export function largestRemainder(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (sum === 0n) return weights.map(() => 0);
  const quotas = weights.map((weight, at) => {
    const product = BigInt(total) * BigInt(weight);
    return { at, whole: Number(product / sum), remainder: product % sum };
  });
  const left = total - quotas.reduce((all, { whole }) => all + whole, 0);
  const byRemainder = quotas.toSorted((a, b) =>
    a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1,
  );
  const up = new Set(byRemainder.slice(0, left).map(({ at }) => at));
  return quotas.map(({ at, whole }) => whole + (up.has(at) ? 1 : 0));
}
