/** What would happen: the crowds begin their restarts, by plan or by nature, and every service meets what they bring. */
import { momentOf } from "./calendar/freezes.js";
import { type Grid, horizon, minutesOf, slotOf } from "./calendar/grid.js";
import { offsetAt, zoneTransitions } from "./calendar/zone.js";
import { type NaturalRestarts, naturalRestarts } from "./client/natural.js";
import { stepOf } from "./client/response.js";
import { arrivalsOf, arriving } from "./evaluate/arrivals.js";
import { type Change, changedCrowds, changedService, firstOfChanged, unchanged } from "./evaluate/change.js";
import { type Crowd, crowdsAtRest, crowdsByNature, crowdsOf, herd, type OwnPart } from "./evaluate/crowds.js";
import { type FluidInput, type FluidRun, simulateFluid } from "./evaluate/fluid.js";
import { type Noise, noises, type Noisy, noisy } from "./evaluate/noise.js";
import { type Figures, figuresOf, type Observed, outageOf } from "./evaluate/outage.js";
import { clientsOf, fluidInputs, type World } from "./evaluate/service-input.js";
import type { SimulatedService, Simulation, WhatIf } from "./evaluate/simulation.js";
import { done, type Outcome } from "./problem.js";
import type { Prepared } from "./prepared.js";
import type { OwnRestarts, Steering } from "./policy/policy.js";
import { wavesOf } from "./policy/ring-by-ring.js";
import { ownRestarts } from "./policy/unmanaged.js";
import { remembered } from "./remembered.js";
import type { Rollout } from "./rollout.js";
import { capacityAt } from "./service/capacity.js";
import type { Stagger } from "./service/demand.js";
import { servicesDuring } from "./service/group.js";
import { restartCount, type Service, servicesOf } from "./service/service.js";
import { day, type Instant, instant, second } from "./units.js";

/** Who restarts when: as a plan says, as devices do that nobody plans, or as a policy has it. */
export type Course =
  | { readonly kind: "unmanaged" }
  | { readonly kind: "planned"; readonly stagger: Stagger }
  | { readonly kind: "steered"; readonly steering: Steering };

/** How the course is carried out. */
export type Execution = {
  /** Every wave in the first minute of its slot. */
  readonly herd: boolean;
  readonly noise: Noise;
  /** Uniform in [0, 1): what luck the waves have. */
  readonly random: () => number;
  /** Steps so many times shorter than usual: 1 unless given. */
  readonly refine?: number;
};

export const asPlanned: Execution = { herd: false, noise: noises.none, random: () => 0 };

/** What all executions of a course share is worked out once. */
export type Simulator = {
  run(execution: Execution): Simulation;
  /** By service: the same without its story, in a fraction of the time. */
  figures(execution: Execution): readonly (Figures & { readonly id: string })[];
  /** What `tell` makes of each service's run, in the services' order, and who restarts when. */
  met<T>(execution: Execution, tell: (service: Service, observed: Observed) => T): Met<T>;
};

export type Met<T> = {
  readonly services: readonly T[];
  /** The crowds' restarts, without those of devices that restart a second time. */
  readonly begun: readonly Crowd[];
};

/**
 * What would happen, minute by minute (equations 15.1 and 15.2 of docs/model.md). Rates are per second (`counts: offline`: devices),
 * clients are counted at the end of a minute, instants are milliseconds since 1970. Fails where it cannot be
 * worked out what a device does that nobody plans.
 *
 * @param course by a plan's stagger, or as devices do by themselves
 * @param whatIf what is taken out of the world
 * @param execution as planned unless told
 */
export function simulate(
  prepared: Pick<Prepared, "settled" | "rollout">,
  course: Course,
  whatIf: WhatIf,
  execution = asPlanned,
): Outcome<Simulation> {
  const simulator = simulatorOf(prepared, course, whatIf);
  return simulator.ok ? done(simulator.value.run(execution)) : simulator;
}

