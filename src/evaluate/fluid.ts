/**
 * The fluid simulator: what happens to the clients of one service, minute by minute, when some of its sign-ins fail and come again.
 *
 * Clients are online (O), rebooting (R), backing off (the orbit, B) or off (U: signed out, or given up); O + R + B + U = N. Attempts are
 * the fresh sign-ins and those that come out of the orbit. Above capacity failed attempts eat work, so goodput falls as the offered load
 * grows. Explicit Euler steps, short beside the backoff. Source of the equations: docs/model.md, section "Above capacity".
 */
import { goodput } from "../service/goodput.js";
import type { Retries } from "../scenario/scenario.js";
import { type Duration, second } from "../units.js";

/** What one service meets. Arrays have one value a cell; cells are of equal length. Rates are per second, the mean over a cell. */
export type FluidInput = {
  readonly cell: Duration;
  /** Steps are no longer where something waits or fails: loads may last for one cell only. The cell unless given. */
  readonly longestStep?: Duration;
  /** Clients in all: N. */
  readonly clients: number;
  /** Of them signed in before the first cell; the others are off. */
  readonly online: number;
  /** Sign-ins a second that it can serve, with every peer up. */
  readonly capacity: Float64Array;
  readonly retries: Retries;
  readonly ordinary: Ordinary;
  /** Clients that go because of restarts, and the sign-ins with which they come back: the sums over all time agree. */
  readonly leaving: Float64Array;
  readonly returning: Float64Array;
  readonly peers: FluidPeers | null;
};

/** What happens without restarts. */
export type Ordinary =
  /** Sessions end and begin again at this rate. */
  | { readonly kind: "renewals"; readonly perSecond: Float64Array }
  /**
   * So many clients want to be signed in; sessions last so long on average. Where some come to want it while others sign out,
   * `arriving` says how many per second; else as many as the number rises by.
   */
  | {
      readonly kind: "wanted";
      readonly clients: Float64Array;
      readonly arriving?: Float64Array;
      readonly session: Duration;
    };

export type FluidPeers = {
  /** Peers when all are up. */
  readonly count: number;
  /** Sign-ins a second that one carries. */
  readonly each: number;
  readonly promotion: Duration;
  /** Clients that hang on one, and the share of them that signs in again when it goes. */
  readonly clients: number;
  readonly signInAgain: number;
  /** Most peers that a client online makes: one in so many is fit to be one, or the network wants no more. */
  readonly eligible: number;
  /** Share of the peers that go with restarts, per second. */
  readonly leaving: Float64Array;
  /** null: it has none. */
  readonly bug: Bug | null;
};

/** Above capacity peers shut themselves down and hardly any are promoted. */
type Bug = {
  readonly shutDown: Duration;
  readonly promotion: Duration;
  /** Cells from this one on do not have it. */
  readonly until: number;
};

/** By cell. Rates per second are means over the cell, clients are counted at its end. */
export type FluidRun = {
  readonly offered: Float64Array;
  readonly goodput: Float64Array;
  readonly capacity: Float64Array;
  /** The highest offered load by capacity within the cell. */
  readonly utilisation: Float64Array;
  readonly online: Float64Array;
  readonly rebooting: Float64Array;
  /** The orbit: clients that failed and will try again. */
  readonly backlog: Float64Array;
  /** Signed out, or given up. */
  readonly off: Float64Array;
  /** Failed attempts after which a client gave up, counted from the start. */
  readonly gaveUp: Float64Array;
  /** null: the service has none. */
  readonly peers: Float64Array | null;
};

/** Steps to one mean backoff: with `longestStep`, half of one changes no figure by more than 0.5 % (test/evaluate/steps.test.ts). */
const STEPS_PER_BACKOFF = 20;
/** Over this time clients that back off longer after failures notice how many fail: assumption. */
const MEMORY_OF_FAILURES = 600;

/** @param refine steps are this much shorter than usual */
export function simulateFluid(input: FluidInput, refine = 1): FluidRun {
  const cells = input.capacity.length;
  const run = emptyRun(cells, input.peers !== null);
  const state = startOf(input);
  for (let cell = 0; cell < cells; cell++) {
    const flow = flowOf(input, cell);
    const steps = isCalm(state, flow, input) ? 1 : stepsOf(input) * refine;
    for (let i = 0; i < steps; i++) advance(state, flow, input, input.cell / second / steps);
    record(run, cell, state, steps);
  }
  return run;
}

