/**
 * The scenario: what the admin asked for, with every text turned into a quantity, every preset merged and every default filled
 * in. Built only by `readScenario`; nothing later doubts it.
 */
import type { Duration, Instant, PerSecond, Share, WallTime } from "../units.js";
import type { Habits } from "./habits.js";
import type { Policy } from "./policy.js";
import type { Rule } from "./recurrence-rule.js";

export type Scenario = {
  readonly name: string | null;
  /** IANA zone of wall-clock values that belong to no site; also of sites and devices that name none. */
  readonly timezone: string | null;
  readonly release: ReleaseRequest;
  /** Length of a planning slot. */
  readonly slot: Duration;
  /** Every wave ends before release + deadline. */
  readonly deadline: Duration;
  /** A slot is open to a cohort once its readiness is this share of its readiness at the deadline. */
  readonly ready: Share;
  readonly goal: Goal;
  /** Share of a cohort whose wave may be in one slot (at least one device). */
  readonly maxPerSlot: Share;
  readonly waves: Waves;
  readonly fleet: FleetRequest;
  /** Keyed by site name. */
  readonly sites: ReadonlyMap<string, Site>;
  /** Keyed by profile name: those declared, merged over their presets, and every preset under its own name. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Profile of devices that name none. */
  readonly defaultProfile: string;
  /** In the admin's order; null: none given (pilot 1 % with 24 h soak, then the rest; or the fleet's own ring column). */
  readonly rings: readonly Ring[] | null;
  /** Keyed by service id, in the order given. */
  readonly services: ReadonlyMap<string, ServiceRequest>;
  readonly freezes: readonly Freeze[];
  readonly pins: readonly Pin[];
  readonly exclude: readonly Exclusion[];
  readonly change: Change | null;
  /** Groups whose devices take turns, keyed by group name. */
  readonly order: ReadonlyMap<string, GroupOrder>;
  /** Other ways to stagger that the admin wants to compare with, in the order given. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** How devices are staggered today; null: nobody says. */
  readonly today: Policy | null;
  /** Of a resolved scenario: the files whose contents it holds. */
  readonly inputs: readonly Input[];
  /** Every number that is not the admin's own, with its source. */
  readonly assumptions: readonly Assumption[];
};

export type Goal = "fastest" | "flattest";

export type Waves =
  /** In any slot. */
  | { readonly kind: "fine" }
  /** From as few start times as keep the goal. */
  | {
      readonly kind: "few";
      /** Share by which the goal may be missed. */
      readonly tolerance: Share;
      /** The longest time over which the tool spreads the restarts of one start. */
      readonly spread: Duration;
    };

export type ReleaseRequest = { readonly at: Instant } | CalendarRelease;

export type CalendarRelease = {
  /** Shipped calendar's id (`microsoft`) or a path to an .ics file. */
  readonly calendar: string;
  readonly on: { readonly kind: "next" } | ReleaseDay;
  /** Local days of the calendar's zone that the rollout starts after the release. */
  readonly offset: number;
  /** By the release's own month or date; where only a date is given the time of day stays. */
  readonly moved: readonly { readonly from: ReleaseDay; readonly to: ReleaseMoment }[];
  readonly cancelled: readonly ReleaseDay[];
  /** Releases the calendar does not have. */
  readonly extra: readonly ReleaseMoment[];
};

/** A month with one release, or a local date in the calendar's own zone. */
export type ReleaseDay =
  | { readonly kind: "month"; readonly year: number; readonly month: number }
  | { readonly kind: "date"; readonly year: number; readonly month: number; readonly day: number };

/** On the wall clock of the calendar's zone; a date takes the calendar's time of day. */
export type ReleaseMoment = Moment | { readonly kind: "date"; readonly at: WallTime };

export type FleetRequest =
  /** `columns` maps our field names (device site profile ring group timezone) to the file's column names. */
  | { readonly file: string; readonly columns: ReadonlyMap<string, string> }
  | { readonly devices: readonly InlineDevices[] };

export type InlineDevices = {
  /** One device by its name; null: devices without names. */
  readonly device: string | null;
  readonly site: string;
  /** null: the scenario's `defaultProfile`. */
  readonly profile: string | null;
  readonly ring: string | null;
  readonly group: string | null;
  readonly timezone: string | null;
  readonly tags: readonly string[];
  readonly devices: number;
};

export type Site = {
  /** null: that of its devices, or the scenario's. */
  readonly timezone: string | null;
  /** Freezes of the site: code of a country or state whose public holidays they are (`DE-BY`), or a path to an .ics file. */
  readonly holidays: string | null;
};

/** The cohorts that every list given names; null: any. Names of devices compare without case. */
export type Selector = {
  readonly site: readonly string[] | null;
  readonly profile: readonly string[] | null;
  readonly ring: readonly string[] | null;
  readonly group: readonly string[] | null;
  readonly timezone: readonly string[] | null;
  /** A cohort with any of these tags. */
  readonly tag: readonly string[] | null;
  readonly device: readonly string[] | null;
};

