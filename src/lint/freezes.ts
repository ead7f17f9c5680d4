/** Freezes that take the end of the rollout or all of its windows, and releases on a holiday. */
import { changeFreeze, freezeSpans, type FreezeSpan } from "../calendar/freezes.js";
import { type SlotRange, slotsInside, slotStart } from "../calendar/grid.js";
import { wallOf } from "../calendar/zone.js";
import { union, without } from "../calendar/interval.js";
import type { Cohort } from "../fleet/cohort.js";
import type { Freeze } from "../scenario/scenario.js";
import { fits } from "../scenario/selector.js";
import { day, type Interval, instant, wallTime } from "../units.js";
import { instantOf } from "../calendar/zone.js";
import { type Around, openTimes, orNone, overlaps } from "./around.js";
import type { Found } from "./finding.js";
import { dateWords, timeWords, whereWords } from "./words.js";

/** A freeze, or the change that is not approved, on the clock of one zone. */
type Ban = { readonly path: string; readonly spans: readonly FreezeSpan[]; readonly isHours: boolean };

/** Cohorts with the same windows and freezes on the same clock. */
type Group = {
  readonly zone: string;
  readonly cohorts: readonly Cohort[];
  readonly bans: readonly Ban[];
  readonly open: readonly Interval[];
};

type Cut = Group & {
  readonly ban: Ban;
  readonly before: readonly SlotRange[];
  readonly left: readonly SlotRange[];
};

export function freezesOverAll(around: Around): readonly Found[] {
  const cuts = cutsIn(around).filter(({ left }) => left.length === 0);
  return byBan(cuts).map((alike) => {
    const slotOf = ({ before }: Cut): number => before[0]?.[0] ?? 0;
    const soonest = alike.reduce((a, b) => (slotOf(b) < slotOf(a) ? b : a));
    const { ban, zone } = soonest;
    const first = slotStart(around.rollout.grid, slotOf(soonest));
    return {
      message: `the freeze takes every window between release and deadline ${whereWords(alike.flatMap(({ cohorts }) => cohorts))}, the first on ${timeWords(first, zone)}: nothing restarts there`,
      hint: "shorten the freeze, or move the deadline",
      place: { path: ban.path },
      first,
      zone,
    };
  });
}

export function freezesOverDeadline(around: Around): readonly Found[] {
  const { grid, deadline } = around.rollout;
  const cuts = cutsIn(around).filter(({ left, before, ban }) => {
    const isShorter = left.length > 0 && (left.at(-1)?.[1] ?? 0) < (before.at(-1)?.[1] ?? 0);
    return isShorter && !ban.isHours && ban.spans.some(({ from, to }) => from < deadline && deadline <= to);
  });
  return byBan(cuts).map((alike) => {
    const [{ ban, zone }] = alike;
    const earliest = alike.reduce((a, b) => ((b.left.at(-1)?.[1] ?? 0) < (a.left.at(-1)?.[1] ?? 0) ? b : a));
    const last = slotStart(grid, earliest.left.at(-1)?.[1] ?? 0);
    const over = ban.spans.find(({ from, to }) => from < deadline && deadline <= to);
    return {
      message: `the freeze covers the deadline, ${timeWords(deadline, zone)}, ${whereWords(alike.flatMap(({ cohorts }) => cohorts))}: the last slot there ends ${timeWords(last, earliest.zone)}`,
      hint: "plan for that end, or move the deadline past the freeze",
      place: { path: ban.path },
      first: over?.from ?? deadline,
      zone,
    };
  });
}

/** Groups that a freeze costs slots, each with the freeze that costs it the last. */
function cutsIn(around: Around): readonly Cut[] {
  const { grid } = around.rollout;
  return groupsIn(around).flatMap((group) => {
    const { open, bans } = group;
    const frozen = bans.flatMap(({ spans }) => spans).map(({ from, to }) => ({ start: from, end: to }));
    const [before, left] = [slotsInside(grid, open), slotsInside(grid, without(open, union(frozen)))];
    const last = before.at(-1);
    if (last === undefined) return [];
    const end = slotStart(grid, last[1]);
    const final = { start: slotStart(grid, last[1] - 1), end };
    const ban = bans.find(({ spans }) =>
      spans.some(({ from, to }) => overlaps({ start: from, end: to }, final)),
    );
    return ban === undefined ? [] : [{ ...group, ban, before, left }];
  });
}