const stepsOf = ({ cell, longestStep = cell, retries: { backoff } }: FluidInput): number =>
  Math.max(Math.ceil(cell / longestStep), Math.ceil((STEPS_PER_BACKOFF * cell) / backoff.base));

/** Nothing waits and nothing fails: a cell is one step, exactly. */
const isCalm = (state: State, flow: Flow, input: FluidInput): boolean =>
  input.peers === null &&
  state.backlog < 1e-9 * input.clients &&
  flow.returning + flow.arriving + renewalsOf(flow, state.online) <= flow.capacity;

/** What drives a cell, per second. */
type Flow = {
  readonly capacity: number;
  readonly leaving: number;
  readonly returning: number;
  /** Clients that come to want to be signed in, or no longer want it. */
  readonly arriving: number;
  readonly departing: number;
  /** Sessions that end and begin again: so many, and of each client online so many more. */
  readonly renewals: number;
  readonly renewalsEach: number;
  readonly peersLeaving: number;
  readonly hasBug: boolean;
};

function flowOf(
  { cell: length, capacity, ordinary, leaving, returning, peers }: FluidInput,
  cell: number,
): Flow {
  const change = ordinary.kind === "wanted" ? changeOf(ordinary.clients, cell) / (length / second) : 0;
  const arriving = ordinary.kind === "wanted" ? (ordinary.arriving?.[cell] ?? 0) : 0;
  return {
    capacity: capacity[cell] as number,
    leaving: leaving[cell] as number,
    returning: returning[cell] as number,
    arriving: Math.max(arriving, change),
    departing: Math.max(0, arriving - change),
    renewals: ordinary.kind === "wanted" ? 0 : (ordinary.perSecond[cell] as number),
    renewalsEach: ordinary.kind === "wanted" ? second / ordinary.session : 0,
    peersLeaving: peers?.leaving[cell] ?? 0,
    hasBug: peers?.bug != null && cell < peers.bug.until,
  };
}

const renewalsOf = ({ renewals, renewalsEach }: Flow, online: number): number =>
  renewals + renewalsEach * online;

const changeOf = (clients: Float64Array, cell: number): number =>
  cell === 0 ? 0 : (clients[cell] as number) - (clients[cell - 1] as number);

type State = {
  online: number;
  rebooting: number;
  backlog: number;
  off: number;
  gaveUp: number;
  peers: number;
  /** Share of attempts that succeed, as clients that back off have noticed it. */
  success: number;
  /** Offered load by capacity in the step before. */
  utilisation: number;
  /** Sums over the steps of a cell, and the highest utilisation of them. */
  readonly cell: { offered: number; goodput: number; capacity: number; utilisation: number };
};

const startOf = ({ clients, online, peers }: FluidInput): State => ({
  online,
  rebooting: 0,
  backlog: 0,
  off: clients - online,
  gaveUp: 0,
  peers: peers === null ? 0 : peersWanted(peers, online),
  success: 1,
  utilisation: 0,
  cell: { offered: 0, goodput: 0, capacity: 0, utilisation: 0 },
});

