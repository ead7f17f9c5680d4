/** Every kind of policy, by the word a scenario picks it with. */
import type { Rollout } from "../rollout.js";
import type { Policy, PolicyKindName, PolicySettings } from "../scenario/policy.js";
import { bigBang } from "./big-bang.js";
import { deadlineRate } from "./deadline-rate.js";
import { even } from "./even.js";
import { hashPhased } from "./hash-phased.js";
import { lock } from "./lock.js";
import type { PolicyKind, Steered } from "./policy.js";
import { ramp } from "./ramp.js";
import { randomDelay } from "./random-delay.js";
import { rate } from "./rate.js";
import { rings } from "./rings.js";
import { unmanaged } from "./unmanaged.js";
import { waves } from "./waves.js";
import { windowStart } from "./window-start.js";

/** All but the optimizer's plan, which is asked of the optimizer. */
export type SimpleKind = Exclude<PolicyKindName, "optimal">;
export type SimplePolicy = Extract<Policy, { kind: SimpleKind }>;

export const policyKinds: { readonly [Kind in SimpleKind]: PolicyKind<PolicySettings[Kind]> } = {
  unmanaged,
  "big-bang": bigBang,
  "window-start": windowStart,
  "random-delay": randomDelay,
  "hash-phased": hashPhased,
  even,
  rings,
  waves,
  lock,
  rate,
  ramp,
  "deadline-rate": deadlineRate,
};

/** One sentence for help, of every kind. */
export const aboutPolicy = (kind: PolicyKindName): string =>
  kind === "optimal"
    ? "The plan of the optimizer: fastest or flattest within every limit, window, freeze, ring and turn."
    : policyKinds[kind].about;

/** What a simple policy makes of a rollout. */
export const steered = (rollout: Rollout, policy: SimplePolicy): Steered =>
  // Each kind reads the settings of its own name, which the compiler cannot follow through the table.
  (policyKinds[policy.kind] as PolicyKind<SimplePolicy>).steer(rollout, policy);
