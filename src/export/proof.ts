/** The certificate in one plain sentence. The word optimal only where the status is proven. */
import type { Certificate, Level } from "../plan/plan.js";
import { counted, percentAtMost } from "./figures.js";

/** @param groups whose devices take turns: what is proven is proven beside them */
export function proofSentence({ status, levels }: Certificate, groups: readonly string[] = []): string {
  const under =
    groups.length === 0
      ? "under the same limits, windows and ring dates"
      : `under the same limits, windows and ring dates, and with the same turns of ${listed(groups)},`;
  if (levels.length === 0) return "Nothing is proven of this plan: its policy computes no bound.";
  if (status === "proven") return `This plan is optimal: ${under} no plan ${join(levels, better)}.`;
  const open = levels.filter(({ gap }) => gap > 1e-6);
  const claim = `${under} no plan ${join(open.length === 0 ? levels : open, betterThanBound)}`;
  return status === "bounded"
    ? `${claim[0]?.toUpperCase()}${claim.slice(1)}.`
    : `The search stopped at a limit of work, so a better plan may exist; but ${claim}.`;
}

/** Names of groups told at most. */
const MOST_GROUPS = 3;
const listed = (groups: readonly string[]): string =>
  groups.length > MOST_GROUPS ? counted(groups.length, "group") : groups.join(" and ");

const join = (levels: readonly Level[], words: (level: Level) => string): string =>
  levels.map(words).join(", or ");

const betters: Readonly<Record<Level["name"], string>> = {
  unscheduled: "leaves fewer devices unplanned",
  rise: "raises the services' load less",
  exposure: "has less exposure (device-hours between release and restart)",
};

const better = ({ name }: Level): string => betters[name];

function betterThanBound(level: Level): string {
  if (level.gap <= 1e-6) return better(level);
  if (level.name === "unscheduled")
    return `leaves fewer than ${counted(Math.ceil(level.bound - 1e-6), "device")} unplanned`;
  const atMost = percentAtMost(level.gap);
  return level.name === "rise"
    ? `raises the services' load by over ${atMost} less`
    : `has over ${atMost} less exposure (device-hours between release and restart)`;
}
