/**
 * Cohorts that look alike to the program are one: the same slots, behaviour, pictures and share that may be in one slot. Exact:
 * any stagger of the one is, cohort by cohort in proportion, a stagger of the others with the same loads and exposure.
 */
import type { CohortDemand, Stagger } from "../service/demand.js";
import type { Task } from "./program.js";

export type Merged = {
  readonly task: Task;
  /** A stagger of the merged cohorts as one of all: each in proportion to its devices. */
  readonly split: (stagger: Stagger) => Stagger;
  /** The same for numbers by cohort, such as devices left out. */
  readonly splitCounts: (counts: Float64Array) => Float64Array;
};

export function merged(task: Task): Merged {
  const groups = new Map<string, number[]>();
  const names = new Names();
  task.demands.forEach((demand, c) => {
    const key = keyOf(demand, task.usable[c] as readonly [number, number], names);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [c]);
    else group.push(c);
  });
  const members = [...groups.values()];
  if (members.length === task.demands.length)
    return { task, split: (stagger) => stagger, splitCounts: (counts) => counts };
  const groupOf = new Int32Array(task.demands.length);
  members.forEach((group, g) => group.forEach((c) => (groupOf[c] = g)));
  const demands = members.map((group) => demandOfAll(group.map((c) => task.demands[c] as CohortDemand)));
  const part = (c: number): number => {
    const whole = demands[groupOf[c] as number] as CohortDemand;
    return (task.demands[c] as CohortDemand).cohort.devices / whole.cohort.devices;
  };
  return {
    task: {
      ...task,
      demands,
      usable: members.map(([first]) => task.usable[first as number] as [number, number]),
    },
    split: (stagger) =>
      task.demands.map((_, c) => {
        const share = part(c);
        return (stagger[groupOf[c] as number] as Float64Array).map((devices) => devices * share);
      }),
    splitCounts: (counts) =>
      Float64Array.from(task.demands, (_, c) => (counts[groupOf[c] as number] as number) * part(c)),
  };
}

function keyOf(
  { behaviour, carries, loads, mostPerSlot, cohort }: CohortDemand,
  usable: readonly [number, number],
  names: Names,
): string {
  const share = Math.min(1, mostPerSlot / cohort.devices);
  return [names.of(behaviour), names.of(carries), names.of(loads), usable.join("-"), share].join(" ");
}

/** Named after its first cohort. */
function demandOfAll(demands: readonly CohortDemand[]): CohortDemand {
  const [first] = demands as readonly [CohortDemand, ...CohortDemand[]];
  const devices = demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
  const most = demands.reduce(
    (sum, { mostPerSlot, cohort }) => sum + Math.min(cohort.devices, mostPerSlot),
    0,
  );
  return { ...first, cohort: { ...first.cohort, devices }, mostPerSlot: most };
}

/** A name for every object met: the same object, the same name. */
class Names {
  readonly #names = new Map<object, number>();

  of(thing: object): number {
    const name = this.#names.get(thing) ?? this.#names.size;
    this.#names.set(thing, name);
    return name;
  }
}
