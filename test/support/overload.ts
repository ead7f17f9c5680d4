/** Services above capacity, in plain numbers, for tests. */
import type { Loaded } from "../../src/service/collapse.js";
import type { Retries } from "../../src/scenario/scenario.js";
import { duration, perSecond, second, share } from "../../src/units.js";

/** One line of a table of services: per second, and seconds. */
export type Case = {
  readonly load: number;
  readonly capacity: number;
  readonly failureCost: number;
  readonly giveUp: number;
  readonly backoff: number;
};

export const retriesOf = ({
  failureCost,
  giveUp,
  backoff,
}: Pick<Case, "failureCost" | "giveUp" | "backoff">): Retries => ({
  backoff: { base: duration(backoff * second), cap: duration(backoff * second) },
  giveUp: share(giveUp),
  failureCost: share(failureCost),
});

export const loaded = (given: Case): Loaded => ({
  load: perSecond(given.load),
  capacity: perSecond(given.capacity),
  retries: retriesOf(given),
});

export const cases = (
  rows: readonly (readonly [number, number, number, number, number])[],
): readonly Case[] =>
  rows.map(([load, capacity, failureCost, giveUp, backoff]) => ({
    load,
    capacity,
    failureCost,
    giveUp,
    backoff,
  }));