function groupsIn(around: Around): readonly Group[] {
  const { scenario, windows, range } = around;
  const groups = new Map<string, Cohort[]>();
  const concerning = (cohort: Cohort) => ({
    freezes: scenario.freezes.filter(({ who }) => fits(who, cohort)),
    own: windows.filter(
      ({ window, profiles }) =>
        profiles.some(({ name }) => name === cohort.profile) && fits(window.who, cohort),
    ),
  });
  for (const cohort of around.cohorts) {
    const { freezes, own } = concerning(cohort);
    if (freezes.length === 0 && scenario.change === null) continue;
    const key = JSON.stringify([
      cohort.timezone,
      freezes.map(({ path }) => path),
      own.map(({ path }) => path),
    ]);
    groups.set(key, [...(groups.get(key) ?? []), cohort]);
  }
  return [...groups.values()].map((cohorts) => {
    const [cohort] = cohorts as [Cohort];
    const zone = cohort.timezone;
    const { freezes, own } = concerning(cohort);
    const open = own.flatMap(({ window }) => openTimes(window, zone, range, around));
    return {
      zone,
      cohorts,
      bans: bansOf(freezes, zone, around),
      open: union(open.map((span) => inside(span, range))),
    };
  });
}

const inside = (span: Interval, range: Interval): Interval => ({
  start: instant(Math.max(span.start, range.start)),
  end: instant(Math.min(span.end, range.end)),
});

function bansOf(freezes: readonly Freeze[], zone: string, around: Around): readonly Ban[] {
  const { range, scenario, calendars } = around;
  const own = freezes.map((freeze) => ({
    path: freeze.path,
    spans: orNone(freezeSpans(freeze, zone, range, calendars)),
    // Hours that are never open are the admin's rhythm, at the deadline too.
    isHours: freeze.kind === "rule" && freeze.lasts < day,
  }));
  if (scenario.change === null) return own;
  return [...own, { path: "change", spans: [changeFreeze(scenario.change, range.start)], isHours: false }];
}

function byBan(cuts: readonly Cut[]): readonly (readonly [Cut, ...Cut[]])[] {
  const bans = new Map<string, [Cut, ...Cut[]]>();
  for (const cut of cuts) {
    const known = bans.get(cut.ban.path);
    if (known === undefined) bans.set(cut.ban.path, [cut]);
    else known.push(cut);
  }
  return [...bans.values()];
}

/** Freezes that come from a site's own `holidays`: settle.ts makes them. */
const isHolidays = ({ path }: Freeze): boolean => path.startsWith("sites.") || path.startsWith("sites[");

export function releaseOnHoliday({ scenario, cohorts, release, calendars }: Around): readonly Found[] {
  const holidays = new Map<string, Found>();
  for (const freeze of scenario.freezes.filter(isHolidays)) {
    const there = cohorts.filter((cohort) => fits(freeze.who, cohort));
    const zone = there[0]?.timezone;
    if (zone === undefined || freeze.kind !== "calendar") continue;
    const date = wallTime(Math.floor(wallOf(release.at, zone) / day) * day);
    const today = { start: instantOf(date, zone), end: instantOf(wallTime(date + day), zone) };
    const holiday = orNone(freezeSpans(freeze, zone, today, calendars)).find(({ from, to }) =>
      overlaps({ start: from, end: to }, today),
    );
    const key = JSON.stringify([freeze.file, date, holiday?.summary]);
    if (holiday === undefined || holidays.has(key)) continue;
    const alike = scenario.freezes.filter(
      (each) => isHolidays(each) && each.kind === "calendar" && each.file === freeze.file,
    );
    const sites = cohorts.filter((cohort) => alike.some(({ who }) => fits(who, cohort)));
    holidays.set(key, {
      message: `the release comes on a holiday ${whereWords(sites)}: ${dateWords(date)} is ${holiday.summary ?? "a holiday"} there`,
      hint: "make sure that somebody is there to watch, or begin later with release: { offset: 1d }",
      place: { path: freeze.path },
      first: release.at,
      zone,
    });
  }
  return [...holidays.values()];
}
