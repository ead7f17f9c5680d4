/**
 * What a plan asks of its services inside its slots. Its limits hold for the mean over a slot; a wave comes and goes within it, so a
 * single minute may be asked for more than the mean says. The headroom is meant to cover that: here is whether it does.
 */
import type { Prepared } from "./prepared.js";
import type { Stagger } from "./service/demand.js";
import { asPlanned, simulatorOf } from "./simulate.js";
import type { Instant } from "./units.js";

export type MinutesOver = {
  readonly service: string;
  /** Of the capacity, in the busiest minute, were everybody served or sent away at once; Infinity: nothing of it is left then. */
  readonly peakUtilisation: number;
  readonly peakAt: Instant;
  /** Hours of minutes above the capacity, all together. */
  readonly hours: number;
};

/** Only services that some minute asks for more than they have. */
export function minutesOver(
  prepared: Pick<Prepared, "settled" | "rollout">,
  stagger: Stagger,
): readonly MinutesOver[] {
  // Without retries: what the plan alone asks for.
  const whatIf = { without: new Set(["retries"] as const), fixAt: null };
  const simulator = simulatorOf(prepared, { kind: "planned", stagger }, whatIf);
  if (!simulator.ok) throw new Error(`a plan cannot be simulated: ${simulator.problems[0]?.message ?? ""}`);
  return simulator.value
    .figures(asPlanned)
    .flatMap(({ id, peakUtilisation, peakAt, hoursOverCapacity: hours }) =>
      peakUtilisation === null || hours === 0 ? [] : [{ service: id, peakUtilisation, peakAt, hours }],
    );
}
