/** Which release a scenario means: one instant, from a calendar of releases (with what the scenario changes in it) or as given. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { pathText } from "../scenario/place.js";
import { releaseDateText } from "../scenario/quantity.js";
import type { CalendarRelease, ReleaseDay, ReleaseMoment, ReleaseRequest } from "../scenario/scenario.js";
import { day, duration, type Instant, type Interval, instant } from "../units.js";
import { isoInstant, isoWall, type WallTime, wallTime } from "../units.js";
import type { CalendarEvent } from "./event.js";
import type { Calendar } from "./ical.js";
import { eventSpans } from "./spans.js";
import { zoneOf } from "./stamp.js";
import { instantOf, wallOf } from "./zone.js";

export type ResolvedRelease = {
  /** When the rollout begins: the calendar's release, plus the scenario's offset. */
  readonly at: Instant;
  /** When the calendar's release is. */
  readonly released: Instant;
  /** Zone of the calendar's event; null for an instant given as such. */
  readonly zone: string | null;
  readonly summary: string | null;
};

/** For print: `local` is "2026-08-11T10:00:00" in `timezone`. */
export type ListedRelease = {
  readonly at: Instant;
  readonly local: string;
  readonly timezone: string;
  readonly summary: string | null;
};

/** A release and its reading on the wall clock of `zone`. */
type Release = {
  readonly at: Instant;
  readonly wall: WallTime;
  readonly zone: string;
  readonly summary: string | null;
};

/**
 * `calendar` is the one the request names; null only where it gives an instant. Floating times and dates are read in
 * `scenarioZone`. "next" is the first rollout that begins at or after `now`.
 */
export function resolveRelease(
  request: ReleaseRequest,
  calendar: Calendar | null,
  now: Instant | null,
  scenarioZone: string | null,
): Outcome<ResolvedRelease> {
  if ("at" in request) return done({ at: request.at, released: request.at, zone: null, summary: null });
  if (calendar === null) throw new Error(`release calendar not loaded: ${request.calendar}`);
  const changes = changesOf(request, { calendar, zone: scenarioZone });
  if (!changes.ok) return changes;
  const source: Source = { calendar, zone: scenarioZone, changes: changes.value };
  const { on, offset } = request;
  if (on.kind !== "next") return releaseOn(on, source, offset);
  if (now === null)
    return refused(
      "no-now",
      "the next release after when is not known",
      "give --now, or the release's month or date",
    );
  return nextRelease(now, source, offset);
}

/** A calendar, the zone of its floating times, and what the scenario changes in it. */
type Source = {
  readonly calendar: Calendar;
  readonly zone: string | null;
  readonly changes: Changes;
};
type Changes = { readonly removed: ReadonlySet<Instant>; readonly added: readonly Release[] };
const unchanged: Changes = { removed: new Set(), added: [] };

/** Releases that start in `interval`, ascending. */
export function releasesBetween(
  calendar: Calendar,
  interval: Interval,
  scenarioZone: string | null,
): Outcome<readonly ListedRelease[]> {
  const releases = releasesIn({ calendar, zone: scenarioZone, changes: unchanged }, interval);
  if (!releases.ok) return releases;
  return done(
    releases.value.map(({ at, wall, zone, summary }) => ({
      at,
      local: isoWall(wall),
      timezone: zone,
      summary,
    })),
  );
}

function releasesIn(
  { calendar, zone: scenarioZone, changes: { removed, added } }: Source,
  interval: Interval,
): Outcome<readonly Release[]> {
  const releases: Release[] = added.filter(({ at }) => interval.start <= at && at < interval.end);
  for (const event of calendar.events) {
    if (scenarioZone === null && needsZone(event)) return refused("no-zone", ...zoneless(event, calendar));
    const some = eventSpans(event, interval, scenarioZone ?? "UTC");
    if (!some.ok) return failed(...some.problems.map((problem) => inFile(problem, calendar)));
    for (const { interval: each, wall, zone, summary } of some.value)
      if (each.start >= interval.start && !removed.has(each.start))
        releases.push({ at: each.start, wall, zone, summary });
  }
  return done(releases.sort((a, b) => a.at - b.at));
}

