/** The optimizer's face: a rollout and a goal go in; whole devices, ring dates, levels and prices come out. */
import { unwatched, type Watch, within } from "../progress.js";
import type { Rollout } from "../rollout.js";
import type { Goal } from "../scenario/scenario.js";
import type { Stagger } from "../service/demand.js";
import { isBlind, nominalServices } from "../service/nominal.js";
import type { Service } from "../service/service.js";
import type { Solver } from "./glpk.js";
import { StaggerMemory } from "./memory.js";
import { lpText } from "./lp-format.js";
import type { SolvedLevel } from "./optimum.js";
import { buildProgram, type Task } from "./program.js";
import { type RingDates, ringDates, usablePositions } from "./rings.js";
import { staggerTask } from "./stagger-task.js";

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
  const rings = ringDates(seen, pursued, (ring) => ({
    solve,
    memory: memory.of(`ring ${ring}`),
    tell: within(watch, { stage: "dating", detail: `ring ${ring}` }),
  }));
  const usable = usablePositions(seen, rings);
  const task: Task = { slots: seen.grid.slots, demands: seen.demands, usable, services: seen.services };
  const { optimum, levels, ...whole } = staggerTask(task, pursued, {
    solve,
    memory: memory.of(pursued),
    tell: within(watch, doing),
  });
  return {
    ...whole,
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