/** The same to be run often: what all executions share is worked out once. */
export function simulatorOf(
  { settled, rollout }: Pick<Prepared, "settled" | "rollout">,
  course: Course,
  whatIf: WhatIf,
  change: Change = unchanged,
): Outcome<Simulator> {
  const grid = minutesOf(rollout.grid, stepOf(rollout.grid));
  const steering = steeringOf(rollout, course);
  const services = servicesByMinute(settled, rollout, steering, grid);
  if (!services.ok) return services;
  const changed = services.value.map((service) => changedService(service, change));
  const begun = begin(rollout, steering, whatIf);
  if (!begun.ok) return begun;
  const carriedOut = ({ herd: isHerd, noise, random }: Execution): Pick<Noisy, "crowds" | "first"> => {
    const meant = isHerd ? herd(rollout, begun.value) : begun.value;
    const { crowds, first } =
      noise === noises.none ? { crowds: meant, first: meant } : noisy(rollout, meant, noise, random);
    return {
      crowds: changedCrowds(crowds, change, rollout.release),
      first: firstOfChanged(first, change, rollout.release),
    };
  };
  const inputs = changed.map((service) => fluidInputs(service, worldOf(service, rollout, grid, whatIf)));
  const scenes = (crowds: readonly Crowd[], { refine = 1 }: Execution): readonly Scene[] => {
    const draw = arriving();
    return changed.map((service, r) => ({
      service,
      crowds,
      grid,
      refine,
      input: (some) => (inputs[r] as Inputs)(draw(service, clientsOf(service, r, some))),
    }));
  };
  const devices = begun.value.reduce((sum, crowd) => sum + crowd.devices, 0);
  return done({
    run(execution) {
      const { crowds } = carriedOut(execution);
      const [restarts, rebooting] = fleetOf(crowds, grid);
      return {
        grid,
        services: scenes(crowds, execution).map((scene) => simulated(scene, restarts)),
        clients: { online: rebooting.map((count) => devices - count), rebooting },
      };
    },
    figures: (execution) =>
      scenes(carriedOut(execution).crowds, execution).map((scene) => ({
        id: scene.service.id,
        ...figuresOf(observed(scene).observed),
      })),
    met: (execution, tell) => {
      const { crowds, first } = carriedOut(execution);
      return {
        services: scenes(crowds, execution).map((scene) => tell(scene.service, observed(scene).observed)),
        begun: first,
      };
    },
  });
}

function steeringOf(rollout: Rollout, course: Course): Steering {
  switch (course.kind) {
    case "unmanaged":
      return ownRestarts(rollout);
    case "planned":
      return wavesOf(rollout, course.stagger, "evenly");
    case "steered":
      return course.steering;
  }
}

function begin(rollout: Rollout, steering: Steering, { without }: WhatIf): Outcome<readonly Crowd[]> {
  if (without.has("reboots")) return done(crowdsAtRest(rollout));
  if (steering.kind === "own") return crowdsByNature(rollout, naturally(rollout.release, steering));
  const crowds = crowdsOf(rollout, steering.stagger);
  return done(steering.within === "at once" ? herd(rollout, crowds) : crowds);
}

/** What devices of the same habits and zone do by themselves, worked out once. */
function naturally(
  release: Instant,
  { habitsOf }: OwnRestarts,
): (crowd: Crowd) => Outcome<readonly OwnPart[]> {
  const known = new Map<string, Outcome<NaturalRestarts>>();
  const clocks = new Map<string, string>();
  return ({ rhythm: { profile, grid }, zone, ring }) => {
    const clock = remembered(clocks, zone, () => clockOf(zone, grid));
    const parts: OwnPart[] = [];
    for (const { share, habits } of habitsOf({ profile: profile.name, ring })) {
      const own = remembered(known, JSON.stringify([{ ...habits, rings: [] }, clock]), () =>
        naturalRestarts(habits, ring, { release, zone, grid }),
      );
      if (!own.ok) return own;
      parts.push({ share, own: own.value });
    }
    return done(parts);
  };
}

/** Zones whose clocks go alike on the grid, and as long before it as what devices do then may matter, have the same. */
function clockOf(zone: string, grid: Grid): string {
  const start = instant(grid.start - 62 * day);
  return JSON.stringify([offsetAt(zone, start), zoneTransitions(zone, { start, end: horizon(grid) })]);
}