/** What `moved`, `cancelled` and `extra` come to. Each must concern one release of the calendar, and no two the same. */
function changesOf(
  { moved, cancelled, extra }: CalendarRelease,
  around: Omit<Source, "changes">,
): Outcome<Changes> {
  const source = { ...around, changes: unchanged };
  const removed = new Map<Instant, string>();
  const added: { readonly release: Release; readonly path: string }[] = [];
  const problems: Problem[] = [];
  const change = (on: ReleaseDay, path: string): Release | null => {
    const release = theRelease(on, source);
    if (!release.ok) {
      problems.push(...release.problems.map((problem) => ({ ...problem, place: { path } })));
      return null;
    }
    const before = removed.get(release.value.at);
    if (before !== undefined) problems.push(changedTwice(path, before));
    removed.set(release.value.at, path);
    return release.value;
  };
  for (const { from, to } of moved) {
    const path = pathText(["release", "moved", releaseDateText(from)]);
    const release = change(from, path);
    if (release !== null) added.push({ release: releaseAt(to, release), path });
  }
  cancelled.forEach((on, i) => change(on, `release.cancelled[${i}]`));
  extra.forEach((moment, i) => {
    const path = `release.extra[${i}]`;
    const like = nearestRelease(source, moment.at);
    if (like === null) problems.push({ ...noPattern, place: { path } });
    else added.push({ release: { ...releaseAt(moment, like), summary: "out of band" }, path });
  });
  const changes = { removed: new Set(removed.keys()), added: added.map(({ release }) => release) };
  problems.push(...added.flatMap((each) => alreadyThere(each, { ...around, changes })));
  return problems.length > 0 ? failed(...problems) : done(changes);
}

const changedTwice = (path: string, before: string): Problem => ({
  code: "release.changed-twice",
  message: `that release is changed by ${before} already`,
  hint: "keep one of the two",
  place: { path },
});

/** A release is put where no other is: which of two is meant could not be said. */
function alreadyThere(
  { release: { at, wall }, path }: { readonly release: Release; readonly path: string },
  source: Source,
): readonly Problem[] {
  const there = releasesIn(source, { start: at, end: instant(at + 1) });
  if (!there.ok || there.value.length < 2) return [];
  return [
    {
      code: "release.twice",
      message: `another release is at ${isoWall(wall)} already`,
      hint: "give it another time, or take it out",
      place: { path },
    },
  ];
}

const noPattern: Problem = {
  code: "release.no-pattern",
  message: "the calendar has no release near that, whose zone and time of day it could have",
  hint: "write release: { at: 2026-08-20T17:00Z }",
};

/** The release at another time; a date keeps the time of day. */
function releaseAt(moment: ReleaseMoment, { wall, zone, summary }: Release): Release {
  const timeOfDay = ((wall % day) + day) % day;
  if (moment.kind === "instant") return { at: moment.at, wall: wallOf(moment.at, zone), zone, summary };
  const reading = moment.kind === "date" ? wallTime(moment.at + timeOfDay) : moment.at;
  return { at: instantOf(reading, zone), wall: reading, zone, summary };
}

const needsZone = ({ start, rdates }: CalendarEvent): boolean =>
  [start, ...rdates.map((date) => date.start)].some((stamp) => zoneOf(stamp, "") === "");

const zoneless = ({ line }: CalendarEvent, { file }: Calendar): [message: string, hint: string] => [
  `the release at ${file}:${line} is on no zone's clock`,
  "give the scenario a `timezone`, or the event a TZID",
];

const inFile = (problem: Problem, { file }: Calendar): Problem => ({
  ...problem,
  place: { ...problem.place, file },
});

const resolved = (release: Release, offset: number): Outcome<ResolvedRelease> =>
  done({
    at: shifted(release, offset),
    released: release.at,
    zone: release.zone,
    summary: release.summary,
  });

/** Local days later, at the same time of day. */
const shifted = ({ at, wall, zone }: Release, offset: number): Instant =>
  offset === 0 ? at : instantOf(wallTime(wall + offset * day), zone);

