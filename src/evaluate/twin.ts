/**
 * The twin of the fluid simulator for small fleets: whole clients, who come by chance. What it must agree with is the fluid one, on
 * average and the better the more clients there are: the gap falls as one over the root of their number (T. G. Kurtz, "Solutions of
 * ordinary differential equations as limits of pure jump Markov processes", J. Appl. Prob. 7, 1970).
 *
 * Nothing tells one client from another but when it will try again, so all others are counts. In each cell the service has work for
 * C sign-ins a second, and does it by the same law as the fluid one, on the attempts that really came.
 */
import type { Retries } from "../scenario/scenario.js";
import { goodput } from "../service/goodput.js";
import { type Duration, second } from "../units.js";
import type { FluidInput, FluidRun } from "./fluid.js";

/** As the fluid simulator's, of clients whose waits do not grow and of whom none is a peer. Cells should be short beside the wait. */
export type TwinInput = Omit<FluidInput, "retries" | "peers"> & {
  /** `backoff`: mean of the waits, which are exponential. */
  readonly retries: Omit<Retries, "backoff"> & { readonly backoff: Duration };
};

export type TwinRun = Pick<
  FluidRun,
  "offered" | "goodput" | "online" | "rebooting" | "backlog" | "off" | "gaveUp"
>;

/** @param next chance: uniform in [0, 1) (`chance.ts`) */
export function simulateTwin(input: TwinInput, next: () => number): TwinRun {
  const cells = input.capacity.length;
  const fleet = fleetOf(input);
  const run = emptyRun(cells);
  for (let cell = 0; cell < cells; cell++) {
    const attempts = attemptsIn(cell, fleet, input, next);
    const succeeded = serve(attempts, cell, fleet, input, next);
    record(run, cell, fleet, attempts.length, succeeded, input.cell / second);
  }
  return run;
}

type Fleet = {
  online: number;
  rebooting: number;
  /** Backing off: `wakes` has their times in seconds from the start, by the cell they fall into. */
  backlog: number;
  readonly wakes: (number[] | undefined)[];
  /** Of `wakes`, those of clients who went while they waited: anyone's, since what is left of a wait does not depend on its age. */
  ghosts: number;
  off: number;
  gaveUp: number;
};

const fleetOf = ({ clients, online, capacity }: TwinInput): Fleet => ({
  online,
  rebooting: 0,
  backlog: 0,
  wakes: new Array<number[] | undefined>(capacity.length),
  ghosts: 0,
  off: clients - online,
  gaveUp: 0,
});

/** The times of all attempts in a cell; their clients are taken out of where they were. */
function attemptsIn(cell: number, fleet: Fleet, input: TwinInput, next: () => number): readonly number[] {
  const length = input.cell / second;
  const start = cell * length;
  const arriving = changeIn(cell, fleet, input, next);
  const attempts = renewalTimes(cell, fleet, input, next);
  for (let i = 0; i < arriving; i++) attempts.push(start + next() * length);
  const returning = Math.min(
    wholeByChance((input.returning[cell] as number) * length, next),
    fleet.rebooting,
  );
  fleet.rebooting -= returning;
  for (let i = 0; i < returning; i++) attempts.push(start + next() * length);
  for (const time of fleet.wakes[cell] ?? []) {
    if (next() * (fleet.backlog + fleet.ghosts) < fleet.ghosts) {
      fleet.ghosts--;
      continue;
    }
    fleet.backlog--;
    attempts.push(time);
  }
  fleet.wakes[cell] = undefined;
  return attempts;
}

/** Clients that restart or sign off leave; returns how many come to want to be signed in. */
function changeIn(
  cell: number,
  fleet: Fleet,
  { cell: length, ordinary, leaving }: TwinInput,
  next: () => number,
): number {
  const restarts = wholeByChance(((leaving[cell] as number) * length) / second, next);
  for (let i = 0; i < restarts; i++) if (goes(fleet, next)) fleet.rebooting++;
  const coming = comingIn(cell, length, ordinary);
  const departing = wholeByChance(coming.departing, next);
  for (let i = 0; i < departing; i++) if (goes(fleet, next)) fleet.off++;
  const arriving = Math.min(wholeByChance(coming.arriving, next), fleet.off);
  fleet.off -= arriving;
  return arriving;
}

