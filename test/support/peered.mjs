/** Peers for the services of a scenario, by chance: clients that are a part of the capacity. */

const perHour = (capacity) => Number(/^([\d.e+-]+)\/h$/.exec(capacity)?.[1]);

/**
 * The document with peers for services that count sign-ins of a known capacity; with every device a peer they carry up to nine
 * tenths of it.
 *
 * @param roll of seeded dice: `whole`, `pick`, `chance`
 * @param share of such services that have peers
 */
export function withPeers(document, roll, share) {
  const profiles = Object.keys(document.profiles);
  const devices = document.fleet.reduce((sum, entry) => sum + entry.devices, 0);
  const peersOf = (capacity) => ({
    profiles: Object.fromEntries(profiles.map((name) => [name, roll.pick(["0.3%", "2%", "10%", "100%"])])),
    each: `${((perHour(capacity) * roll.whole(5, 90)) / 100 / devices).toPrecision(3)}/h`,
    promotion: roll.pick(["0m", "15m", "15m", "3h"]),
    clients: roll.whole(0, 6),
    ...(roll.chance(0.5) ? { signInAgain: roll.pick(["0%", "30%", "100%"]) } : {}),
  });
  const services = Object.entries(document.services).map(([id, service]) => {
    const { counts = "signIns", capacity } = service;
    const mayHave = counts === "signIns" && perHour(capacity) > 0;
    return [id, mayHave && roll.chance(share) ? { ...service, peers: peersOf(capacity) } : service];
  });
  return { ...document, services: Object.fromEntries(services) };
}
