/** Windows too short to plan with, or to restart in. */
import { slotsInside } from "../calendar/grid.js";
import { union } from "../calendar/interval.js";
import { endOf } from "../client/delay.js";
import type { Profile } from "../scenario/scenario.js";
import type { Interval } from "../units.js";
import { type Around, byZone, openTimes, overlaps, type WindowUse, type ZoneGroup } from "./around.js";
import type { Found } from "./finding.js";
import { lengthWords, timeWords, whereWords, windowWords } from "./words.js";

/** A time at which a window is open, with what other windows of the profile add to it without a gap. */
type Opening = ZoneGroup & { readonly time: Interval; readonly hasSlot: boolean };

export function windowsWithoutSlot(around: Around): readonly Found[] {
  const { slot } = around.scenario;
  return uses(around).flatMap(({ use, openings }) => {
    const shut = groupsWhere(openings, ({ hasSlot }) => !hasSlot);
    const [first] = shut;
    if (first === undefined) return [];
    const { time, zone } = first;
    return [
      {
        message: `${windowWords(use.window)} is open for ${lengthWords(time.end - time.start)} ${whereWords(shut.flatMap(({ cohorts }) => cohorts))}, first ${timeWords(time.start, zone)}, and holds no whole slot of ${lengthWords(slot)}: nobody restarts in it`,
        hint: "lengthen the window, begin it on a slot's edge, or take a smaller slot",
        place: { path: use.path },
        first: time.start,
        zone,
      },
    ];
  });
}

export function windowsShorterThanLead(around: Around): readonly Found[] {
  return uses(around).flatMap(({ use, profile, openings }) => {
    const lead = endOf(profile.lead, 0.05);
    const short = groupsWhere(openings, ({ time, hasSlot }) => hasSlot && time.end - time.start <= lead);
    const [first] = short;
    if (first === undefined || lead === 0) return [];
    const { time, zone } = first;
    return [
      {
        message: `${windowWords(use.window)} is open for ${lengthWords(time.end - time.start)}, first ${timeWords(time.start, zone)}, and installation and countdown of profile "${profile.name}" take up to ${lengthWords(lead)} of it (95 %): restarts fall after it ends`,
        hint: "lengthen the window, or shorten the profile's lead",
        place: { path: use.path },
        first: time.start,
        zone,
      },
    ];
  });
}

type ProfileUse = {
  readonly use: WindowUse;
  readonly profile: Profile;
  readonly openings: readonly Opening[];
};

const uses = (around: Around): readonly ProfileUse[] =>
  around.windows.flatMap((use) =>
    use.profiles.map((profile) => ({ use, profile, openings: openingsOf(use, profile, around) })),
  );

function openingsOf({ window, cohorts }: WindowUse, profile: Profile, around: Around): readonly Opening[] {
  const { range, rollout } = around;
  const own = cohorts.filter((cohort) => cohort.profile === profile.name);
  return byZone(own).flatMap((group) => {
    const all = union(profile.windows.flatMap((each) => openTimes(each, group.zone, range, around)));
    return openTimes(window, group.zone, range, around).flatMap((span) => {
      const time = all.find((whole) => overlaps(whole, span));
      // What the release or the deadline cuts off is short for another reason.
      if (time === undefined || time.start < range.start || range.end < time.end) return [];
      return [{ ...group, time, hasSlot: slotsInside(rollout.grid, [time]).length > 0 }];
    });
  });
}

/** One opening a zone, the first: of the zones in which every opening is so. */
function groupsWhere(openings: readonly Opening[], isSo: (opening: Opening) => boolean): readonly Opening[] {
  const zones = [...new Set(openings.map(({ zone }) => zone))];
  return zones
    .map((zone) => openings.filter((opening) => opening.zone === zone))
    .filter((own) => own.every(isSo))
    .map((own) => own[0] as Opening)
    .sort((a, b) => a.time.start - b.time.start);
}