/** One Euler step of `dt` seconds. No flow takes more than there is, so that every state stays at 0 or above. */
function advance(state: State, flow: Flow, { retries, peers }: FluidInput, dt: number): void {
  const { online, backlog } = state;
  const inUse = online + backlog;
  const onlineShare = inUse > 0 ? online / inUse : 0;
  const leaving = Math.min(flow.leaving, inUse / dt);
  const departing = Math.min(flow.departing, inUse / dt - leaving);
  const gone = leaving + departing;
  const renewals = Math.min(renewalsOf(flow, online), online / dt - gone * onlineShare);
  const lost = peers === null ? 0 : peersStep(state, flow, peers, inUse > 0 ? departing / inUse : 0, dt);
  const orphans = Math.min(orphansOf(peers, state, lost), online / dt - gone * onlineShare - renewals);
  const retrying = Math.min(backlog / backoffOf(retries, state), backlog / dt - gone * (1 - onlineShare));
  const arriving = Math.min(flow.arriving, state.off / dt);
  const returning = Math.min(flow.returning, state.rebooting / dt + leaving);
  const offered = renewals + orphans + arriving + returning + retrying;
  const capacity = capacityOf(state, flow, peers);
  const good = goodput(offered, capacity, retries.failureCost);
  const givingUp = retries.giveUp * (offered - good);
  state.online += dt * (good - renewals - orphans - gone * onlineShare);
  state.backlog += dt * (offered - good - givingUp - retrying - gone * (1 - onlineShare));
  state.rebooting += dt * (leaving - returning);
  state.off += dt * (departing - arriving + givingUp);
  state.gaveUp += dt * givingUp;
  state.success +=
    Math.min(1, dt / MEMORY_OF_FAILURES) * ((offered > 0 ? good / offered : 1) - state.success);
  state.utilisation = offered === 0 ? 0 : offered / capacity;
  tally(state.cell, offered, good, capacity, state.utilisation);
}

/** Seconds. */
const backoffOf = ({ backoff: { base, cap } }: Retries, { success }: State): number =>
  Math.min(cap, base / success) / second;

/** Every peer that is not up is missing from the capacity. */
const capacityOf = (state: State, flow: Flow, peers: FluidPeers | null): number =>
  peers === null ? flow.capacity : Math.max(0, flow.capacity - peers.each * (peers.count - state.peers));

const peersWanted = ({ count, eligible }: FluidPeers, online: number): number =>
  Math.min(count, eligible * online);

/**
 * Peers lost per second, to restarts and to the fault; others are promoted in their place. Those of people who sign off go in good
 * order: nobody is orphaned.
 */
function peersStep(
  state: State,
  { peersLeaving, hasBug }: Flow,
  peers: FluidPeers,
  signingOff: number,
  dt: number,
): number {
  const isOver = hasBug && state.utilisation > 1;
  const shutDown = isOver ? Math.min(state.utilisation - 1, 1) / ((peers.bug as Bug).shutDown / second) : 0;
  const promotion = (isOver ? (peers.bug as Bug).promotion : peers.promotion) / second;
  const lost = Math.min(peersLeaving + shutDown, 1 / dt) * state.peers;
  const going = Math.min(signingOff * state.peers, state.peers / dt - lost);
  const missing = Math.max(0, peersWanted(peers, state.online) - state.peers);
  state.peers += dt * (missing * Math.min(1 / promotion, 1 / dt) - lost - going);
  return lost;
}

/** Clients per second that hung on lost peers and sign in again. */
const orphansOf = (peers: FluidPeers | null, { online, peers: up }: State, lost: number): number =>
  peers === null || up <= 0 ? 0 : peers.signInAgain * Math.min(peers.clients, online / up) * lost;

function tally(
  cell: State["cell"],
  offered: number,
  good: number,
  capacity: number,
  utilisation: number,
): void {
  cell.offered += offered;
  cell.goodput += good;
  cell.capacity += capacity;
  cell.utilisation = Math.max(cell.utilisation, utilisation);
}

const emptyRun = (cells: number, hasPeers: boolean): FluidRun => {
  const empty = (): Float64Array => new Float64Array(cells);
  return {
    offered: empty(),
    goodput: empty(),
    capacity: empty(),
    utilisation: empty(),
    online: empty(),
    rebooting: empty(),
    backlog: empty(),
    off: empty(),
    gaveUp: empty(),
    peers: hasPeers ? empty() : null,
  };
};

/** Writes the cell down, its rates as means over the steps, and begins the next one. */
function record(run: FluidRun, at: number, state: State, steps: number): void {
  const { cell } = state;
  run.offered[at] = cell.offered / steps;
  run.goodput[at] = cell.goodput / steps;
  run.capacity[at] = cell.capacity / steps;
  run.utilisation[at] = cell.utilisation;
  run.online[at] = state.online;
  run.rebooting[at] = state.rebooting;
  run.backlog[at] = state.backlog;
  run.off[at] = state.off;
  run.gaveUp[at] = state.gaveUp;
  if (run.peers !== null) run.peers[at] = state.peers;
  cell.offered = cell.goodput = cell.capacity = cell.utilisation = 0;
}
