/**
 * Rhythm: what devices of one profile in one zone put on each service, drawn once and shared by every cohort and slot.
 *
 * Beside the picture of a device that restarts in its wave's slot there are pictures of the shares carried to another time:
 * stragglers to their next interval, powered-off devices and waiting people to a morning, those who restart early to a time before.
 */
import type { Grid, SlotRange } from "../calendar/grid.js";
import type { Carry } from "../client/behaviour.js";
import type { EarlyRun } from "../client/early.js";
import type { Morning } from "../client/presence.js";
import {
  type Activity,
  type ActivityResponse,
  likenessOf,
  responseOf,
  type SlotMass,
} from "../client/response.js";
import type { Profile } from "../scenario/scenario.js";
import { duration, second } from "../units.js";
import { peerWeights } from "./peers.js";
import type { Service } from "./service.js";
import { remembered } from "../remembered.js";

/** Everything that happens to devices of one profile in one zone, by activity; pictures are drawn once. */
export class Rhythm {
  readonly profile: Profile;
  readonly grid: Grid;
  readonly mornings: readonly Morning[];
  readonly #activities = new Map<string, ActivityResponse>();
  readonly #likenesses = new Map<string, string>();
  readonly #pictures = new Map<string, ServicePicture>();
  readonly #variants = new Map<string, Rhythm>();

  constructor(profile: Profile, mornings: readonly Morning[], grid: Grid) {
    this.profile = profile;
    this.mornings = mornings;
    this.grid = grid;
  }

  /** The same people with another profile or on another grid; made once for each name. */
  variant(name: string, { profile = this.profile, grid = this.grid }: Partial<Rhythm>): Rhythm {
    return remembered(this.#variants, name, () => new Rhythm(profile, this.mornings, grid));
  }

  /** Shares of a device that restarts in `slot` whose person waits for a morning. */
  waiting(slot: number): readonly { readonly morning: number; readonly share: number }[] {
    return this.profile.presence === null ? [] : this.response("call").carried(slot);
  }

  /** Of restarts that begin at a known time, with nothing before them. */
  get natural(): Rhythm {
    const lead = { kind: "fixed", value: duration(0) } as const;
    return this.variant("natural", { profile: { ...this.profile, lead } });
  }

  pictureOf(service: Service): ServicePicture {
    const { requestId, counts, peers, shutdowns } = service;
    const factor = service.factor(this.profile.name);
    const key = JSON.stringify([requestId, counts, factor, peers?.charge, peers?.clients, shutdowns]);
    const known = this.#pictures.get(key);
    if (known !== undefined) return known;
    const weighted = this.counted(service).map(([activity, weight]) => ({
      response: this.response(activity),
      weight,
    }));
    const made = new ServicePicture(this, weighted, service);
    this.#pictures.set(key, made);
    return made;
  }

  /** The activities a service counts, each with its weight in the service's unit per event and slot. */
  counted(service: Service): readonly (readonly [Activity, number])[] {
    const factor = service.factor(this.profile.name);
    const perSecond = factor / (this.grid.slot / second);
    const weighted = (): readonly (readonly [Activity, number])[] => {
      switch (service.counts) {
        case "restarts":
          return [["restart", perSecond]];
        case "calls":
          return [["call", perSecond]];
        case "offline":
          return [["offline", factor]];
        case "signIns":
          return this.profile.signIn
            .map((entry, index) => ({ entry, index }))
            .filter(({ entry }) => entry.services === null || entry.services.includes(service.requestId))
            .map(({ entry, index }) => [index, perSecond * entry.share * (1 - entry.displaces)] as const);
      }
    };
    return [...weighted(), ...peerWeights(service, this.profile.name, this.grid)].filter(
      ([, weight]) => weight > 0,
    );
  }

  /** Rhythms of the same likeness give the same response to the same devices. */
  likeness(activity: Activity): string {
    return remembered(this.#likenesses, JSON.stringify(activity), () =>
      likenessOf(this.profile, activity, this.mornings),
    );
  }

  response(activity: Activity): ActivityResponse {
    return remembered(this.#activities, JSON.stringify(activity), () =>
      responseOf(this.profile, activity, this.mornings, this.grid),
    );
  }
}

type Weighted = { readonly response: ActivityResponse; readonly weight: number };

/** What devices of a rhythm put on one service, per device, in the service's unit. */
class ServicePicture {
  readonly #rhythm: Rhythm;
  readonly #weighted: readonly Weighted[];
  readonly #service: Service;
  readonly #direct = new Map<number, SlotMass>();
  readonly #kernels = new Map<string, SlotMass>();
  readonly #names = new Map<Float64Array, number>();
  readonly #carried = new Map<string, SlotMass>();
  readonly #early = new Map<EarlyRun, SlotMass>();

