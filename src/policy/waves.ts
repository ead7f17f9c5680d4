/** A few, then more, then everybody, with a pause between. */
import { slotStart } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import { turnsOf } from "../scenario/at-once.js";
import type { PolicySettings } from "../scenario/policy.js";
import { instant } from "../units.js";
import type { PolicyKind } from "./policy.js";
import { type Open, openings, positionAt, wavesOf } from "./ring-by-ring.js";
import { slotsOpen } from "./slot-by-slot.js";
import { offsetOf, wholeParts } from "./whole-parts.js";

export const waves: PolicyKind<PolicySettings["waves"]> = {
  about:
    "Waves of a number or share of the fleet, each at the first moment of its window, a pause apart: serial of Ansible, rollout groups of hawkBit, phases of Configuration Manager; keeps to windows, freezes, readiness and the opening of rings; rings go in their order, and the pause stands for their soak.",
  steer(rollout, { sizes, pause }) {
    const { cohorts, stagger } = openings(rollout);
    const fleet = cohorts.reduce((sum, { demand }) => sum + demand.cohort.devices, 0);
    const queue = new Queue(rollout, cohorts);
    const [first] = slotsOpen(cohorts);
    const last = sizes.length - 1;
    for (let k = 0; first !== undefined && queue.devices > 0; k++) {
      const starts = instant(slotStart(rollout.grid, first) + k * pause);
      if (starts >= rollout.deadline) break;
      const size = sizes[Math.min(k, last)];
      if (size === undefined) break;
      const wanted = Math.min(queue.devices, Math.max(1, turnsOf(size, fleet)));
      queue.take(wanted, k).forEach((devices, c) => {
        const open = cohorts[c] as Open;
        const p = positionAt(rollout.grid, open, starts);
        if (devices > 0 && p < open.to) open.devices[p] = (open.devices[p] as number) + devices;
      });
    }
    return { steering: wavesOf(rollout, stagger, "at once"), notes: [] };
  },
};

/** Who has had no wave yet: rings in their order, within a ring by chance. */
class Queue {
  devices: number;
  readonly #rings: readonly (readonly number[])[];
  readonly #left: Float64Array;

  constructor({ rings }: Rollout, cohorts: readonly Open[]) {
    this.#rings = rings.map(({ name }) =>
      cohorts.flatMap(({ demand }, k) => (demand.cohort.ring === name ? [k] : [])),
    );
    this.#left = Float64Array.from(cohorts, ({ demand }) => demand.cohort.devices);
    this.devices = this.#left.reduce((sum, devices) => sum + devices, 0);
  }

  /** Devices of each cohort in the next wave. */
  take(wanted: number, wave: number): Float64Array {
    const taken = new Float64Array(this.#left.length);
    let missing = wanted;
    for (const members of this.#rings) {
      const left = members.map((k) => this.#left[k] as number);
      const count = Math.min(
        missing,
        left.reduce((sum, devices) => sum + devices, 0),
      );
      wholeParts(count, left, offsetOf(wave)).forEach((devices, i) => {
        const k = members[i] as number;
        taken[k] = devices;
        this.#left[k] = (this.#left[k] as number) - devices;
      });
      missing -= count;
    }
    this.devices -= wanted - missing;
    return taken;
  }
}
