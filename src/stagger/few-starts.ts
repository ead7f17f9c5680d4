/**
 * Few start times: the plan of single slots merged into as few starts as keep the goal within a tolerance. Somebody has to build
 * each start, and the tool spreads the restarts of its devices over its slots.
 *
 * First the finest plan is cut into runs, the longest whose program still meets the aim; then starts are merged or dropped where
 * the prices say that it costs least, as many at once as the aim allows. Every step is a program of its own over the blocks that
 * are left, solved, rounded and looked at from scratch. Work is counted: so many programs.
 */
import type { Goal } from "../scenario/scenario.js";
import type { Share } from "../units.js";
import type { CohortDemand, LoadPrices, Stagger } from "../service/demand.js";
import { loadsOf, pricedWaves } from "../service/demand.js";
import { limitsAtRise, riseOf } from "../service/rise.js";
import { type Block, BlockBook, mostIn } from "./block-demand.js";
import type { Solver } from "./glpk.js";
import { LevelSolver } from "./level-solver.js";
import { SolverMemory } from "./memory.js";
import type { Task } from "./program.js";
import type { SolvedShares } from "./solved-shares.js";
import { type Blocks, type Kind, type Place, placesOf, slotKey, StartCuts } from "./start-blocks.js";
import type { WholeStagger } from "./whole.js";
import { type WholeStarts, wholeStarts } from "./whole-starts.js";

/** What a plan with few starts must keep. */
type Aim = {
  readonly exposure: number;
  /** Null: the goal knows none. */
  readonly rise: number | null;
  readonly unscheduled: number;
};

/** Devices of several cohorts that one site, zone and ring begins in one slot; the tool spreads them up to another. */
export type Start = {
  readonly slots: readonly [from: number, to: number];
  readonly cohorts: readonly { readonly cohort: number; readonly devices: number }[];
};

export type FewStarts = WholeStagger & { readonly starts: readonly Start[] };

/** Cuts tried to find a price of a start. */
const CUTS = 9;
/** Times that places are taken out of one cut. */
const ATTEMPTS = 4;
/** Columns of all programs solved, after which no other is begun. */
const MOST_COLUMNS = 100_000;
/** Prices of a start, in device-slots: hardly anything, and every device moved by a night. */
const CHEAPEST = 1e-3;
const DEAREST = 32;
/** Shares of what services have left that the even shares leave free for whole devices. */
const RESERVES = [0, 3e-3, 1e-2, 3e-2, 0.1];
/** Merges that fail one by one before nothing more is tried. */
const MISSES = 30;

/** @param longest slots over which the tool spreads one start at most */
export function fewStarts(
  task: Task,
  finest: WholeStagger,
  goal: Goal,
  tolerance: Share,
  longest: number,
  solve: Solver,
): FewStarts {
  const search = new Search(task, finest, aimOf(task, finest, goal, tolerance), longest, solve);
  search.cut();
  search.merge();
  const { whole, blocks } = search.best;
  return { ...whole, starts: startsOf(search.places, blocks, whole.counts) };
}

/** The finest plan's own values and the tolerance on top; nobody more is left out. */
function aimOf(task: Task, finest: WholeStagger, goal: Goal, tolerance: Share): Aim {
  const loads = loadsOf(task, task.services, task.demands, finest.stagger);
  return {
    exposure: exposureOf(task, finest) * (1 + tolerance),
    rise: goal === "flattest" ? riseOf(task.services, loads) * (1 + tolerance) : null,
    unscheduled: sum(finest.unscheduled),
  };
}

/** Blocks that hold, with what stands in them. */
type Trial = {
  readonly blocks: Blocks;
  readonly whole: WholeStarts;
  readonly starts: number;
  readonly exposure: number;
  /** Of a device at each position, by cohort: exposure and priced load; null: not known of the finest plan. */
  readonly costs: readonly Float64Array[] | null;
};