/** Clients who come to want to be signed in, and who no longer want it, in a cell. */
function comingIn(cell: number, length: Duration, ordinary: TwinInput["ordinary"]) {
  if (ordinary.kind === "renewals") return { arriving: 0, departing: 0 };
  const { clients } = ordinary;
  const change = cell === 0 ? 0 : (clients[cell] as number) - (clients[cell - 1] as number);
  const arriving = ((ordinary.arriving?.[cell] ?? 0) * length) / second;
  return { arriving: Math.max(arriving, change), departing: Math.max(0, arriving - change) };
}

/** One client goes, online or backing off as it may be; false: there is none. */
function goes(fleet: Fleet, next: () => number): boolean {
  const inUse = fleet.online + fleet.backlog;
  if (inUse === 0) return false;
  if (next() * inUse < fleet.online) {
    fleet.online--;
  } else {
    fleet.backlog--;
    fleet.ghosts++;
  }
  return true;
}

/** When sessions end that begin again at once. */
function renewalTimes(
  cell: number,
  fleet: Fleet,
  { cell: length, ordinary }: TwinInput,
  next: () => number,
): number[] {
  const rate =
    ordinary.kind === "wanted"
      ? fleet.online / (ordinary.session / second)
      : (ordinary.perSecond[cell] as number);
  const end = ((cell + 1) * length) / second;
  const times: number[] = [];
  if (rate === 0) return times;
  for (let time = (cell * length) / second; ; fleet.online--) {
    time += waitOf(1 / rate, next);
    if (time >= end || fleet.online === 0) return times;
    times.push(time);
  }
}

/** Which attempts succeed is chance; how many, the service's capacity. Returns how many. */
function serve(
  attempts: readonly number[],
  cell: number,
  fleet: Fleet,
  { cell: length, capacity, retries }: TwinInput,
  next: () => number,
): number {
  const seconds = length / second;
  const offered = attempts.length / seconds;
  const good = goodput(offered, capacity[cell] as number, retries.failureCost);
  const succeeding = wholeByChance(good * seconds, next);
  let left = succeeding;
  attempts.forEach((time, i) => {
    if (next() * (attempts.length - i) < left) {
      left--;
      fleet.online++;
    } else if (next() < retries.giveUp) {
      fleet.off++;
      fleet.gaveUp++;
    } else {
      fleet.backlog++;
      const wake = time + waitOf(retries.backoff / second, next);
      const at = Math.max(cell + 1, Math.floor(wake / seconds));
      if (at < capacity.length) (fleet.wakes[at] ??= []).push(wake);
    }
  });
  return succeeding;
}

/** Exponential. */
const waitOf = (mean: number, next: () => number): number => -Math.log(1 - next()) * mean;

/** A whole number whose mean is `value`. */
const wholeByChance = (value: number, next: () => number): number => Math.floor(value + next());

const emptyRun = (cells: number): TwinRun => ({
  offered: new Float64Array(cells),
  goodput: new Float64Array(cells),
  online: new Float64Array(cells),
  rebooting: new Float64Array(cells),
  backlog: new Float64Array(cells),
  off: new Float64Array(cells),
  gaveUp: new Float64Array(cells),
});

function record(
  run: TwinRun,
  cell: number,
  { online, rebooting, backlog, off, gaveUp }: Fleet,
  offered: number,
  succeeded: number,
  seconds: number,
): void {
  run.offered[cell] = offered / seconds;
  run.goodput[cell] = succeeded / seconds;
  run.online[cell] = online;
  run.rebooting[cell] = rebooting;
  run.backlog[cell] = backlog;
  run.off[cell] = off;
  run.gaveUp[cell] = gaveUp;
}
