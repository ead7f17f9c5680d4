/**
 * Blocks: runs of a cohort's positions over which the tool spreads the restarts of one start. To the program a block is a position
 * like any other, whose response, carries and exposure are the means of its slots'.
 */
import type { Behaviour } from "../client/behaviour.js";
import type { SlotMass } from "../client/response.js";
import { remembered } from "../remembered.js";
import type { CohortDemand, CohortLoad } from "../service/demand.js";

/** Half-open range of a cohort's positions, whose slots follow each other. */
export type Block = readonly [from: number, to: number];

const blank: SlotMass = { first: 0, mass: new Float64Array(0) };

export class BlockBook {
  readonly #masses = new Map<readonly SlotMass[], Map<Behaviour, Map<number, SlotMass>>>();

  /** The demand of a cohort whose positions are these blocks. */
  demandOf(demand: CohortDemand, blocks: readonly Block[]): CohortDemand {
    const { behaviour, carries, loads } = demand;
    const mean = (values: Float64Array): Float64Array =>
      Float64Array.from(blocks, ([from, to]) => sumOf(values, from, to) / (to - from));
    return {
      ...demand,
      behaviour: {
        slots: Int32Array.from(blocks, ([from]) => behaviour.slots[from] as number),
        // The mean responses below count only what restarts in its slot.
        restarts: new Float64Array(blocks.length).fill(1),
        late: mean(behaviour.late),
        exposure: mean(behaviour.exposure),
        unscheduledExposure: behaviour.unscheduledExposure,
        carries: [],
      },
      mostAt: Float64Array.from(blocks, (block) => mostIn(demand, block)),
      carries: carries.map(({ when, positions, shares }) => {
        const byPosition = new Float64Array(behaviour.slots.length);
        positions.forEach((p, i) => (byPosition[p] = (byPosition[p] as number) + (shares[i] as number)));
        const means = mean(byPosition);
        const inUse = [...means.keys()].filter((b) => (means[b] as number) > 0);
        return {
          when,
          positions: Int32Array.from(inUse),
          shares: Float64Array.from(inUse, (b) => means[b] as number),
        };
      }),
      loads: loads.map(({ service, direct, carried }): CohortLoad => ({
        service,
        direct: blocks.map((block) => this.#meanMass(behaviour, direct, block)),
        carried,
      })),
    };
  }

  /** Of a wave spread over the block, per device. */
  #meanMass(behaviour: Behaviour, direct: readonly SlotMass[], [from, to]: Block): SlotMass {
    const ofDirect = remembered(this.#masses, direct, () => new Map<Behaviour, Map<number, SlotMass>>());
    const ofBehaviour = remembered(ofDirect, behaviour, () => new Map<number, SlotMass>());
    return remembered(ofBehaviour, from * (behaviour.slots.length + 1) + to, () =>
      meanOf(behaviour, direct, from, to),
    );
  }
}

/** Whole devices that a block takes, each of its slots up to its most. */
export const mostIn = ({ mostPerSlot }: CohortDemand, [from, to]: Block): number =>
  (to - from) * Math.floor(mostPerSlot * (1 + MOST_TOLERANCE));

/** As whole.ts counts. */
const MOST_TOLERANCE = 5e-10;

function meanOf({ restarts }: Behaviour, direct: readonly SlotMass[], from: number, to: number): SlotMass {
  const parts = direct.slice(from, to).filter(({ mass }) => mass.length > 0);
  if (parts.length === 0) return blank;
  const first = parts.reduce((least, part) => Math.min(least, part.first), Infinity);
  const end = parts.reduce((most, part) => Math.max(most, part.first + part.mass.length), 0);
  const mass = new Float64Array(end - first);
  for (let p = from; p < to; p++) {
    const part = direct[p] as SlotMass;
    const share = (restarts[p] as number) / (to - from);
    for (let i = 0; i < part.mass.length; i++) {
      const at = part.first - first + i;
      mass[at] = (mass[at] as number) + share * (part.mass[i] as number);
    }
  }
  return { first, mass };
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let p = from; p < to; p++) sum += values[p] as number;
  return sum;
}

/** Of values by position. */
export function meanOver(values: Float64Array, [from, to]: Block): number {
  let sum = 0;
  for (let p = from; p < to; p++) sum += values[p] as number;
  return sum / (to - from);
}
