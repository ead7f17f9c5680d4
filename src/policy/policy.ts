/**
 * A policy is a way to stagger: what an admin's tool does with the devices of a rollout. The plan of the optimizer is one of them; the
 * others are what rings, jitters and deadlines of the tools in use come to.
 */
import type { Cohort } from "../fleet/cohort.js";
import type { Rollout } from "../rollout.js";
import type { Habits } from "../scenario/habits.js";
import type { Stagger } from "../service/demand.js";
import type { Share } from "../units.js";

/** What a policy makes of a rollout: it commands waves, or it leaves devices to themselves with settings of its own. */
export type Steering = Waves | OwnRestarts;

export type Waves = {
  readonly kind: "waves";
  /** Whole devices by cohort and position of its open slots: the tool keeps to windows, freezes and readiness. */
  readonly stagger: Stagger;
  /** Devices without a wave, by cohort. */
  readonly unscheduled: Float64Array;
  /** Where in its slot a wave begins: spread over it, or all in its first minute. */
  readonly within: "evenly" | "at once";
};

export type OwnRestarts = {
  readonly kind: "own";
  /**
   * What devices do by themselves under the policy: it looks at no window and no freeze of the scenario. The tool may divide devices
   * that the planner cannot tell apart: the shares sum to 1.
   */
  habitsOf(devices: Pick<Cohort, "profile" | "ring">): readonly HabitsPart[];
};

export type HabitsPart = { readonly share: Share; readonly habits: Habits };

export type Steered = {
  readonly steering: Steering;
  /** What cannot be carried out as meant. */ readonly notes: readonly string[];
};

/** How a policy of one kind steers; `Settings` are its parameters as the scenario gives them, defaults filled in. */
export type PolicyKind<Settings> = {
  /** One sentence for help: what it does, and which products behave so. */
  readonly about: string;
  steer(rollout: Rollout, settings: Settings): Steered;
};