class Search {
  readonly places: readonly Place[];
  best: Trial;
  readonly #task: Task;
  readonly #aim: Aim;
  readonly #longest: number;
  readonly #solve: Solver;
  readonly #book = new BlockBook();
  readonly #limits: readonly (Float64Array | null)[];
  readonly #finest: WholeStagger;
  readonly #single: Blocks;
  /** Places in which the last trial left devices without a wave. */
  #crowded: ReadonlySet<number> = new Set();
  #columns = 0;
  /** The reserve that is tried first: the one before that which sufficed last. */
  #reserve = 0;

  constructor(task: Task, finest: WholeStagger, aim: Aim, longest: number, solve: Solver) {
    this.#task = task;
    this.#aim = aim;
    this.#longest = longest;
    this.#solve = solve;
    this.#finest = finest;
    this.#limits =
      aim.rise === null ? task.services.map(({ limit }) => limit) : limitsAtRise(task.services, aim.rise);
    this.places = placesOf(task);
    this.best = this.#singleSlots(finest);
    this.#single = this.best.blocks;
  }

  /** The dearest price of a start whose cut holds. */
  cut(): void {
    const cuts = new StartCuts(this.places, this.#finest.stagger, this.#longest);
    const devices = this.#task.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
    let [low, high] = [CHEAPEST, DEAREST * devices];
    for (let trial = 0; trial < CUTS && !this.#isSpent; trial++) {
      const price = trial === 0 ? high : Math.sqrt(low * high);
      if (this.#holdsInPart(cuts.at(price))) low = price;
      else high = price;
      if (high <= low * 1.3) break;
    }
  }

  /** Places in which whole devices find no room in these blocks keep single slots. */
  #holdsInPart(blocks: Blocks): boolean {
    let tried = blocks;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      this.#crowded = new Set();
      if (this.#holds(tried)) return true;
      if (this.#crowded.size === 0) return false;
      const crowded = this.#crowded;
      tried = tried.map((own, i) => (crowded.has(i) ? (this.#single[i] as Blocks[number]) : own));
    }
    return false;
  }

  get #isSpent(): boolean {
    return this.#columns > MOST_COLUMNS;
  }

  merge(): void {
    const failed = new Set<string>();
    let most = Number.POSITIVE_INFINITY;
    for (let misses = 0; misses < MISSES && !this.#isSpent;) {
      const moves = movesOf(this.#task, this.places, this.best, this.#longest).filter(
        ({ name }) => !failed.has(name),
      );
      if (moves.length === 0) return;
      const chosen = moves.slice(0, Math.min(most, this.#affordable(moves)));
      const blocks = this.best.blocks.map((own, i) => chosen.find(({ place }) => place === i)?.blocks ?? own);
      if (this.#holds(blocks)) {
        [most, misses] = [Math.max(2 * chosen.length, 2), 0];
      } else if (chosen.length === 1) {
        failed.add((chosen[0] as Move).name);
        misses += 1;
      } else most = Math.floor(chosen.length / 2);
    }
  }

  /** As many of the cheapest moves as the aim leaves room for, at least one. */
  #affordable(moves: readonly Move[]): number {
    let left = this.#aim.exposure - this.best.exposure;
    const until = moves.findIndex(({ damage }) => (left -= damage) < 0);
    return Math.max(1, until === -1 ? moves.length : until);
  }

  /** Tries blocks; what holds with fewer starts is the best. */
  #holds(blocks: Blocks): boolean {
    const trial = this.#trial(blocks);
    if (trial === null) return false;
    if (trial.starts < this.best.starts || this.best.costs === null) this.best = trial;
    return true;
  }

  /** Null: the aim is missed. */
  #trial(blocks: Blocks): Trial | null {
    const byCohort = blocksByCohort(this.#task, this.places, blocks);
    const demands = this.#task.demands.map((demand, c) =>
      this.#book.demandOf(demand, byCohort[c] as readonly Block[]),
    );
    const usable = byCohort.map(({ length }): Block => [0, length]);
    for (let r = this.#reserve; r < RESERVES.length; r++) {
      const services = this.#reserved(RESERVES[r] as number);
      const trial = this.#rounded({ ...this.#task, demands, usable, services }, byCohort, blocks);
      if (trial === "missed") return null;
      if (trial === "no room") continue;
      this.#reserve = Math.max(0, r - 1);
      return trial;
    }
    return null;
  }

  /** The services with this share of what they have left kept free; the rise is a limit like any other. */
  #reserved(reserve: number): Task["services"] {
    return this.#task.services.map((service, r) => ({
      ...service,
      limit:
        this.#limits[r]?.map((limit, t) => limit - reserve * (limit - (service.background[t] as number))) ??
        null,
    }));
  }

  /** Missed: even shares of devices miss the aim. No room: whole devices find none. */
  #rounded(
    task: Task,
    byCohort: readonly (readonly Block[])[],
    blocks: Blocks,
  ): Trial | "missed" | "no room" {
    this.#columns += byCohort.reduce((total, { length }) => total + length, 0);
    const solver = new LevelSolver(
      task,
      { solve: this.#solve, memory: new SolverMemory(), tell: () => undefined },
      Number.POSITIVE_INFINITY,
    );
    const solved = solver.solve({ name: "exposure", unscheduledAtMost: null, riseAtMost: null });
    const devicesIn = (c: number): number => task.demands[c]?.cohort.devices ?? 0;
    const fractional = solved.shares.map((shares, c) => shares.map((share) => share * devicesIn(c)));
    const left = solved.out.map((share, c) => share * devicesIn(c));
    const isLeftOut = sum(left) > this.#aim.unscheduled + 0.5;
    const hours = exposureOf(task, { stagger: fractional, unscheduled: left });
    if (!solved.isSolved || isLeftOut || hours > this.#aim.exposure) return "missed";
    const costs = this.#costsAt(solved);
    const blockCosts = byCohort.map((own, c) =>
      Float64Array.from(own, (block) => meanOver(costs[c] as Float64Array, block)),
    );
    const whole = wholeStarts(this.#task, { blocks: byCohort, fractional, costs: blockCosts }, this.#limits);
    const out = whole === null ? Infinity : sum(whole.unscheduled);
    if (whole === null || out > this.#aim.unscheduled) {
      this.#crowded = new Set(this.places.flatMap((place, i) => (isLeftIn(place, whole) ? [i] : [])));
      return "no room";
    }
    const exposure = exposureOf(this.#task, whole);
    if (exposure > this.#aim.exposure) return "missed";
    const used = usedBlocks(this.places, blocks, whole.counts);
    return {
      blocks: used.blocks,
      whole: { ...whole, counts: used.counts },
      starts: countOf(this.places, used.blocks),
      exposure,
      costs,
    };
  }

  #costsAt({ limitPrices }: SolvedShares): readonly Float64Array[] {
    const { services, slots, demands } = this.#task;
    const prices: LoadPrices = services.map(({ capacity }, r) =>
      Float64Array.from(
        { length: slots },
        (_, t) => (limitPrices[r * slots + t] as number) / (capacity ?? 1),
      ),
    );
    return demands.map((demand) => {
      const priced = pricedWaves(demand, prices);
      return demand.behaviour.exposure.map((exposure, p) => exposure + (priced[p] as number));
    });
  }

  /** The finest plan: a start for every slot in use. */
  #singleSlots(finest: WholeStagger): Trial {
    const blocks: Blocks = this.places.map(({ kinds }) =>
      kinds.map(({ cohorts, slots }) =>
        Array.from(slots.keys())
          .filter((p) => cohorts.some((c) => (finest.stagger[c]?.[p] ?? 0) > 0))
          .map((p): Block => [p, p + 1]),
      ),
    );
    const byCohort = blocksByCohort(this.#task, this.places, blocks);
    const counts = byCohort.map((own, c) =>
      Float64Array.from(own, ([p]) => finest.stagger[c]?.[p] as number),
    );
    return {
      blocks,
      whole: { ...finest, counts },
      starts: countOf(this.places, blocks),
      exposure: exposureOf(this.#task, finest),
      costs: null,
    };
  }
}

const isLeftIn = ({ kinds }: Place, whole: WholeStarts | null): boolean =>
  kinds.some(({ cohorts }) => cohorts.some((c) => (whole?.unscheduled[c] ?? 0) > 0));

type Move = {
  readonly name: string;
  readonly place: number;
  readonly blocks: readonly (readonly Block[])[];
  /** Exposure it costs at the prices, if room were as before; device-hours. */
  readonly damage: number;
};

/** The best way for each place to do with one start less, cheapest first. */
function movesOf(
  task: Task,
  places: readonly Place[],
  { blocks, costs }: Trial,
  longest: number,
): readonly Move[] {
  if (costs === null) return [];
  const moves = places.flatMap((place, i): Move[] => {
    const own = blocks[i] as readonly (readonly Block[])[];
    const before = costOf(task, place, own, costs);
    return smaller(place, own, longest)
      .map(({ name, blocks: fewer }): Move => ({
        name: `${i} ${name}`,
        place: i,
        blocks: fewer,
        damage: costOf(task, place, fewer, costs) - before,
      }))
      .filter(({ damage }) => Number.isFinite(damage));
  });
  const sorted = moves.sort((a, b) => a.damage - b.damage || a.place - b.place);
  const met = new Set<number>();
  // One a place: a second would count with starts that the first has taken away.
  return sorted.filter(({ place }) => !met.has(place) && met.add(place));
}

/** Every way to drop one start of a place, or to make one of two that follow each other. */
function smaller(
  { kinds }: Place,
  blocks: readonly (readonly Block[])[],
  longest: number,
): readonly { readonly name: string; readonly blocks: readonly (readonly Block[])[] }[] {
  const keys = new Map<string, readonly [from: number, to: number]>();
  blocks.forEach((own, k) => {
    const kind = kinds[k] as Kind;
    for (const block of own)
      keys.set(slotKey(kind, block), [
        kind.slots[block[0]] as number,
        (kind.slots[block[1] - 1] as number) + 1,
      ]);
  });
  const starts = [...keys].sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
  if (starts.length < 2) return [];
  const without = (gone: readonly string[]): (readonly Block[])[] =>
    blocks.map((own, k) => own.filter((block) => !gone.includes(slotKey(kinds[k] as Kind, block))));
  const drops = starts.map(([key]) => ({ name: `drop ${key}`, blocks: without([key]) }));
  const unions = starts.slice(1).flatMap(([key, [nextFrom, nextTo]], i) => {
    const [other, [from, to]] = starts[i] as [string, readonly [number, number]];
    const union = [Math.min(from, nextFrom), Math.max(to, nextTo)] as const;
    if (union[1] - union[0] > longest) return [];
    const rest = without([other, key]);
    const joined = rest.map((own, k) => {
      const had = (blocks[k] as readonly Block[]).length > own.length;
      return had ? withUnion(kinds[k] as Kind, own, union) : own;
    });
    return joined.some((own) => own === null)
      ? []
      : [{ name: `join ${other} ${key}`, blocks: joined as (readonly Block[])[] }];
  });
  return [...drops, ...unions];
}

/** Null: the kind is not open in all these slots, or another start of it lies between. */
function withUnion(
  { slots, usable: [first, end] }: Kind,
  blocks: readonly Block[],
  [from, to]: readonly [number, number],
): readonly Block[] | null {
  const p = slots.indexOf(from);
  const last = slots.indexOf(to - 1);
  if (p < first || last < p || last >= end || last - p !== to - 1 - from) return null;
  const union: Block = [p, last + 1];
  if (blocks.some((block) => block[0] < union[1] && union[0] < block[1])) return null;
  return [...blocks, union].sort((a, b) => a[0] - b[0]);
}

/** Device-hours of a place at these costs, each cohort in its cheapest blocks; Infinity where they do not hold all devices. */
function costOf(
  { demands }: Task,
  { kinds }: Place,
  blocks: readonly (readonly Block[])[],
  costs: readonly Float64Array[],
): number {
  let total = 0;
  kinds.forEach(({ cohorts }, k) => {
    const own = blocks[k] as readonly Block[];
    for (const c of cohorts) {
      const demand = demands[c] as CohortDemand;
      const each = own.map(
        (block) => [meanOver(costs[c] as Float64Array, block), mostIn(demand, block)] as const,
      );
      let left = demand.cohort.devices;
      for (const [cost, most] of each.sort((a, b) => a[0] - b[0])) {
        if (left === 0) break;
        const taken = Math.min(left, most);
        total += taken * cost;
        left -= taken;
      }
      if (left > 0) total = Number.POSITIVE_INFINITY;
    }
  });
  return total;
}

function meanOver(values: Float64Array, [from, to]: Block): number {
  let sum = 0;
  for (let p = from; p < to; p++) sum += values[p] as number;
  return sum / (to - from);
}

function blocksByCohort(
  { demands }: Task,
  places: readonly Place[],
  blocks: Blocks,
): readonly (readonly Block[])[] {
  const byCohort: (readonly Block[])[] = demands.map(() => []);
  places.forEach(({ kinds }, i) =>
    kinds.forEach(({ cohorts }, k) => {
      for (const c of cohorts) byCohort[c] = blocks[i]?.[k] as readonly Block[];
    }),
  );
  return byCohort;
}

/** Blocks with devices in them, and the counts of these. */
function usedBlocks(
  places: readonly Place[],
  blocks: Blocks,
  counts: readonly Float64Array[],
): { readonly blocks: Blocks; readonly counts: readonly Float64Array[] } {
  const kept = [...counts];
  const used = places.map(({ kinds }, i) =>
    kinds.map(({ cohorts }, k) => {
      const isUsed = (b: number): boolean => cohorts.some((c) => (counts[c]?.[b] as number) > 0);
      for (const c of cohorts) kept[c] = (counts[c] as Float64Array).filter((_, b) => isUsed(b));
      return (blocks[i]?.[k] as readonly Block[]).filter((_, b) => isUsed(b));
    }),
  );
  return { blocks: used, counts: kept };
}

/** Starts that somebody has to build. */
const countOf = (places: readonly Place[], blocks: Blocks): number =>
  places.reduce(
    (sum, { kinds }, i) =>
      sum +
      new Set(
        kinds.flatMap((kind, k) => (blocks[i]?.[k] as readonly Block[]).map((block) => slotKey(kind, block))),
      ).size,
    0,
  );

function exposureOf(
  { demands }: Task,
  { stagger, unscheduled }: { readonly stagger: Stagger; readonly unscheduled: ArrayLike<number> },
): number {
  return demands.reduce((sum, { behaviour }, c) => {
    const planned = (stagger[c] as Float64Array).reduce(
      (hours, devices, p) => hours + devices * (behaviour.exposure[p] as number),
      0,
    );
    return sum + planned + (unscheduled[c] as number) * behaviour.unscheduledExposure;
  }, 0);
}

/** By place, then slot. */
function startsOf(
  places: readonly Place[],
  blocks: Blocks,
  counts: readonly Float64Array[],
): readonly Start[] {
  return places.flatMap(({ kinds }, i) => {
    const starts = new Map<string, { slots: [number, number]; cohorts: Start["cohorts"][number][] }>();
    kinds.forEach((kind, k) =>
      (blocks[i]?.[k] as readonly Block[]).forEach((block, b) => {
        const key = slotKey(kind, block);
        const [from, last] = [kind.slots[block[0]] as number, kind.slots[block[1] - 1] as number];
        const start = starts.get(key) ?? { slots: [from, last + 1], cohorts: [] };
        starts.set(key, start);
        for (const c of kind.cohorts) {
          const devices = counts[c]?.[b] as number;
          if (devices > 0) start.cohorts.push({ cohort: c, devices });
        }
      }),
    );
    return [...starts.values()].map(({ slots, cohorts }) => ({
      slots,
      cohorts: cohorts.sort((a, b) => a.cohort - b.cohort),
    }));
  });
}

const sum = (counts: Iterable<number>): number => {
  let total = 0;
  for (const count of counts) total += count;
  return total;
};
