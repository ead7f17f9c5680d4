/** What restarts take away of the services whose clients are a part of their capacity. */
import type { Rollout } from "../rollout.js";
import { type ServicePeers, peerCount } from "../service/peers.js";
import { serves } from "../service/service.js";
import type { Forecast } from "./forecast.js";

export type PeersForecast = {
  readonly service: string;
  /** Profiles with peers, and their devices that the service serves. */
  readonly profiles: readonly string[];
  readonly devices: number;
  /** Expected number of peers. */
  readonly peers: number;
  /** Per second: what they carry, of which whole capacity. */
  readonly worth: number;
  readonly capacity: number;
  /** The first slot in which most of the capacity is lost, per second there. */
  readonly slot: number;
  readonly lost: number;
  /** Sign-ins of orphans in all, if every peer restarts. */
  readonly orphans: number;
};

export function peersForecasts({ services, demands }: Rollout, { lost }: Forecast): readonly PeersForecast[] {
  return services.flatMap((service, r): PeersForecast[] => {
    const { id, peers, capacity } = service;
    const away = lost[r] ?? null;
    if (peers === null || away === null || capacity === null) return [];
    const cohorts = demands
      .map(({ cohort }) => cohort)
      .filter((cohort) => serves(service, cohort) && (peers.profiles.get(cohort.profile) ?? 0) > 0);
    const count = peerCount(peers, cohorts);
    const slot = away.reduce((most, value, t) => (value > (away[most] as number) ? t : most), 0);
    return [
      {
        service: id,
        profiles: [...new Set(cohorts.map(({ profile }) => profile))].sort(),
        devices: cohorts.reduce((sum, { devices }) => sum + devices, 0),
        peers: count,
        worth: peers.worth,
        capacity,
        slot,
        lost: away[slot] as number,
        orphans: count * orphansOf(peers),
      },
    ];
  });
}

const orphansOf = ({ clients, signInAgain }: ServicePeers): number => clients * signInAgain;
