/** What enter does with an entry: a change of the scenario at once, or the dialog that asks for its value. */
import { type Edit, type Planned, rateText, shareText } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { fieldOf } from "../field.js";
import type { Intent } from "../screen.js";
import type { SteerName } from "../steering/steers.js";
import type { Entry } from "./outline.js";

type Steered = Pick<Entry, "act" | "hint">;

export const steers = {
  capacity: (planned: Planned, service: string): Steered => ofService("capacity", planned, service),
  headroom: (planned: Planned, service: string): Steered => ofService("headroom", planned, service),
  /** A change that is no single setting of the scenario: windows, of which each profile has its own. */
  change: (words: string, edits: readonly Edit[]): Steered =>
    edits.length > 0
      ? { act: { kind: "change", change: { words, edits } }, hint: `change: ${cleanLine(words)}` }
      : { act: opened("window", null, ""), hint: "change a window" },
} as const;

/** The scenario knows all instances of a service by one id. */
function ofService(steer: "capacity" | "headroom", { rollout, settled }: Planned, id: string): Steered {
  const target = rollout.services.find((service) => service.id === id)?.requestId ?? id;
  const request = settled.scenario.services.get(target);
  if (request === undefined) return { act: null };
  const { capacity, headroom, counts } = request;
  const values = {
    capacity:
      capacity === null
        ? "unknown"
        : counts === "offline"
          ? `${capacity}`
          : rateText(capacity as Parameters<typeof rateText>[0]),
    headroom: headroom === "auto" ? headroom : shareText(headroom),
  };
  return { act: opened(steer, target, values[steer]), hint: `${steer} of ${cleanLine(target)}` };
}

const opened = (steer: SteerName, target: string | null, text: string): Intent => ({
  kind: "open",
  dialog: { name: "steer", view: { root: steer, steer, target, at: 0, field: fieldOf(text), problem: null } },
});