/** The services minute by minute, less what devices of groups take along while they have their turns. */
function servicesByMinute(
  { scenario, placed, traces }: Prepared["settled"],
  rollout: Rollout,
  steering: Steering,
  grid: Grid,
): Outcome<readonly Service[]> {
  const made = servicesOf(scenario.services.values(), {
    grid,
    cohorts: placed.fleet.cohorts,
    timezone: scenario.timezone,
    traces,
  });
  if (!made.ok || steering.kind === "own") return made;
  const during = servicesDuring(rollout, steering.stagger);
  const perSlot = rollout.grid.slot / grid.slot;
  return done(
    made.value.map((service, r) => {
      const [whole, left] = [rollout.services[r] as Service, during[r] as Service];
      if (whole === left || service.capacity === null) return service;
      const share = (t: number): number => capacityAt(left, t) / capacityAt(whole, t);
      const bySlot = service.background.map(
        (_, m) => capacityAt(service, m) * share(Math.floor(m / perSlot)),
      );
      return { ...service, capacityBySlot: bySlot };
    }),
  );
}

function worldOf({ peers }: Service, { timezone }: Rollout, grid: Grid, { without, fixAt }: WhatIf): World {
  const fixed = fixAt ?? (peers?.bug?.fixed == null ? null : momentOf(peers.bug.fixed, timezone));
  return {
    faultUntil: without.has("bug") ? 0 : fixed === null ? Number.POSITIVE_INFINITY : slotOf(grid, fixed),
    hasPeers: !without.has("peers"),
    hasRetries: !without.has("retries"),
  };
}

/** Devices that restart, and devices that are down, by minute. */
function fleetOf(crowds: readonly Crowd[], grid: Grid): readonly [Float64Array, Float64Array] {
  const restarting = restartCount(grid);
  const counted = [restarting, { ...restarting, requestId: "offline", counts: "offline" as const }];
  const everyone = crowds.map((crowd) => ({ ...crowd, services: [0, 1] }));
  const [restarts, down] = arrivalsOf(everyone, counted).map(({ signIns }) => signIns);
  const none = new Float64Array(grid.slots);
  return [(restarts ?? none).map((rate) => rate * (grid.slot / second)), down ?? none];
}

type Inputs = ReturnType<typeof fluidInputs>;

type Scene = {
  readonly service: Service;
  readonly crowds: readonly Crowd[];
  readonly grid: Grid;
  readonly refine: number;
  /** What the service meets when some crowds begin. */
  readonly input: (crowds: readonly Crowd[]) => FluidInput;
};

function observed({ service, crowds, grid, refine, input: inputOf }: Scene) {
  const input = inputOf(crowds);
  const run = service.counts === "offline" ? stockOf(input) : simulateFluid(input, refine);
  const wanted = service.sessions?.wanted ?? null;
  const seen: Observed = { grid, clients: input.clients, run, wanted };
  return { input, observed: seen };
}

/** @param restarts devices that restart, by minute */
function simulated(scene: Scene, restarts: Float64Array): SimulatedService {
  const { service, crowds } = scene;
  const { input, observed: seen } = observed(scene);
  const without = (cell: number): Instant | null => {
    const stopped = crowds.map((crowd) => stoppedAt(crowd, cell));
    return figuresOf(observed({ ...scene, crowds: stopped }).observed).recoveredAt;
  };
  return {
    id: service.id,
    counts: service.counts,
    clients: input.clients,
    run: seen.run,
    wanted: seen.wanted,
    ...figuresOf(seen),
    outage:
      service.counts === "offline" ? null : outageOf(seen, { restarts, returning: input.returning }, without),
  };
}

/** A stock of devices that are down: nothing is turned away, so nothing comes again. */
function stockOf({ returning, capacity, ordinary }: FluidInput): FluidRun {
  const down =
    ordinary.kind === "renewals"
      ? returning.map((count, m) => count + (ordinary.perSecond[m] as number))
      : returning;
  const none = new Float64Array(down.length);
  return {
    offered: down,
    goodput: down,
    capacity,
    utilisation: down.map((count, m) => (count === 0 ? 0 : count / (capacity[m] as number))),
    online: none,
    rebooting: none,
    backlog: none,
    off: none,
    gaveUp: none,
    peers: null,
  };
}

/** Nobody begins from minute `m` on. */
function stoppedAt(crowd: Crowd, m: number): Crowd {
  const before = (devices: Float64Array): Float64Array => devices.map((count, at) => (at < m ? count : 0));
  const { mornings, grid } = crowd.rhythm;
  return {
    ...crowd,
    starts: before(crowd.starts),
    natural: before(crowd.natural),
    powerOns: crowd.powerOns.map((count, k) =>
      slotOf(grid, mornings[k]?.start ?? grid.start) < m ? count : 0,
    ),
  };
}
