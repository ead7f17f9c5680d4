/**
 * Units as types: a number with a unit does not cross a module boundary bare. The brand exists for the compiler only;
 * arithmetic on a quantity gives a plain number, and naming the unit again is deliberate.
 */
import {
  millisecondsInDay,
  millisecondsInHour,
  millisecondsInMinute,
  millisecondsInSecond,
} from "date-fns/constants";

declare const unit: unique symbol;
export type Quantity<Unit extends string> = number & { readonly [unit]: Unit };

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = Quantity<"instant">;
/** A wall-clock reading without a zone: the milliseconds since 1970-01-01T00:00 if the wall clock were UTC. */
export type WallTime = Quantity<"wall time">;
/** Milliseconds, real time (a day is 24 h). */
export type Duration = Quantity<"duration">;
/** A part of a whole, 0 to 1 unless the place says more. */
export type Share = Quantity<"share">;
/** Events per second. */
export type PerSecond = Quantity<"per second">;
/** Device-hours between release and restart. */
export type DeviceHours = Quantity<"device-hours">;

/** start <= t < end. */
export type Interval = { readonly start: Instant; readonly end: Instant };

export const instant = (ms: number): Instant => ms as Instant;
export const wallTime = (ms: number): WallTime => ms as WallTime;
export const duration = (ms: number): Duration => ms as Duration;
export const share = (value: number): Share => value as Share;
export const perSecond = (value: number): PerSecond => value as PerSecond;
export const deviceHours = (value: number): DeviceHours => value as DeviceHours;

export const second = duration(millisecondsInSecond);
export const minute = duration(millisecondsInMinute);
export const hour = duration(millisecondsInHour);
export const day = duration(millisecondsInDay);

/** "2026-08-11T17:00:00Z": seconds are kept, milliseconds are not (the planner works in whole seconds). */
export const isoInstant = (at: Instant): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
/** "2026-08-11T19:00:00" of a wall-clock reading. */
export const isoWall = (at: WallTime): string => new Date(at).toISOString().slice(0, 19);
