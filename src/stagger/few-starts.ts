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
import { exposureOf, loadsOf, pricedExposure } from "../service/demand.js";
import { limitsAtRise, riseOf } from "../service/rise.js";
import { type Block, BlockBook, meanOver } from "./block-demand.js";
import type { Solver } from "./glpk.js";
import { LevelSolver } from "./level-solver.js";
import { SolverMemory } from "./memory.js";
import { pointAt } from "./optimum.js";
import type { Level, Task } from "./program.js";
import { keepingFree } from "./reserve.js";
import { type Blocks, type Place, placesOf, slotKey, StartCuts } from "./start-blocks.js";
import { type Move, movesOf } from "./start-moves.js";
import { total } from "./total.js";
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
  const search = new StartSearch(task, finest, aimOf(task, finest, goal, tolerance), longest, solve);
  search.cut();
  search.merge();
  const { whole, blocks } = search.best;
  return { ...whole, starts: startsOf(search.places, blocks, whole.counts) };
}

/** The finest plan's own values and the tolerance on top; nobody more is left out. */
function aimOf(task: Task, finest: WholeStagger, goal: Goal, tolerance: Share): Aim {
  const loads = loadsOf(task, task.services, task.demands, finest.stagger);
  return {
    exposure: exposureOf(task.demands, finest.stagger, finest.unscheduled) * (1 + tolerance),
    rise: goal === "flattest" ? riseOf(task.services, loads) * (1 + tolerance) : null,
    unscheduled: total(finest.unscheduled),
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

class StartSearch {
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
      const moves = this.#moves().filter(({ name }) => !failed.has(name));
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

  #moves(): readonly Move[] {
    const { blocks, costs } = this.best;
    return costs === null ? [] : movesOf(this.#task, this.places, blocks, costs, this.#longest);
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
      const services = keepingFree(this.#task.services, this.#limits, RESERVES[r] as number);
      const trial = this.#rounded({ ...this.#task, demands, usable, services }, byCohort, blocks);
      if (trial === "missed") return null;
      if (trial === "no room") continue;
      this.#reserve = Math.max(0, r - 1);
      return trial;
    }
    return null;
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
    const level: Level = { name: "exposure", unscheduledAtMost: null, riseAtMost: null };
    const point = pointAt(task, level, solver);
    const isLeftOut = point.unscheduledDevices > this.#aim.unscheduled + 0.5;
    if (!point.level.isSolved || isLeftOut || point.level.relaxed > this.#aim.exposure) return "missed";
    const costs = this.#task.demands.map((demand) => pricedExposure(demand, point.level.limitPrices));
    const blockCosts = byCohort.map((own, c) =>
      Float64Array.from(own, (block) => meanOver(costs[c] as Float64Array, block)),
    );
    const whole = wholeStarts(
      this.#task,
      { blocks: byCohort, fractional: point.stagger, costs: blockCosts },
      this.#limits,
    );
    const out = whole === null ? Infinity : total(whole.unscheduled);
    if (whole === null || out > this.#aim.unscheduled) {
      this.#crowded = new Set(this.places.flatMap((place, i) => (isLeftIn(place, whole) ? [i] : [])));
      return "no room";
    }
    const exposure = exposureOf(this.#task.demands, whole.stagger, whole.unscheduled);
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
      exposure: exposureOf(this.#task.demands, finest.stagger, finest.unscheduled),
      costs: null,
    };
  }
}

const isLeftIn = ({ kinds }: Place, whole: WholeStarts | null): boolean =>
  kinds.some(({ cohorts }) => cohorts.some((c) => (whole?.unscheduled[c] ?? 0) > 0));

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
