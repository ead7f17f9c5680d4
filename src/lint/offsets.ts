/** Days after the release that the tools which carry a plan out cannot express. */
import { instantOf } from "../calendar/zone.js";
import { type Around, nightsAfterRelease } from "./around.js";
import type { Found } from "./finding.js";
import { dateWords, listed, windowWords } from "./words.js";

/** Days after the nth weekday that a tool's own schedule takes. */
const tools: readonly { readonly name: string; readonly most: number }[] = [
  // docs.aws.amazon.com, CreateMaintenanceWindow, ScheduleOffset: 1 to 6; read 2026-11
  { name: "AWS maintenance windows (up to 6 days)", most: 6 },
  // learn.microsoft.com, Maintenance Configurations, recurEvery "Month Second Tuesday Offset6": -6 to 6; read 2026-11
  { name: "Azure maintenance configurations (up to 6 days)", most: 6 },
  // learn.microsoft.com, New-CMSchedule -OffsetDay: at most 7; read 2026-11
  { name: "Configuration Manager (up to 7 days)", most: 7 },
  // learn.microsoft.com, update rings, qualityUpdatesDeferralPeriodInDays: 0 to 30; read 2026-11
  { name: "Intune deferrals (up to 30 days)", most: 30 },
];

const unableAt = (days: number): readonly string[] =>
  tools.filter(({ most }) => days > most).map(({ name }) => name);

const hint = "hand such a tool the dates one by one, or choose a day within its range";

export function offsetsBeyondTools(around: Around): readonly Found[] {
  return [...releaseOffset(around), ...windowOffsets(around)];
}

const offsetOf = ({ scenario }: Around): number => ("at" in scenario.release ? 0 : scenario.release.offset);

function releaseOffset(around: Around): readonly Found[] {
  const offset = offsetOf(around);
  const unable = unableAt(offset);
  const { at, zone } = around.release;
  if (unable.length === 0) return [];
  return [
    {
      message: `the rollout starts ${offset} days after the release, which cannot be said to ${listed(unable)}`,
      hint,
      place: { path: "release.offset" },
      first: at,
      zone,
    },
  ];
}

/** Counted from the calendar's release; what the offset alone is too much for is said once. */
function windowOffsets(around: Around): readonly Found[] {
  const offset = offsetOf(around);
  return around.windows.flatMap(({ window, path, cohorts }) => {
    const zone = cohorts[0]?.timezone;
    if (window.kind !== "afterRelease" || zone === undefined) return [];
    const unable = (night: number) =>
      unableAt(offset + window.after + night).filter((name) => !unableAt(offset).includes(name));
    const walls = nightsAfterRelease(window, zone, around.release.at);
    const first = walls.find((_, night) => unable(night).length > 0);
    if (first === undefined) return [];
    const last = offset + window.after + window.nights - 1;
    return [
      {
        message: `${windowWords(window)} reaches day ${last} after the release, from ${dateWords(first)} on days that cannot be said to ${listed(unable(window.nights - 1))}`,
        hint,
        place: { path },
        first: instantOf(first, zone),
        zone,
      },
    ];
  });
}
