/** Windows over midnight whose hours belong to another night than the admin thinks. */
import { morningsOf } from "../client/presence.js";
import { instantOf, wallOf } from "../calendar/zone.js";
import type { Profile, RuleWindow } from "../scenario/scenario.js";
import type { Weekday } from "../scenario/recurrence-rule.js";
import { plainRule, ruleText } from "../scenario/rule.js";
import { clockText } from "../scenario/quantity.js";
import { everyDay } from "../scenario/weekdays.js";
import {
  day,
  type Duration,
  duration,
  hour,
  type Instant,
  instant,
  type Interval,
  minute,
  type WallTime,
  wallTime,
} from "../units.js";
import {
  areFrozen,
  type Around,
  byZone,
  earliest,
  firstNight,
  openTimes,
  orNone,
  type WindowUse,
  type ZoneGroup,
} from "./around.js";
import type { Found } from "./finding.js";
import {
  clockWords,
  dateWords,
  lengthWords,
  shortWeekday,
  timeWords,
  whereWords,
  windowWords,
} from "./words.js";

/** Mon-Fri 22:00-24:00 and Mon-Fri 00:00-05:00: Friday's night stops at midnight, and Monday's early hours are Sunday's night. */
export function splitAtMidnight({ windows, range }: Around): readonly Found[] {
  return windows.flatMap((evening) =>
    windows.flatMap((morning) => {
      const halves = halvesOf(evening, morning);
      if (halves === null) return [];
      const { days, from, to } = halves;
      const cut = days.filter((weekday) => !days.includes(after(weekday)));
      const stray = days.filter((weekday) => !days.includes(before(weekday)));
      const zone = evening.cohorts[0]?.timezone ?? "UTC";
      const first = cutNight(cut, from, zone, range.start);
      const [cutDays, strayDays] = [weekdayList(cut), weekdayList(stray)];
      return [
        {
          message: `${windowWords(evening.window)} stops at midnight on ${cutDays}, and ${windowWords(morning.window)} on ${strayDays} belongs to the night before, that of ${weekdayList(stray.map(before))}`,
          hint: `write the night as one window: ${weekdayList(days)} ${clockText(from)}-${clockText(to)}`,
          place: { path: morning.path },
          first,
          zone,
        },
      ];
    }),
  );
}

const after = (weekday: Weekday): Weekday => ((weekday + 1) % 7) as Weekday;
const before = (weekday: Weekday): Weekday => ((weekday + 6) % 7) as Weekday;

type Halves = { readonly days: readonly Weekday[]; readonly from: Duration; readonly to: Duration };

/** Two windows of the same profiles on the same weekdays, the one to midnight and the other from it. */
function halvesOf(evening: WindowUse, morning: WindowUse): Halves | null {
  const [first, second] = [weeklyTime(evening), weeklyTime(morning)];
  if (first === null || second === null || first.at + first.lasts !== day || second.at !== 0) return null;
  if (second.lasts >= day || first.days.join() !== second.days.join()) return null;
  const isTogether = evening.profiles.some((profile) => morning.profiles.includes(profile));
  const isOfSame = JSON.stringify(evening.window.who) === JSON.stringify(morning.window.who);
  if (!isTogether || !isOfSame || first.days.length === everyDay.length) return null;
  return { days: first.days, from: first.at, to: second.lasts };
}

type WeeklyTime = { readonly days: readonly Weekday[]; readonly at: Duration; readonly lasts: Duration };

/** null: not simply one time on certain weekdays. */
function weeklyTime({ window }: WindowUse): WeeklyTime | null {
  if (window.kind !== "rule") return null;
  const { rule, lasts }: RuleWindow = window;
  const { byDay, byHour, byMinute } = rule;
  const plain = ruleText({ ...plainRule, freq: "WEEKLY", byDay, byHour, byMinute });
  const [atHour, ...hours] = byHour;
  const [atMinute = 0, ...minutes] = byMinute;
  if (ruleText(rule) !== plain || atHour === undefined || hours.length + minutes.length > 0) return null;
  const at = duration(atHour * hour + atMinute * minute);
  return { days: byDay.map(({ weekday }) => weekday), at, lasts };
}

