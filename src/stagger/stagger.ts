/** The optimizer's face: a rollout and a goal go in; whole devices, ring dates, levels and prices come out. */
import { unwatched, type Watch, within } from "../progress.js";
import type { Rollout } from "../rollout.js";
import type { Goal } from "../scenario/scenario.js";
import type { CohortDemand, Stagger } from "../service/demand.js";
import { standing } from "../service/group.js";
import { isBlind, nominalServices } from "../service/nominal.js";
import { fewStarts, type Start } from "./few-starts.js";
import type { Service } from "../service/service.js";
import type { Duration } from "../units.js";
import type { Solver } from "./glpk.js";
import { StaggerMemory } from "./memory.js";
import { lpText } from "./lp-format.js";
import { noPrices, type SolvedLevel } from "./optimum.js";
import { TurnList } from "./order.js";
import { buildProgram, type Task } from "./program.js";
import { type RingDates, ringDates, usablePositions } from "./rings.js";
import { staggerTask, type TaskResult } from "./stagger-task.js";
import type { WholeStagger } from "./whole.js";

export type Staggered = {
  /** Whole devices by cohort and position. */
  readonly stagger: Stagger;
  /** Whole devices by cohort. */
  readonly unscheduled: Int32Array;
  /** Fractional devices that even the best point leaves out, by cohort: the rest of `unscheduled` is rounding. */
  readonly unscheduledByCapacity: Float64Array;
  readonly rings: readonly RingDates[];
  /** Positions open to each cohort within its ring's dates. */
  readonly usable: readonly (readonly [from: number, to: number])[];
  readonly levels: readonly SolvedLevel[];
  /** What somebody must build, and the plan of single slots it was made of; null: waves are fine. */
  readonly few: { readonly starts: readonly Start[]; readonly finest: WholeStagger } | null;
  /** Goal that was pursued: `flattest` on a nominal capacity where every capacity is unknown. */
  readonly goal: Goal;
  /** The services as the program saw them: with what stands before it as background, nominal capacities where all are unknown. */
  readonly services: readonly Service[];
  /** The program's part of the rollout: all but the devices that take turns. Levels, prices and bounds are of it. */
  readonly task: Task;
  /** Last program of each level as CPLEX LP text, made when asked for; its objective times `unit` is `relaxed`. */
  readonly programTexts: () => readonly ProgramText[];
};

export type ProgramText = {
  readonly name: string;
  readonly text: string;
  readonly relaxed: number;
  readonly unit: number;
};

/** @param memory of a rollout that differed a little: an answer comes sooner then; it remembers this one afterwards */
export function stagger(
  rollout: Rollout,
  goal: Goal,
  solve: Solver,
  watch: Watch = unwatched,
  memory = new StaggerMemory(),
): Staggered {
  const blind = isBlind(rollout.services);
  const seen = blind ? { ...rollout, services: nominalServices(rollout) } : rollout;
  const pursued = blind ? "flattest" : goal;
  const doing = { stage: "staggering", cohorts: rollout.demands.length };
  watch(doing);
  const turns = new TurnList(seen);
  const rings = ringDates(seen, pursued, turns, (ring) => ({
    solve,
    memory: memory.of(`ring ${ring}`),
    tell: within(watch, { stage: "dating", detail: `ring ${ring}` }),
  }));
  const usable = usablePositions(seen, rings);
  const task = taskBeside(turns, seen, usable);
  const search = { solve, memory: memory.of(pursued), tell: within(watch, doing) };
  const { waves } = rollout;
  const together = (part: WholeStagger): WholeStagger => ({
    stagger: joined(turns, turns.stagger, part.stagger),
    unscheduled: Int32Array.from(joined(turns, turns.unscheduled(), part.unscheduled)),
  });
  let few: Staggered["few"] = null;
  const { optimum, levels, ...whole } =
    task.demands.length === 0
      ? nothingLeft(task, pursued)
      : staggerTask(task, pursued, search, (finest) => {
          if (waves.kind === "fine") return finest;
          const longest = slotsIn(waves.spread, rollout);
          const found = fewStarts(task, finest, pursued, waves.tolerance, longest, solve);
          few = { starts: startsWith(turns, seen, found.starts), finest: together(finest) };
          return found;
        });
  return {
    ...together(whole),
    few:
      few ??
      (waves.kind === "fine" ? null : { starts: startsWith(turns, seen, []), finest: together(whole) }),
    unscheduledByCapacity: Float64Array.from(joined(turns, turns.unscheduled(), optimum.unscheduled)),
    rings,
    usable,
    levels,
    goal: pursued,
    services: task.services,
    task,
    programTexts: () =>
      optimum.programs.map(({ level, relaxed }) => {
        const built = buildProgram(task, level);
        return {
          name: level.name,
          relaxed,
          unit: built.unit,
          text: lpText(
            built.program,
            `second-tuesday, level ${level.name}`,
            built.rowNames(),
            built.columnNames(),
          ),
        };
      }),
  };
}

