/** What the fluid simulator asks of a service: its minutes, its clients and its peers. */
import { capacityAt } from "../service/capacity.js";
import type { Service } from "../service/service.js";
import { onlineOver } from "../service/sessions.js";
import { total } from "../stagger/total.js";
import { day, duration, minute, second, share } from "../units.js";
import type { Arrivals } from "./arrivals.js";
import type { Crowd } from "./crowds.js";
import type { FluidInput, FluidPeers, Ordinary } from "./fluid.js";

export type World = {
  /** First minute without the fault of the peers; Infinity: it stays. */
  readonly faultUntil: number;
  /** False: what peers carry never goes, whoever restarts. */
  readonly hasPeers: boolean;
  /** False: who fails once gives up. */
  readonly hasRetries: boolean;
};

/** A quarter of a minute. */
export const LONGEST_STEP = duration(15 * second);

/**
 * What does not depend on who restarts is worked out once.
 *
 * @param service on a grid of minutes, its capacity what it is while the devices of groups take their turns
 * @returns of the arrivals of those who are its clients: `clientsOf`
 */
export function fluidInputs(service: Service, world: World): (arrivals: Arrivals) => FluidInput {
  const { hasPeers, hasRetries, faultUntil } = world;
  const others = othersOf(service);
  const capacity = service.background.map((_, m) => capacityIn(service, hasPeers, m));
  const ordinary = ordinaryOf(service);
  return (arrivals) => {
    // A power-on or a call is made and over: whoever makes it is a client for as long as it fails.
    const leaving = service.counts === "signIns" ? arrivals.leaving : arrivals.signIns;
    const clients = service.sessions?.clients ?? (minute / second) * total(leaving) + others;
    return {
      cell: minute,
      longestStep: LONGEST_STEP,
      clients,
      online: service.sessions?.wanted[0] ?? clients,
      capacity,
      retries: hasRetries ? service.retries : { ...service.retries, giveUp: share(1) },
      ordinary,
      leaving,
      returning: arrivals.signIns,
      peers: hasPeers ? peersOf(service, arrivals, faultUntil) : null,
    };
  };
}

/** The crowds that the service of this index serves, with those devices that are its clients when they begin. */
export function clientsOf(service: Service, index: number, crowds: readonly Crowd[]): readonly Crowd[] {
  const served = crowds.filter(({ services }) => services.includes(index));
  return service.sessions === null ? served : served.map((crowd) => signedIn(crowd, service));
}

/** Of a service of sessions only the devices of people who want to be signed in at that hour are clients. */
function signedIn(crowd: Crowd, { sessions }: Service): Crowd {
  if (sessions === null) return crowd;
  const { grid, mornings } = crowd.rhythm;
  const online = onlineOver(grid, sessions.online, crowd.zone);
  const at = (m: number): number => online[Math.min(online.length - 1, Math.max(0, m))] as number;
  const weighted = (devices: Float64Array): Float64Array => devices.map((count, m) => count * at(m));
  return {
    ...crowd,
    starts: weighted(crowd.starts),
    natural: weighted(crowd.natural),
    powerOns: crowd.powerOns.map(
      (count, k) => count * at(Math.floor(((mornings[k]?.start ?? grid.start) - grid.start) / grid.slot)),
    ),
  };
}

/** Those whom the background signs in, each once a day: assumption. */
export const othersOf = ({ background }: Pick<Service, "background">): number =>
  (total(background) / Math.max(1, background.length)) * (day / second);

/** With every peer up; while the faults of peers are out of the world, with those that are up at that hour. */
function capacityIn(service: Service, hasPeers: boolean, m: number): number {
  if (service.capacity === null) return Number.POSITIVE_INFINITY;
  const now = capacityAt(service, m);
  if (!hasPeers || service.peers === null || service.sessions === null) return now;
  // The simulator itself takes away the peers of those who are not signed in.
  return now + service.peers.worth * (1 - (service.sessions.wanted[m] as number) / service.sessions.clients);
}

function ordinaryOf({ background, sessions }: Service): Ordinary {
  if (sessions === null) return { kind: "renewals", perSecond: background };
  const { wanted, length } = sessions;
  return {
    kind: "wanted",
    clients: wanted,
    arriving: background.map((rate, m) => Math.max(0, rate - (wanted[m] as number) / (length / second))),
    session: length,
  };
}

function peersOf(
  { peers, sessions, background }: Service,
  { peersLeaving }: Arrivals,
  faultUntil: number,
): FluidPeers | null {
  if (peers === null || peers.worth === 0) return null;
  const count = peers.worth / peers.each;
  const up = (m: number): number =>
    sessions === null ? count : (count * (sessions.wanted[m] as number)) / sessions.clients;
  return {
    count,
    each: peers.each,
    promotion: peers.promotion,
    clients: peers.clients,
    signInAgain: peers.signInAgain,
    eligible: sessions === null ? Number.POSITIVE_INFINITY : count / sessions.clients,
    leaving: background.map((_, m) => (up(m) > 0 ? (peersLeaving[m] as number) / up(m) : 0)),
    bug: peers.bug === null ? null : { ...peers.bug, until: faultUntil },
  };
}
