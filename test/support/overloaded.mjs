/** For services of a scenario, by chance: what they are when overloaded, and people who are signed in by the clock. */

const perHour = (capacity) => Number(/^([\d.e+-]+)\/h$/.exec(capacity)?.[1]);

/** Mean waits in seconds. */
const waits = { "10s": 10, "5m": 300, "2h": 7_200 };

const retries = (roll, backoff) => ({
  backoff: roll.pick([backoff, { base: backoff, cap: "3h" }]),
  giveUp: roll.pick(["0%", "2%", "33.33%", "80%"]),
  ...(roll.chance(0.5) ? { failureCost: roll.pick(["2%", "50%", "100%"]) } : {}),
});

/** Some part of what a service with such a wait and failures of any cost survives. */
const spared = (roll, capacity, wait) =>
  Math.floor((perHour(capacity) / 3_600) * wait * (roll.whole(0, 95) / 100));

const shapes = [
  "home-day",
  "office-hours",
  [["9h", "100%"]],
  [
    ["0h", "30%"],
    ["14h30m", "100%"],
  ],
];

/**
 * The document with `retries`, `spareFor`, `headroom: auto`, a background of sessions and a fault of its peers, each in some
 * services that can have it.
 *
 * @param roll of seeded dice: `whole`, `pick`, `chance`
 * @param share of services that have any of it
 */
export function withOverload(document, roll, share) {
  const devices = document.fleet.reduce((sum, entry) => sum + entry.devices, 0);
  const overloaded = (service) => {
    const { counts = "signIns", capacity, peers } = service;
    const rate = perHour(capacity);
    const hasRetries = counts !== "offline";
    const [backoff, wait] = roll.pick(Object.entries(waits));
    const some = (part, isPossible, make) => (roll.chance(part) && isPossible ? make() : {});
    // Devices that each sign in once a session put a part of the capacity there.
    const session = () => `${Math.ceil((devices / rate / (roll.whole(5, 60) / 100)) * 3_600)}s`;
    return {
      ...service,
      ...(hasRetries ? { retries: retries(roll, backoff) } : {}),
      ...some(0.5, rate > 0, () => ({ spareFor: spared(roll, capacity, wait) })),
      ...some(0.5, rate > 300, () => ({ headroom: "auto" })),
      ...some(0.5, rate > 0 && counts === "signIns", () => ({
        background: { online: roll.pick(shapes), session: session() },
      })),
      ...some(0.5, peers !== undefined, () => ({
        peers: {
          ...peers,
          bug: { shutDown: "2h", promotion: "24h", ...roll.pick([{}, { fixed: "2026-08-14T17:00:00Z" }]) },
        },
      })),
    };
  };
  const services = Object.entries(document.services).map(([id, service]) => [
    id,
    roll.chance(share) ? overloaded(service) : service,
  ]);
  return { ...document, services: Object.fromEntries(services) };
}