/** A tool that spreads over less than a slot still takes the slot. */
const slotsIn = (spread: Duration, { grid }: Rollout): number => Math.max(1, Math.floor(spread / grid.slot));

/** Those of the program, whose cohorts become the rollout's, and the waves of devices that take turns, each a start of its own. */
function startsWith(turns: TurnList, { demands }: Rollout, ofProgram: readonly Start[]): readonly Start[] {
  const places = Array.from(demands.keys()).filter((c) => turns.isMember[c] === false);
  const starts = new Map<string, Start>();
  const add = (start: Start): void => {
    const { site, timezone, ring } = (demands[start.cohorts[0]?.cohort as number] as CohortDemand).cohort;
    const key = JSON.stringify([site, timezone, ring, start.slots]);
    const cohorts = [...(starts.get(key)?.cohorts ?? []), ...start.cohorts];
    starts.set(key, { ...start, cohorts: cohorts.sort((a, b) => a.cohort - b.cohort) });
  };
  for (const { slots, cohorts } of ofProgram)
    add({
      slots,
      cohorts: cohorts.map(({ cohort, devices }) => ({ cohort: places[cohort] as number, devices })),
    });
  demands.forEach(({ behaviour }, c) => {
    if (turns.isMember[c] === false) return;
    turns.stagger[c]?.forEach((devices, p) => {
      const slot = behaviour.slots[p] as number;
      if (devices > 0) add({ slots: [slot, slot + 1], cohorts: [{ cohort: c, devices }] });
    });
  });
  return [...starts.values()];
}

/** Everything but the devices that take turns, against what those leave. */
const taskBeside = (turns: TurnList, { grid, demands }: Rollout, usable: Task["usable"]): Task => ({
  slots: grid.slots,
  demands: demands.filter((_, c) => turns.isMember[c] === false),
  usable: usable.filter((_, c) => turns.isMember[c] === false),
  services: standing(turns.services(), { grid, demands }, turns.stagger),
  places: Array.from(demands.keys()).filter((c) => turns.isMember[c] === false),
});

/** Every device takes turns: no program has anything to stagger. */
function nothingLeft(task: Task, goal: Goal): TaskResult {
  const names =
    goal === "flattest"
      ? (["unscheduled", "rise", "exposure"] as const)
      : (["unscheduled", "exposure"] as const);
  const levels = names.map((name) => ({
    name,
    relaxed: 0,
    limitPrices: noPrices(task),
    risePrices: noPrices(task),
    heldPrice: 0,
    isSolved: true,
  }));
  const unscheduled = new Float64Array();
  return {
    stagger: [],
    unscheduled: new Int32Array(),
    levels,
    optimum: { stagger: [], unscheduled, levels, riseAtMost: null, programs: [] },
  };
}

/** By cohort: what its turns say, else what the program says. */
function joined<T>({ isMember }: TurnList, ofTurns: ArrayLike<T>, ofProgram: ArrayLike<T>): readonly T[] {
  let next = 0;
  return isMember.map((takesTurns, c) => (takesTurns ? ofTurns[c] : ofProgram[next++]) as T);
}
