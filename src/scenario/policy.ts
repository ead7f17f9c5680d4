/** Ways to stagger that a scenario may ask about, with what each needs to know (docs/model.md, section 19). */
import type { Duration, Share } from "../units.js";
import type { AtOnce, Goal } from "./scenario.js";

/** Settings by kind; what has a default is filled in. */
export type PolicySettings = {
  readonly unmanaged: Unset;
  readonly "big-bang": {
    /** From the offer on; null: that of the scenario. */
    readonly deadline: Duration | null;
    /** Share that restarts before it as unmanaged devices do, if they come to it. */
    readonly before: Share;
  };
  readonly "window-start": Unset;
  readonly "random-delay": { /** From the window's start, evenly. */ readonly over: Duration };
  readonly "hash-phased": {
    /** From the ring's opening; all: to its end. */ readonly over: Duration | "all";
  };
  readonly even: { readonly over: "window" | "all" };
  readonly rings: { /** In this order. */ readonly rings: ReadonlyMap<string, RestartRing> };
  readonly waves: {
    /** The last is repeated until everybody had a wave. */
    readonly sizes: readonly AtOnce[];
    /** From the start of a wave to that of the next. */
    readonly pause: Duration;
  };
  readonly lock: {
    readonly atOnce: AtOnce;
    /** Each site has a lock of its own; else there is one. */
    readonly perSite: boolean;
    /** After a device is back, before the next may go. */
    readonly settle: Duration;
  };
  readonly rate: {
    /** In each period. */
    readonly devices: AtOnce;
    readonly every: Duration;
    /** The first period has one device. */
    readonly safeMode: boolean;
  };
  readonly ramp: {
    /** Devices of the first step; each later one has twice as many as the one before. */
    readonly first: number;
    readonly most: AtOnce;
    readonly every: Duration;
  };
  readonly "deadline-rate": { /** In an hour. */ readonly most: AtOnce };
  readonly optimal: { /** null: that of the scenario. */ readonly goal: Goal | null };
};

/** Nothing to say. */
type Unset = Readonly<Record<never, never>>;

/** A ring of a tool that leaves the restart to the device: it offers, then presses. */
export type RestartRing = {
  /** Of the whole fleet, drawn by chance; null: the scenario's ring of that name. */
  readonly share: Share | null;
  readonly defer: Duration;
  /** From when the device finds the update; or from the offer, where the profile's unmanaged habits count so. */
  readonly deadline: Duration;
  readonly grace: Duration;
};

export type PolicyKindName = keyof PolicySettings;

/** Of some kind. */
export type Policy = { [Kind in PolicyKindName]: PolicyOf<Kind> }[PolicyKindName];
export type PolicyOf<Kind extends PolicyKindName> = { readonly kind: Kind } & PolicySettings[Kind];

export type NamedPolicy = { readonly name: string; readonly policy: Policy };