/** When restarts may start; `who` null: everyone's. */
export type Window = WindowTime & { readonly who: Selector | null };

export type WindowTime = (
  | RuleWindow
  | ReleaseWindow
  /** Events of an .ics file; a calendar's dates and floating times are those of each site. */
  | { readonly kind: "calendar"; readonly file: string }
  | { readonly kind: "span"; readonly from: Moment; readonly to: Moment }
) & {
  /** As the admin wrote it, for messages. */
  readonly text: string;
};

/** Every occurrence of `rule` in site-local wall-clock time, for `lasts` real time. */
export type RuleWindow = {
  readonly kind: "rule";
  readonly rule: Rule;
  /** First wall-clock date the rule counts from; needed where INTERVAL or COUNT makes it matter. */
  readonly start: WallTime | null;
  readonly lasts: Duration;
};

/** `nights` windows on consecutive days, the first `after` local days of the site after the release's date there. */
export type ReleaseWindow = {
  readonly kind: "afterRelease";
  readonly after: number;
  /** Since local midnight, on the wall clock. */
  readonly at: Duration;
  readonly lasts: Duration;
  readonly nights: number;
};

/** A wall-clock end without offset is read in the zone of each site concerned. */
export type Moment =
  { readonly kind: "instant"; readonly at: Instant } | { readonly kind: "wall"; readonly at: WallTime };

/** When restarts may not start. */
export type Freeze = (
  | { readonly kind: "span"; readonly from: Moment; readonly to: Moment }
  /** An .ics file, or the code of public holidays. */
  | { readonly kind: "calendar"; readonly file: string }
  /** From each occurrence of `rule` in site-local wall-clock time until `lasts` later on the same clock. */
  | {
      readonly kind: "rule";
      readonly rule: Rule;
      readonly start: WallTime | null;
      readonly lasts: Duration;
      /** As the admin wrote it, for people. */
      readonly text: string;
    }
) & {
  /** null: everyone. */
  readonly who: Selector | null;
  /** Nobody is at work either: on holidays people sign in on the next day they are there. */
  readonly away: boolean;
  /** For messages: `freezes[0]`. */
  readonly path: string;
};

/** The wave of these devices is in the slot of that time, whatever their windows and rings say. */
export type Pin = {
  readonly who: Selector;
  readonly at: Moment;
  /** For messages: `pins[0]`. */
  readonly path: string;
};

/** These devices are left out of the plan. */
export type Exclusion = { readonly who: Selector; readonly reason: string; readonly path: string };

/** No restart starts before the change is approved, nor before the notice after the release is over. */
export type Change = { readonly notice: Duration; readonly approved: Instant | null };

/** How many devices of a group may be gone at once. */
export type AtOnce =
  | { readonly kind: "count"; readonly devices: number }
  /** Of the devices counted together, rounded down. */
  | { readonly kind: "share"; readonly share: Share };

/** How the devices of a group (domain controllers, cluster nodes) take turns. */
export type GroupOrder = {
  /** Devices offline or settling at once. */
  readonly atOnce: AtOnce;
  /** `atOnce` holds for each site; else for the whole group. */
  readonly perSite: boolean;
  /** After a device is back, before the next may go. */
  readonly settle: Duration;
  /** These first, in this order; a device counts for the first entry that it fits. */
  readonly sequence: readonly Selector[];
  /** These after all others of the group, in this order. */
  readonly last: readonly Selector[];
  /** Id of a service of which each device of the group is a part; null: of none. */
  readonly capacityOf: string | null;
};

/** A waiting time as a distribution; all durations >= 0. */
export type Delay =
  | { readonly kind: "fixed"; readonly value: Duration }
  | { readonly kind: "uniform"; readonly from: Duration; readonly to: Duration }
  | { readonly kind: "exponential"; readonly mean: Duration }
  | { readonly kind: "lognormal"; readonly median: Duration; readonly p95: Duration }
  /** A CDF, linear between its points, ascending in both; the last share is 1. The first point's share may be > 0: an atom. */
  | { readonly kind: "points"; readonly points: readonly (readonly [Duration, Share])[] };

export type Profile = {
  readonly name: string;
  readonly detect: Delay;
  readonly download: Delay;
  readonly install: Delay;
  readonly windows: readonly Window[];
  /** Wave to restart: installing inside the window, countdown. */
  readonly lead: Delay;
  /** Restart to reachable again. */
  readonly offline: Delay;
  readonly poweredOn: Share;
  readonly presence: Presence | null;
  readonly signIn: readonly SignIn[];
  /** Hotpatched: updates of months that are no baseline need no restart. */
  readonly hotpatch: boolean;
  /** Multiplies exposure. */
  readonly weight: number;
  /** What the devices do when nobody plans. */
  readonly unmanaged: Habits;
  /** Share of the devices that restarts as unmanaged ones do, if its wave has not come first. */
  readonly early: Share;
};

