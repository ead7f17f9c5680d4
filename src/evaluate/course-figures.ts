/** What a policy itself tells, whatever comes of it: its waves, its start times, and how long each site waits. */
import { slotStart } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import type { Cohort } from "../fleet/cohort.js";
import type { Stagger } from "../service/demand.js";
import { hour } from "../units.js";
import type { Crowd } from "./crowds.js";
import type { CourseFigures } from "./metrics.js";

/** @param starts those of a tool that spreads the restarts of each; null: every slot with a wave is a start of its own */
export const wavesFigures = (rollout: Rollout, stagger: Stagger, starts: number | null): CourseFigures => ({
  waves: stagger.reduce((sum, devices) => sum + devices.filter((count) => count > 0).length, 0),
  starts: starts ?? startTimes(rollout, stagger),
  fairness: fairnessOf(rollout, waveDelays(rollout, stagger)),
});

/** @param crowds as they restart by themselves */
export const ownFigures = (rollout: Rollout, crowds: readonly Crowd[]): CourseFigures => ({
  waves: null,
  starts: 0,
  fairness: fairnessOf(rollout, ownDelays(rollout, crowds)),
});

function startTimes({ demands }: Rollout, stagger: Stagger): number {
  const times = new Set<string>();
  demands.forEach(({ cohort: { site, ring }, behaviour }, c) =>
    stagger[c]?.forEach((devices, p) => {
      if (devices > 0) times.add(JSON.stringify([site, ring, behaviour.slots[p]]));
    }),
  );
  return times.size;
}

/** Mean hours between release and restart, by cohort. */
type Delays = readonly number[];

/** The exposures that the plan counts with, without the weights. */
function waveDelays({ demands, rhythms, ...rollout }: Rollout, stagger: Stagger): Delays {
  const horizon = hoursToHorizon(rollout);
  return demands.map(({ cohort, behaviour }, c) => {
    const weight = rhythms[c]?.profile.weight ?? 1;
    let [planned, hours] = [0, 0];
    stagger[c]?.forEach((devices, p) => {
      planned += devices;
      hours += weight === 0 ? 0 : (devices * (behaviour.exposure[p] as number)) / weight;
    });
    return (hours + (cohort.devices - planned) * horizon) / cohort.devices;
  });
}

/** Devices of one profile, ring and zone have the same habits, at whatever site. */
function ownDelays({ demands, ...rollout }: Rollout, crowds: readonly Crowd[]): Delays {
  const horizon = hoursToHorizon(rollout);
  const known = new Map<string, number>();
  for (const { rhythm, ring, zone, devices, natural, shutdowns } of crowds) {
    let [count, hours] = [0, 0];
    natural.forEach((restarts, m) => {
      const now = restarts + (shutdowns[m] as number);
      count += now;
      hours += (now * (slotStart(rhythm.grid, m) + rhythm.grid.slot / 2 - rollout.release)) / hour;
    });
    const key = keyOf({ profile: rhythm.profile.name, ring, timezone: zone });
    known.set(key, (hours + (devices - count) * horizon) / devices);
  }
  return demands.map(({ cohort }) => known.get(keyOf(cohort)) ?? horizon);
}

const keyOf = ({ profile, ring, timezone }: Pick<Cohort, "profile" | "ring" | "timezone">): string =>
  JSON.stringify([profile, ring, timezone]);

const hoursToHorizon = ({ grid, release }: Pick<Rollout, "grid" | "release">): number =>
  (slotStart(grid, grid.slots) - release) / hour;

function fairnessOf({ demands }: Rollout, delays: Delays): number | null {
  const sites = new Map<string, { devices: number; hours: number }>();
  demands.forEach(({ cohort: { site, devices } }, c) => {
    const sum = sites.get(site) ?? { devices: 0, hours: 0 };
    sum.devices += devices;
    sum.hours += devices * (delays[c] as number);
    sites.set(site, sum);
  });
  const means = [...sites.values()].map(({ devices, hours }) => hours / devices);
  return means.length < 2 || Math.min(...means) <= 0 ? null : Math.max(...means) / Math.min(...means);
}
