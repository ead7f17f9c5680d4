/**
 * Peers: clients that are a part of the service. While one is offline, and until it or another in its place is promoted, its part
 * of the capacity is lost; the clients that hung on it are orphans, of whom some sign in again.
 *
 * What is lost counts as load: a load L fits under the headroom h of a capacity C that has lost l where
 * L <= (1 - h)(C - l), which is L + (1 - h) l <= (1 - h) C. So everything that limits stays one sum under one limit.
 */
import type { Grid } from "../calendar/grid.js";
import type { Activity } from "../client/response.js";
import type { Cohort } from "../fleet/cohort.js";
import { done, failed, type Outcome } from "../problem.js";
import { rateText } from "../scenario/quantity.js";
import { pathText } from "../scenario/place.js";
import type { Peers, ServiceRequest } from "../scenario/scenario.js";
import { perSecond, second } from "../units.js";
import { capacitiesOf } from "./capacity.js";
import type { Service } from "./service.js";

export type ServicePeers = Peers & {
  /** Load that one unit of lost capacity counts as: the part of it that the limit would have let be used. */
  readonly charge: number;
  /** Per second, of all of them: the most that can be lost. */
  readonly worth: number;
};

const ROUNDING = 1e-9;

/**
 * @param headroom share of the capacity left unused
 * @param cohorts those that the service serves
 */
export function peersOf(
  { id, capacity, peers }: ServiceRequest,
  headroom: number,
  instance: string,
  cohorts: readonly Cohort[],
): Outcome<ServicePeers | null> {
  if (peers === null || capacity === null) return done(null);
  const worth = peers.each * peerCount(peers, cohorts);
  if (worth <= capacity * (1 + ROUNDING)) return done({ ...peers, charge: 1 - headroom, worth });
  return failed({
    code: "peers.more-than-capacity",
    message: `the peers of "${instance}" carry ${figure(worth)} together, more than its whole capacity of ${figure(capacity)}`,
    hint: "the capacity is what the service carries with every peer up: raise it, or lower `each` or the shares",
    place: { path: pathText(["services", id, "peers"]) },
  });
}

const figure = (rate: number): string => rateText(perSecond(Number(rate.toPrecision(3))));

/** Expected: a share of each cohort's devices. */
export const peerCount = ({ profiles }: Peers, cohorts: readonly Cohort[]): number =>
  cohorts.reduce((sum, { profile, devices }) => sum + devices * (profiles.get(profile) ?? 0), 0);

/** What a device of the profile does to the service for being a peer by chance: load by activity, per device. */
export function peerWeights(
  { peers }: Service,
  profile: string,
  { slot }: Grid,
): readonly (readonly [Activity, number])[] {
  const share = peers?.profiles.get(profile) ?? 0;
  if (peers === null || share === 0) return [];
  const { each, promotion, clients, signInAgain, charge } = peers;
  return [
    ["restart", (share * clients * signInAgain) / (slot / second)],
    [{ kind: "away", until: promotion }, share * each * charge],
  ];
}

/** The service as it counts sign-ins alone, orphans among them: the load that people see. */
export const signInsAlone = (service: Service): Service =>
  service.peers === null ? service : { ...service, peers: { ...service.peers, charge: 0 } };

/** The service as it counts lost capacity alone, in its unit. */
export const lossAlone = (service: Service): Service => ({
  ...service,
  background: new Float64Array(service.background.length),
  factor: () => 0,
  peers: service.peers === null ? null : { ...service.peers, charge: 1, clients: 0 },
});

/** Capacity by slot where peers take that much away; null: unknown. */
export const capacityLeft = (service: Service, lost: Float64Array | null): Float64Array | null =>
  capacitiesOf(service)?.map((capacity, t) => Math.max(0, capacity - (lost?.[t] ?? 0))) ?? null;

/** Limit by slot where peers take that much away: never below the background; null: unknown. */
export function limitLeft({ limit, background, peers }: Service, lost: Float64Array | null) {
  if (limit === null || lost === null || peers === null) return limit;
  return limit.map((most, t) => Math.max(most - peers.charge * (lost[t] as number), background[t] as number));
}
