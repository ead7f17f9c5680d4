/**
 * Execution noise: a plan is carried out by people and tools, so some devices begin late or early, some never, some are off, boot
 * slowly or restart twice. Every wave draws its own luck: no two runs are alike, and the same seed gives the same run.
 */
import { type Grid, slotStart } from "../calendar/grid.js";
import { scaledDelay } from "../client/delay.js";
import { morningFrom } from "../client/presence.js";
import type { Rollout } from "../rollout.js";
import type { Rhythm } from "../service/rhythm.js";
import { type Duration, duration, minute, type Share, share } from "../units.js";
import type { Crowd } from "./crowds.js";

/**
 * Shares are means over waves: a wave draws its own between none and twice as much, and its own time between `from` and `to`.
 * A share of the first four is taken from those who would begin on time.
 */
export type Noise = {
  /** Begins that much after its time: the tool, the distribution point or the network was slow. */
  readonly late: Part;
  /** Begins that much before its time: somebody restarted by hand. */
  readonly early: Part;
  /** Never restarts: put off by its user, or the update failed. */
  readonly refused: Share;
  /** Off beyond what the profile says: restarts as its person arrives. Not where nobody does. */
  readonly poweredOff: Share;
  /** Is offline `factor` times as long; drawn by crowd. */
  readonly slowBoot: { readonly share: Share; readonly factor: number };
  /** Of those on time: restarts again, without lead, that much after its wave began. */
  readonly again: Part;
};

export type Part = { readonly share: Share; readonly from: Duration; readonly to: Duration };

const part = (percent: number, from: number, to: number): Part => ({
  share: share(percent / 100),
  from: duration(from * minute),
  to: duration(to * minute),
});

/** Every number of `usual` is an assumption (docs/model.md, section 14): nobody publishes how plans are kept. */
export const noises = {
  none: {
    late: part(0, 0, 0),
    early: part(0, 0, 0),
    refused: share(0),
    poweredOff: share(0),
    slowBoot: { share: share(0), factor: 1 },
    again: part(0, 0, 0),
  },
  usual: {
    late: part(10, 5, 60),
    early: part(3, 5, 60),
    refused: share(0.02),
    poweredOff: share(0.05),
    slowBoot: { share: share(0.05), factor: 4 },
    again: part(5, 10, 45),
  },
} as const satisfies Readonly<Record<string, Noise>>;

export type NoiseName = keyof typeof noises;

export type Noisy = {
  readonly crowds: readonly Crowd[];
  /** Devices that do not restart at all. */
  readonly refused: number;
  /** Second restarts; they stand among the crowds' `natural` ones. */
  readonly again: number;
  /** The same crowds without those, whoever boots slowly. */
  readonly first: readonly Crowd[];
};

/** @param random uniform in [0, 1); how often it is asked depends on the waves alone, not on the noise */
export function noisy(
  { grid }: Pick<Rollout, "grid">,
  crowds: readonly Crowd[],
  noise: Noise,
  random: () => number,
): Noisy {
  let [refused, again] = [0, 0];
  const first: Crowd[] = [];
  const disturbed = crowds.flatMap((crowd) => {
    const carriedOut = new CarriedOut(crowd, grid.slot / minute, noise, random);
    refused += carriedOut.refused;
    again += carriedOut.again;
    first.push({ ...carriedOut.crowd, natural: crowd.natural });
    return slowApart(carriedOut.crowd, noise.slowBoot.factor, upToTwice(noise.slowBoot.share, random));
  });
  return { crowds: disturbed, refused, again, first };
}

const upToTwice = (mean: Share, random: () => number): number => Math.min(1, 2 * mean * random());

/** Whole minutes, of one draw. */
const timeOf = ({ from, to }: Part, random: () => number): number =>
  Math.round((from + (to - from) * random()) / minute);

/** One crowd's waves, slot by slot. */
class CarriedOut {
  readonly crowd: Crowd;
  refused = 0;
  again = 0;