  constructor(rhythm: Rhythm, weighted: readonly Weighted[], service: Service) {
    this.#rhythm = rhythm;
    this.#weighted = weighted;
    this.#service = service;
  }

  get isBlank(): boolean {
    return this.#weighted.length === 0;
  }

  direct(slot: number): SlotMass {
    return remembered(this.#direct, slot, () => this.#directSum(slot));
  }

  carried({ when }: Carry | Waiting): SlotMass {
    switch (when.kind) {
      case "interval":
        return remembered(this.#carried, `interval ${when.range.join()}`, () =>
          this.#overInterval(when.range),
        );
      case "morning":
        return remembered(this.#carried, `off ${when.morning}`, () =>
          this.#sum((r) => r.poweredOff(when.morning)),
        );
      case "waiting":
        return remembered(this.#carried, `waiting ${when.morning}`, () =>
          this.#sum((r) => r.waiting(when.morning)),
        );
      case "early":
        return remembered(this.#early, when, () => this.#earlyRun(when));
    }
  }

  /** Stragglers restart evenly over the slots of their interval. */
  #overInterval([from, to]: SlotRange): SlotMass {
    return this.overSlots(from, new Float64Array(to - from).fill(1), to - from);
  }

  #earlyRun({ range: [from], restarts, shutdowns }: EarlyRun): SlotMass {
    const natural = this.#rhythm.natural.pictureOf(this.#service);
    const counted =
      this.#service.shutdowns === true
        ? restarts.map((share, i) => share + (shutdowns[i] as number))
        : restarts;
    return natural.overSlots(from, counted, 1);
  }

  /** Of one device whose restart is in the slots from `from` on with these parts of `whole`. */
  overSlots(from: number, shares: Float64Array, whole: number): SlotMass {
    const parts: SlotMass[] = [];
    for (let i = 0; i < shares.length; i++) {
      const share = shares[i] as number;
      if (share === 0) continue;
      parts.push(scaled(this.direct(from + i), share / whole));
      for (const { morning, share: waits } of this.#rhythm.waiting(from + i))
        parts.push(scaled(this.carried({ when: { kind: "waiting", morning } }), (waits * share) / whole));
    }
    return added(parts);
  }

  #sum(part: (response: ActivityResponse) => SlotMass): SlotMass {
    return added(this.#weighted.map(({ response, weight }) => scaled(part(response), weight)));
  }

  /** Slots in which every activity looks alike share one array: boot kernels are the same in every slot. */
  #directSum(slot: number): SlotMass {
    const parts = this.#weighted.map(({ response, weight }) => ({ part: response.direct(slot), weight }));
    const present = parts.filter(({ part }) => part.mass.length > 0);
    const key = present
      .map(({ part, weight }) => `${this.#nameOf(part.mass)}@${part.first - slot}x${weight}`)
      .join("+");
    const sum = remembered(this.#kernels, key, () => {
      const { first, mass } = added(present.map(({ part, weight }) => scaled(part, weight)));
      return { first: first - slot, mass };
    });
    return { first: slot + sum.first, mass: sum.mass };
  }

  #nameOf(mass: Float64Array): number {
    return remembered(this.#names, mass, () => this.#names.size);
  }
}

/** A share of a wave whose people sign in on a morning; it changes load, not exposure. */
export type Waiting = { readonly when: { readonly kind: "waiting"; readonly morning: number } };

const scaled = ({ first, mass }: SlotMass, factor: number): SlotMass => ({
  first,
  mass: mass.map((value) => value * factor),
});

function added(parts: readonly SlotMass[]): SlotMass {
  const present = parts.filter(({ mass }) => mass.length > 0);
  if (present.length <= 1) return present[0] ?? { first: 0, mass: new Float64Array(0) };
  const first = Math.min(...present.map((part) => part.first));
  const end = Math.max(...present.map((part) => part.first + part.mass.length));
  const sum = new Float64Array(end - first);
  for (const part of present) {
    for (let i = 0; i < part.mass.length; i++) {
      const at = part.first - first + i;
      sum[at] = (sum[at] as number) + (part.mass[i] as number);
    }
  }
  return { first, mass: sum };
}