/** "Mon-Fri", "Mon, Wed" */
function weekdayList(days: readonly Weekday[]): string {
  const start = days.find((weekday) => !days.includes(before(weekday)));
  const isRun = days.length > 2 && days.filter((weekday) => !days.includes(after(weekday))).length === 1;
  if (!isRun || start === undefined) return days.map(shortWeekday).join(",");
  return `${shortWeekday(start)}-${shortWeekday(((start + days.length - 1) % 7) as Weekday)}`;
}

/** The first evening from `from` on that such a weekday has. */
function cutNight(days: readonly Weekday[], at: Duration, zone: string, from: Instant): Instant | null {
  const today = Math.floor(wallOf(from, zone) / day);
  // Eight: today's evening may be over.
  const evenings = Array.from({ length: 8 }, (_, i) => wallTime((today + i) * day + at));
  const isWanted = (wall: WallTime): boolean =>
    days.includes(((new Date(wall).getUTCDay() + 6) % 7) as Weekday);
  return (
    evenings
      .filter(isWanted)
      .map((wall) => instantOf(wall, zone))
      .find((start) => start >= from) ?? null
  );
}

/** `afterRelease: 0d, at: "02:00"` where the release comes at 19:00. */
export function opensBeforeRelease({ windows, release }: Around): readonly Found[] {
  return windows.flatMap(({ window, path, cohorts }) => {
    if (window.kind !== "afterRelease") return [];
    const early = byZone(cohorts).flatMap((group) => {
      const start = firstNight(window, group.zone, release.at);
      return start < release.at ? [{ ...group, at: start }] : [];
    });
    const first = earliest(early);
    if (first === null) return [];
    const { at, zone } = first;
    const left = Math.max(0, at + window.lasts - release.at);
    return [
      {
        message: `${windowWords(window)} begins ${timeWords(at, zone)} ${whereWords(early.flatMap((group) => group.cohorts))}, before the release at ${clockWords(wallOf(release.at, zone))}: ${left === 0 ? "that night is lost" : `only its last ${lengthWords(left)} are left`}`,
        hint: `count a day more: afterRelease: ${window.after + 1}d`,
        place: { path },
        first: at,
        zone,
      },
    ];
  });
}

/** The Sunday night of `Sat,Sun 22:00-09:00` ends on a Monday on which people are there from 08:00. */
export function runsIntoPresence(around: Around): readonly Found[] {
  return around.windows.flatMap((use) =>
    use.profiles.flatMap((profile) => {
      const cohorts = use.cohorts.filter((cohort) => cohort.profile === profile.name);
      const met = byZone(cohorts).flatMap((group) => meetings(use, profile, group, around));
      const first = earliest(met);
      if (first === null) return [];
      const { zone, night, morning } = first;
      return [
        {
          message: `${windowWords(use.window)}: the night of ${dateWords(wallOf(night.start, zone))} is open until ${clockWords(wallOf(night.end, zone))} ${whereWords(cohorts)}, ${lengthWords(night.end - morning)} into the hours of profile "${profile.name}", whose people come from ${clockWords(wallOf(morning, zone))} on`,
          hint: `end it by ${clockWords(wallOf(morning, zone))} on the last night, with a window of its own`,
          place: { path: use.path },
          first: morning,
          zone,
        },
      ];
    }),
  );
}

type Meeting = {
  readonly at: Instant;
  readonly zone: string;
  readonly night: Interval;
  readonly morning: Instant;
};

/** Nights that are still open when people begin to come the day after. */
function meetings(
  { window }: WindowUse,
  { presence }: Profile,
  { zone, cohorts }: ZoneGroup,
  around: Around,
): readonly Meeting[] {
  if (presence === null) return [];
  const nights = openTimes(window, zone, around.range, around);
  const mornings = orNone(
    morningsOf(presence, zone, { start: around.range.start, end: instant(around.range.end + day) }),
  );
  const dateOf = (at: Instant): number => Math.floor(wallOf(at, zone) / day);
  return nights.flatMap((night) => {
    const met = mornings.find(({ start }) => night.start < start && start < night.end);
    const isNextDay = met !== undefined && dateOf(met.start) > dateOf(night.start);
    return isNextDay && !areFrozen(cohorts, met.start, around)
      ? [{ at: met.start, zone, night, morning: met.start }]
      : [];
  });
}
