/** What a simulation tells: data alone, so that it crosses from the thread that simulates to the one that draws. */
import type { Grid } from "../calendar/grid.js";
import type { Counts } from "../scenario/scenario.js";
import type { Instant } from "../units.js";
import type { FluidRun } from "./fluid.js";

export type Simulation = {
  /** Its slots are the cells of the run: minutes. */
  readonly grid: Grid;
  readonly services: readonly SimulatedService[];
  /** Devices of the fleet at the end of each cell: reachable, or between restart and back again. */
  readonly clients: { readonly online: Float64Array; readonly rebooting: Float64Array };
};

export type SimulatedService = {
  readonly id: string;
  readonly counts: Counts;
  /** Clients that the run is about: those whom restarts sign out, or all who may want to be signed in. */
  readonly clients: number;
  /** By cell. Where the capacity is unknown it is Infinity: nothing fails, and what is offered is what the service would need. */
  readonly run: FluidRun;
  /** Clients that want to be signed in, by cell; null: whoever is not rebooting. */
  readonly wanted: Float64Array | null;
  /** The highest offered load by capacity; null: the capacity is unknown. */
  readonly peakUtilisation: number | null;
  readonly peakAt: Instant;
  /** Attempts that failed, and those after which a client gave up. */
  readonly failed: number;
  readonly gaveUp: number;
  readonly hoursOverCapacity: number;
  /** Hours for which people wanted to be signed in and were not, all together. */
  readonly outageUserHours: number;
  /** When the last overload was over and its backlog gone; null: there was none, or it was not over by the end. */
  readonly recoveredAt: Instant | null;
  readonly outage: Outage | null;
};

/** A time during which sign-ins fail. */
export type Outage = {
  /**
   * What set it off: in the hour before the overload the share of sign-ins that restarts caused, the restarts, and the share of the
   * capacity that was lost.
   */
  readonly trigger: { readonly share: number; readonly restarts: number; readonly lost: number };
  /** When capacity fell below demand. */
  readonly from: Instant;
  /** Capacity and demand then, per second. */
  readonly capacity: number;
  readonly offered: number;
  /** The least share of those who want it that is signed in. */
  readonly lowest: { readonly at: Instant; readonly online: number };
  readonly backlog: { readonly at: Instant; readonly clients: number };
  readonly recoveredAt: Instant | null;
  /** The same if no device restarted any more from an hour after `from` on: an outage that does not heal then is metastable. */
  readonly withoutTrigger: Instant | null;
};

export const WITHOUT = ["bug", "reboots", "peers", "retries"] as const;
export type Without = (typeof WITHOUT)[number];

/** What is taken out of the world, or put right in it. */
export type WhatIf = {
  readonly without: ReadonlySet<Without>;
  /** When the fault of peers is mended, whatever the scenario says; null: as it says. */
  readonly fixAt: Instant | null;
};