const soon = duration(400 * day);
const ever = duration(3_660 * day);

function nextRelease(now: Instant, source: Source, offset: number): Outcome<ResolvedRelease> {
  // Days of a zone are at most a day longer or shorter than 24 h in all.
  const start = instant(now - (offset + 1) * day);
  for (const ahead of [soon, ever]) {
    const releases = releasesIn(source, { start, end: instant(now + ahead) });
    if (!releases.ok) return releases;
    const next = releases.value.find((release) => shifted(release, offset) >= now);
    if (next !== undefined) return resolved(next, offset);
  }
  return refused(
    "none",
    `no release after ${isoInstant(now)} in "${source.calendar.name}"`,
    nearest(source, { from: wallTime(now), to: wallTime(now) }),
  );
}

function releaseOn(on: ReleaseDay, source: Source, offset: number): Outcome<ResolvedRelease> {
  const release = theRelease(on, source);
  return release.ok ? resolved(release.value, offset) : release;
}

/** The one release of that month or date. */
function theRelease(on: ReleaseDay, source: Source): Outcome<Release> {
  const wanted = datesOf(on);
  const name = isoDate(wanted.from).slice(0, on.kind === "month" ? 7 : 10);
  // No clock is a day from UTC, so all the wanted local dates lie in here.
  const around = { start: instant(wanted.from - day), end: instant(wanted.to + day) };
  const nearby = releasesIn(source, around);
  if (!nearby.ok) return nearby;
  const releases = nearby.value.filter(({ wall }) => wanted.from <= wall && wall < wanted.to);
  const [release, other] = releases;
  const where = `in ${name} in "${source.calendar.name}"`;
  if (release === undefined) return refused("none", `no release ${where}`, nearest(source, wanted));
  return other === undefined
    ? done(release)
    : refused("several", `${releases.length} releases ${where}`, oneOf(on, releases));
}

/** from <= local time < to. */
type LocalDates = { readonly from: WallTime; readonly to: WallTime };

const datesOf = (on: ReleaseDay): LocalDates =>
  on.kind === "month"
    ? localDates(Date.UTC(on.year, on.month - 1, 1), Date.UTC(on.year, on.month, 1))
    : localDates(Date.UTC(on.year, on.month - 1, on.day), Date.UTC(on.year, on.month - 1, on.day + 1));

const localDates = (from: number, to: number): LocalDates => ({ from: wallTime(from), to: wallTime(to) });

const isoDate = (wall: WallTime): string => isoWall(wall).slice(0, 10);

function oneOf(on: ReleaseDay, releases: readonly Release[]): string {
  if (on.kind === "month") {
    const dates = [...new Set(releases.map(({ wall }) => isoDate(wall)))];
    if (dates.length > 1) return `name one by its date: ${dates.join(", ")}`;
  }
  return `name one by its instant, { at: ... }: ${releases.map(({ at }) => isoInstant(at)).join(", ")}`;
}

/** The releases before and after what was asked for, as a way out. */
function nearest(source: Source, { from, to }: LocalDates): string {
  const around = { start: instant(from - soon), end: instant(to + soon) };
  const releases = releasesIn(source, around);
  const walls = releases.ok ? releases.value.map(({ wall }) => wall) : [];
  const [before, after] = [walls.findLast((wall) => wall < from), walls.find((wall) => wall >= to)];
  const dates = [before, after].flatMap((wall) => (wall === undefined ? [] : isoDate(wall)));
  return dates.length === 0 ? "the calendar has none near that" : `the nearest: ${dates.join(", ")}`;
}

/** The one before, else the first after; null: none for more than a year around. */
function nearestRelease(source: Source, at: number): Release | null {
  const releases = releasesIn(source, { start: instant(at - soon), end: instant(at + soon) });
  if (!releases.ok) return null;
  return releases.value.findLast(({ wall }) => wall <= at) ?? releases.value[0] ?? null;
}

const refused = (code: string, message: string, hint: string) =>
  failed({ code: `release.${code}`, message, hint, place: { path: "release" } });
