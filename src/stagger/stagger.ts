/** The optimizer's face: a rollout and a goal go in; whole devices, ring dates, levels and prices come out. */
import type { Rollout } from "../rollout.js";
import type { Goal } from "../scenario/scenario.js";
import type { Stagger } from "../service/demand.js";
import { isBlind, nominalServices } from "../service/nominal.js";
import { fewStarts, type Start } from "./few-starts.js";
import type { Service } from "../service/service.js";
import type { Duration } from "../units.js";
import type { Solver } from "./glpk.js";
import { lpText } from "./lp-format.js";
import type { SolvedLevel } from "./optimum.js";
import { buildProgram, type Task } from "./program.js";
import { type RingDates, ringDates, usablePositions } from "./rings.js";
import { staggerTask } from "./stagger-task.js";
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
  /** The services as the program saw them, with nominal capacities where all are unknown. */
  readonly services: readonly Service[];
  /** Last program of each level as CPLEX LP text, made when asked for; its objective times `unit` is `relaxed`. */
  readonly programTexts: () => readonly ProgramText[];
};

export type ProgramText = {
  readonly name: string;
  readonly text: string;
  readonly relaxed: number;
  readonly unit: number;
};

export function stagger(rollout: Rollout, goal: Goal, solve: Solver): Staggered {
  const blind = isBlind(rollout.services);
  const seen = blind ? { ...rollout, services: nominalServices(rollout) } : rollout;
  const pursued = blind ? "flattest" : goal;
  const rings = ringDates(seen, pursued, solve);
  const usable = usablePositions(seen, rings);
  const task: Task = { slots: seen.grid.slots, demands: seen.demands, usable, services: seen.services };
  let few: Staggered["few"] = null;
  const { waves } = rollout;
  const { optimum, levels, stagger, unscheduled } = staggerTask(task, pursued, solve, (finest) => {
    if (waves.kind === "fine") return finest;
    const found = fewStarts(task, finest, pursued, waves.tolerance, slotsIn(waves.spread, rollout), solve);
    few = { starts: found.starts, finest };
    return found;
  });
  return {
    stagger,
    unscheduled,
    few,
    unscheduledByCapacity: optimum.unscheduled,
    rings,
    usable,
    levels,
    goal: pursued,
    services: seen.services,
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
