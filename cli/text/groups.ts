/** Groups whose devices take turns: the rule of each in words, and when it is through. */
import {
  counted,
  dayTime,
  durationText,
  grouped,
  type GroupTurns,
  type Planned,
  wallOf,
} from "../../src/index.js";
import { placeOfZone, type ReportFrame, reportZone, wrapped } from "./report-frame.js";

/** Groups told at most. */
const MOST_GROUPS = 8;

export function groupLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { groups } = planned;
  const zone = reportZone(planned);
  const more = groups.length - MOST_GROUPS;
  return [
    ...groups
      .slice(0, MOST_GROUPS)
      .flatMap((group, i) => wrapped(i === 0 ? "Groups" : "", groupText(group, zone), frame)),
    ...(more > 0 ? wrapped("", `and ${counted(more, "more", "more")}`, frame) : []),
  ];
}

/** "dc: 1 at a time at each site, 30m to settle, part of login: 6 turns, settled Thu 13 03:45 Berlin" */
function groupText(group: GroupTurns, zone: string): string {
  const { name, atOnce, perSite, settle, capacityOf, devices, left, turns, settled } = group;
  const rule = [
    `${atOnce} at a time ${perSite ? "at each site" : "in all"}`,
    ...(settle > 0 ? [`${durationText(settle)} to settle`] : []),
    ...(capacityOf === null ? [] : [`part of ${capacityOf}`]),
  ].join(", ");
  const out = left === 0 ? "" : `, ${grouped(left)} of ${counted(devices, "device")} without one`;
  const end = settled === null ? "" : `, settled ${dayTime(wallOf(settled, zone))} ${placeOfZone(zone)}`;
  return `${name}: ${rule}: ${settled === null ? "no turn" : counted(turns, "turn")}${end}${out}`;
}
