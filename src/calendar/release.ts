/** Which release a scenario means: one instant, from a calendar of releases or as given. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import type { ReleaseRequest } from "../scenario/scenario.js";
import { day, duration, type Instant, type Interval, instant } from "../units.js";
import { isoInstant, isoWall, type WallTime, wallTime } from "../units.js";
import type { CalendarEvent } from "./event.js";
import type { Calendar } from "./ical.js";
import { type EventSpan, eventSpans } from "./spans.js";
import { zoneOf } from "./stamp.js";

export type ResolvedRelease = {
  readonly at: Instant;
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

type ReleaseDay = Extract<ReleaseRequest, { readonly on: unknown }>["on"];
type DatedRelease = Exclude<ReleaseDay, { readonly kind: "next" }>;

/**
 * `calendar` is the one the request names, read whole; null only where it gives an instant. Floating times and dates are read in
 * `scenarioZone`. "next" is the first release at or after `now`.
 */
export function resolveRelease(
  request: ReleaseRequest,
  calendar: Calendar | null,
  now: Instant | null,
  scenarioZone: string | null,
): Outcome<ResolvedRelease> {
  if ("at" in request) return done({ at: request.at, zone: null, summary: null });
  if (calendar === null) throw new Error(`release calendar not loaded: ${request.calendar}`);
  const { on } = request;
  if (on.kind !== "next") return releaseOn(on, calendar, scenarioZone);
  if (now === null)
    return refused(
      "no-now",
      "the next release after when is not known",
      "give --now, or the release's month or date",
    );
  return nextRelease(now, calendar, scenarioZone);
}

/** Releases that start in `interval`, ascending. */
export function releasesBetween(
  calendar: Calendar,
  interval: Interval,
  scenarioZone: string | null,
): Outcome<readonly ListedRelease[]> {
  const spans = releasesIn(calendar, interval, scenarioZone);
  if (!spans.ok) return spans;
  return done(
    spans.value.map(({ interval: { start }, wall, zone, summary }) => ({
      at: start,
      local: isoWall(wall),
      timezone: zone,
      summary,
    })),
  );
}

function releasesIn(
  calendar: Calendar,
  interval: Interval,
  scenarioZone: string | null,
): Outcome<EventSpan[]> {
  const spans: EventSpan[] = [];
  for (const event of calendar.events) {
    if (scenarioZone === null && needsZone(event)) return refused("no-zone", ...zoneless(event, calendar));
    const some = eventSpans(event, interval, scenarioZone ?? "UTC");
    if (!some.ok) return failed(...some.problems.map((problem) => inFile(problem, calendar)));
    spans.push(...some.value.filter(({ interval: { start } }) => start >= interval.start));
  }
  return done(spans.sort((a, b) => a.interval.start - b.interval.start));
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

const resolved = ({ interval, zone, summary }: EventSpan): Outcome<ResolvedRelease> =>
  done({ at: interval.start, zone, summary });

const soon = duration(400 * day);
const ever = duration(3_660 * day);

function nextRelease(now: Instant, calendar: Calendar, zone: string | null): Outcome<ResolvedRelease> {
  for (const ahead of [soon, ever]) {
    const releases = releasesIn(calendar, { start: now, end: instant(now + ahead) }, zone);
    if (!releases.ok) return releases;
    if (releases.value[0] !== undefined) return resolved(releases.value[0]);
  }
  return refused(
    "none",
    `no release after ${isoInstant(now)} in "${calendar.name}"`,
    nearest(calendar, { from: wallTime(now), to: wallTime(now) }, zone),
  );
}

function releaseOn(on: DatedRelease, calendar: Calendar, zone: string | null): Outcome<ResolvedRelease> {
  const wanted = datesOf(on);
  const name = isoDate(wanted.from).slice(0, on.kind === "month" ? 7 : 10);
  // No clock is a day from UTC, so all the wanted local dates lie in here.
  const around = { start: instant(wanted.from - day), end: instant(wanted.to + day) };
  const nearby = releasesIn(calendar, around, zone);
  if (!nearby.ok) return nearby;
  const releases = nearby.value.filter(({ wall }) => wanted.from <= wall && wall < wanted.to);
  const [release, other] = releases;
  const where = `in ${name} in "${calendar.name}"`;
  if (release === undefined) return refused("none", `no release ${where}`, nearest(calendar, wanted, zone));
  return other === undefined
    ? resolved(release)
    : refused("several", `${releases.length} releases ${where}`, oneOf(on, releases));
}

/** from <= local time < to. */
type LocalDates = { readonly from: WallTime; readonly to: WallTime };

const datesOf = (on: DatedRelease): LocalDates =>
  on.kind === "month"
    ? localDates(Date.UTC(on.year, on.month - 1, 1), Date.UTC(on.year, on.month, 1))
    : localDates(Date.UTC(on.year, on.month - 1, on.day), Date.UTC(on.year, on.month - 1, on.day + 1));

const localDates = (from: number, to: number): LocalDates => ({ from: wallTime(from), to: wallTime(to) });

const isoDate = (wall: WallTime): string => isoWall(wall).slice(0, 10);

function oneOf(on: DatedRelease, releases: readonly EventSpan[]): string {
  if (on.kind === "month") {
    const dates = [...new Set(releases.map(({ wall }) => isoDate(wall)))];
    if (dates.length > 1) return `name one by its date: ${dates.join(", ")}`;
  }
  return `name one by its instant, { at: ... }: ${releases.map(({ interval }) => isoInstant(interval.start)).join(", ")}`;
}

/** The releases before and after what was asked for, as a way out. */
function nearest(calendar: Calendar, { from, to }: LocalDates, zone: string | null): string {
  const around = { start: instant(from - soon), end: instant(to + soon) };
  const releases = releasesIn(calendar, around, zone);
  const walls = releases.ok ? releases.value.map(({ wall }) => wall) : [];
  const [before, after] = [walls.findLast((wall) => wall < from), walls.find((wall) => wall >= to)];
  const dates = [before, after].flatMap((wall) => (wall === undefined ? [] : isoDate(wall)));
  return dates.length === 0 ? "the calendar has none near that" : `the nearest: ${dates.join(", ")}`;
}

const refused = (code: string, message: string, hint: string) =>
  failed({ code: `release.${code}`, message, hint, place: { path: "release" } });
