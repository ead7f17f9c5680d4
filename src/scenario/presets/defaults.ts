/** What a scenario need not say (printed with every plan). */
import { assumed, type Preset, sourced } from "./setting.js";

export const scenarioDefaults: Preset["settings"] = {
  slot: sourced(
    "15m",
    "AD DS capacity planning, learn.microsoft.com: sample load by 15, 30 or 60 min; read 2026-11",
  ),
  deadline: sourced(
    "7d",
    "Windows Update compliance deadlines, learn.microsoft.com: 7 days suggested for quality updates; read 2026-11",
  ),
  ready: assumed("90%", "one device in ten may restart a night later, so that the others need not wait"),
  goal: {
    value: "fastest",
    basis: "a choice, not a number: updates are meant to be installed soon",
    guess: false,
  },
  waves: {
    value: "fine",
    basis: "a choice, not a number: the finest plan is the best there is",
    guess: false,
  },
  maxPerSlot: assumed("12.5%", "a cohort takes eight slots at least, so that not everything hangs on one"),
};

/** Of `waves: few`. */
export const fewDefaults: Preset["settings"] = {
  few: assumed("2%", "an hour or two of exposure for a tenth of the work of building start times"),
  spread: sourced(
    "2h",
    "Configuration Manager, learn.microsoft.com: deadlines are randomized over up to 2 hours; read 2026-11",
  ),
};

/** Of a group whose devices take turns. */
export const orderDefaults: Preset["settings"] = {
  atOnce: assumed(1, "one at a time is never too many"),
  perSite: {
    value: true,
    basis: "a choice, not a number: devices of a site stand in for each other",
    guess: false,
  },
  settle: assumed("0m", "a device that is reachable again is as good as before"),
};