/** When the person (or whatever signs in late) is there: arrives at an occurrence of `rule` + spread, stays for `lasts`. */
export type Presence = {
  readonly rule: Rule;
  readonly start: WallTime | null;
  readonly spread: Delay;
  readonly lasts: Duration;
};

export type SignIn = {
  /** Sign-ins per restart; not confined to 1. */
  readonly share: number;
  readonly at: "boot" | "presence";
  /** After the offline time (boot) or after the person is there (presence). */
  readonly after: Delay;
  /** Share that would have signed in anyway at that time: only the rest is load in addition to the background. */
  readonly displaces: Share;
  /** Service ids; null: every service of its site. */
  readonly services: readonly string[] | null;
};

export type Ring = {
  readonly name: string;
  /** Cut from the whole fleet by hash; null: devices come with their ring. The last ring may leave it out: the rest. */
  readonly share: Share | null;
  /** Wait after this ring before the next may start. */
  readonly soak: Duration;
  /** Opening date fixed by the admin. */
  readonly opens: Moment | null;
};

/** What a service counts of each restart. `calls`: people asking for help when next at work (service desk). */
export type Counts = "signIns" | "restarts" | "offline" | "calls";

export type ServiceRequest = {
  readonly id: string;
  readonly preset: string | null;
  /** Per second; for `counts: offline` devices offline at once; null: unknown. */
  readonly capacity: PerSecond | number | null;
  /** `auto`: as much as the safe load needs, and no more. */
  readonly headroom: Share | "auto";
  readonly counts: Counts;
  readonly background: Background;
  /** null: every site. */
  readonly sites: readonly string[] | null;
  /** One instance a site. */
  readonly perSite: boolean;
  /** Events on this service for each one the client makes; by profile name, else the same for all. */
  readonly signIns: number | ReadonlyMap<string, number>;
  /** null: none. */
  readonly peers: Peers | null;
  /** What clients do when it turns them away; of no meaning where it counts devices that are offline. */
  readonly retries: Retries;
  /** Sign-ins that may come at once, besides the planned load, and must not bring the service down; 0: none. */
  readonly spareFor: number;
};

/** Clients that are a part of the service: each carries sign-ins of others as long as it is up. The capacity includes them. */
export type Peers = {
  /** Share of a profile's devices that are peers. */
  readonly profiles: ReadonlyMap<string, Share>;
  /** Sign-ins a second that one carries. */
  readonly each: PerSecond;
  /** From back online until it, or another in its place, carries its part again. */
  readonly promotion: Duration;
  /** Clients that hang on one. */
  readonly clients: number;
  /** Share of them that signs in again when their peer goes. */
  readonly signInAgain: Share;
  /** Changes nothing of a plan; null: none. */
  readonly bug: PeersBug | null;
};

/** What clients do when a service turns them away (facts: metastable failures; docs/model.md). */
export type Retries = {
  /** Mean wait before the next attempt: `base`, growing with failures up to `cap`; where both are equal it is always the same. */
  readonly backoff: { readonly base: Duration; readonly cap: Duration };
  /** Share of failed attempts after which a client gives up: psi. */
  readonly giveUp: Share;
  /** Work of a failed attempt as a share of that of a successful one, 0 to 1: kappa. */
  readonly failureCost: Share;
};

/** A fault of a peer-to-peer network's own management: overloaded peers shut themselves down and hardly any are promoted. */
export type PeersBug = {
  /** Mean time until a peer shuts down while the load is twice the capacity or more; at less overload in proportion longer. */
  readonly shutDown: Duration;
  /** Promotion while the load is above the capacity. */
  readonly promotion: Duration;
  /** When the fault is mended; null: it is not. */
  readonly fixed: Moment | null;
};

export type Background =
  | { readonly kind: "none" }
  /** `timezone` null: that of the service's sites where they agree, else the scenario's. */
  | {
      readonly kind: "shape";
      readonly shape: "flat" | "office-day";
      readonly peak: PerSecond;
      readonly timezone: string | null;
    }
  /** Of people who are signed in by the clock of each site. */
  | {
      readonly kind: "sessions";
      readonly online: OnlineShape;
      /** Mean length of a session. */
      readonly session: Duration;
    }
  /** Columns time,perSecond: the mean until the next row. */
  | { readonly kind: "csv"; readonly file: string }
  /** Resolved: one value a slot of length `every` from `start`. */
  | {
      readonly kind: "series";
      readonly start: Instant;
      readonly every: Duration;
      readonly perSecond: readonly number[];
    };

/** Share of the clients that is signed in, by local time: by name, or points since local midnight, every day the same. */
export type OnlineShape = "home-day" | "office-hours" | readonly (readonly [Duration, Share])[];

export type Input = { /** As the scenario named it. */ readonly path: string; readonly sha256: string };

export type Assumption = {
  /** `profiles.office.detect`, `services.vpn.headroom`, `maxPerSlot`. */
  readonly setting: string;
  /** As one would write it in a scenario. */
  readonly value: string;
  /** Where the number is from; for a guess the word assumption and why. */
  readonly basis: string;
  /** True where nobody measured it. */
  readonly guess: boolean;
};