  constructor(crowd: Crowd, minutesPerSlot: number, noise: Noise, random: () => number) {
    const { starts, powerOns, natural } = crowd;
    this.crowd = {
      ...crowd,
      starts: new Float64Array(starts.length),
      powerOns: Float64Array.from(powerOns),
      natural: Float64Array.from(natural),
    };
    for (let from = 0; from < starts.length; from += minutesPerSlot) {
      const wave = starts.subarray(from, from + minutesPerSlot);
      if (wave.some((devices) => devices > 0)) this.#wave(from, wave, luckOf(noise, random));
    }
  }

  #wave(from: number, wave: Float64Array, luck: Luck): void {
    const { starts, powerOns, natural, rhythm } = this.crowd;
    const morning = morningAfter(rhythm, from + wave.length);
    const poweredOff = morning === null ? 0 : luck.poweredOff;
    const onTime = Math.max(0, 1 - luck.late - luck.early - luck.refused - poweredOff);
    wave.forEach((devices, i) => {
      if (devices === 0) return;
      const m = from + i;
      put(starts, m, devices * onTime);
      put(starts, m + luck.lateBy, devices * luck.late);
      put(starts, m - luck.earlyBy, devices * luck.early);
      put(natural, m + luck.againAfter, devices * onTime * luck.again);
      this.refused += devices * luck.refused;
      this.again += devices * onTime * luck.again;
      if (morning !== null) put(powerOns, morning, devices * poweredOff);
    });
  }
}

/** At the first or last minute what would lie beyond it. */
function put(counts: Float64Array, at: number, devices: number): void {
  const index = Math.max(0, Math.min(counts.length - 1, at));
  counts[index] = (counts[index] as number) + devices;
}

/** Index of the first morning from a minute on; null: nobody comes any more. */
function morningAfter({ mornings, grid }: { mornings: Rhythm["mornings"]; grid: Grid }, m: number) {
  const morning = morningFrom(mornings, slotStart(grid, m));
  return morning < mornings.length ? morning : null;
}

/** What one wave draws: shares of its devices, and minutes. */
type Luck = {
  readonly late: number;
  readonly early: number;
  readonly refused: number;
  readonly poweredOff: number;
  readonly again: number;
  readonly lateBy: number;
  readonly earlyBy: number;
  readonly againAfter: number;
};

function luckOf({ late, early, refused, poweredOff, again }: Noise, random: () => number): Luck {
  const shares = [late.share, early.share, refused, poweredOff].map((mean) => upToTwice(mean, random));
  const most = Math.max(
    1,
    shares.reduce((sum, each) => sum + each, 0),
  );
  const [isLate, isEarly, hasRefused, isOff] = shares.map((each) => each / most) as Four;
  return {
    late: isLate,
    early: isEarly,
    refused: hasRefused,
    poweredOff: isOff,
    again: upToTwice(again.share, random),
    lateBy: timeOf(late, random),
    earlyBy: timeOf(early, random),
    againAfter: timeOf(again, random),
  };
}

type Four = [number, number, number, number];

/** Those that boot slowly are a crowd of their own. */
function slowApart(crowd: Crowd, factor: number, slow: number): readonly Crowd[] {
  if (slow === 0) return [crowd];
  const { rhythm } = crowd;
  const offline = scaledDelay(rhythm.profile.offline, factor);
  const slowly = rhythm.variant(`offline x ${factor}`, { profile: { ...rhythm.profile, offline } });
  return [scaled(crowd, 1 - slow), { ...scaled(crowd, slow), rhythm: slowly }];
}

const scaled = (crowd: Crowd, part: number): Crowd => ({
  ...crowd,
  devices: crowd.devices * part,
  starts: crowd.starts.map((devices) => devices * part),
  powerOns: crowd.powerOns.map((devices) => devices * part),
  natural: crowd.natural.map((devices) => devices * part),
});
