/** Settling a scenario: the release is found, the fleet counted, calendars, holidays and measured loads read. No file is opened here. */
import { calendarClockNotes } from "./calendar/clock-notes.js";
import { holidayCalendar, type Years } from "./calendar/holidays.js";
import { type Calendar, readCalendar, readWholeCalendar } from "./calendar/ical.js";
import { type ResolvedRelease, resolveRelease } from "./calendar/release.js";
import { windowCalendarProblems } from "./calendar/windows.js";
import { inlineFleet, type PlacedFleet } from "./fleet/inline.js";
import { withoutExcluded } from "./fleet/exclude.js";
import { type InventoryOptions, readInventory } from "./fleet/inventory.js";
import { groupNames, namedRows } from "./fleet/group-names.js";
import { type GroupNames, turnNotes, turnProblems } from "./fleet/turns.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import { windowProblems } from "./scenario/read.js";
import { pathText } from "./scenario/place.js";
import { InputReader, type Inputs } from "./inputs.js";
import type { Freeze, Input, Scenario } from "./scenario/scenario.js";
import { everyone, fits, marksOf, selectorsOf } from "./scenario/selector.js";
import type { LoadTrace } from "./service/background.js";
import { readTrace } from "./service/trace.js";
import { type Instant, instant, type Interval } from "./units.js";

export type Settled = {
  /** With the sites' holidays among its freezes. */
  readonly scenario: Scenario;
  readonly release: ResolvedRelease;
  readonly placed: PlacedFleet;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly traces: ReadonlyMap<string, LoadTrace>;
  /** What was passed over, and what concerns nobody: worth knowing, stops nothing. */
  readonly notes: readonly Problem[];
  /** Every file read, in the order of reading. */
  readonly inputs: readonly Input[];
};

export async function settle(
  asked: Scenario,
  inputs: Inputs,
  now: Instant | null,
): Promise<Outcome<Settled>> {
  const scenario = withHolidays(asked);
  const reader = new InputReader(inputs);
  const releases = await releaseCalendarOf(scenario, reader);
  const release = releases.ok
    ? resolveRelease(scenario.release, releases.value, now, scenario.timezone)
    : releases;
  const [placed, calendars, traces] = [
    await fleetOf(scenario, reader),
    await calendarsOf(scenario, reader, release.ok ? release.value.at : null),
    await tracesOf(scenario, reader),
  ];
  const problems = [release, placed, calendars, traces].flatMap((part) => (part.ok ? [] : part.problems));
  if (placed.ok)
    problems.push(
      ...(await orderProblems(scenario, placed.value, reader)),
      ...windowProblems(
        scenario,
        placed.value.fleet.cohorts.map(({ profile }) => profile),
      ),
    );
  if (!releases.ok || !release.ok || !placed.ok || !calendars.ok || !traces.ok || problems.length > 0)
    return failed(...problems);
  return done({
    scenario,
    release: release.value,
    placed: placed.value,
    calendars: calendars.value,
    traces: traces.value,
    notes: [
      ...(releases.value?.problems ?? []),
      ...windowCalendarNotes(scenario, calendars.value),
      ...clockNotesOf(
        [...(releases.value === null ? [] : [releases.value]), ...calendars.value.values()],
        { start: release.value.released, end: instant(release.value.at + scenario.deadline) },
        placed.value,
      ),
      ...idleSelectors(scenario, placed.value),
      ...turnNotes(scenario, placed.value),
    ],
    inputs: reader.digests(),
  });
}

/** Holidays are freezes of their site. */
const withHolidays = (scenario: Scenario): Scenario => ({
  ...scenario,
  sites: new Map([...scenario.sites].map(([name, site]) => [name, { ...site, holidays: null }])),
  freezes: [
    ...scenario.freezes,
    ...[...scenario.sites].flatMap(([name, { holidays }]): readonly Freeze[] =>
      holidays === null
        ? []
        : [
            {
              kind: "calendar",
              file: holidays,
              who: { ...everyone, site: [name] },
              away: true,
              path: pathText(["sites", name, "holidays"]),
            },
          ],
    ),
  ],
});

/** Selectors that no device fits: a wrong name, or devices that are gone. */
function idleSelectors(scenario: Scenario, { fleet }: PlacedFleet): readonly Problem[] {
  const cohorts = [...fleet.cohorts, ...fleet.excluded.map(({ cohort }) => cohort)];
  return selectorsOf(scenario)
    .filter(({ who }) => !cohorts.some((cohort) => fits(who, cohort)))
    .map(({ path }) => ({
      code: "who.nobody",
      message: "concerns no device of this fleet",
      hint: "check the names, or take it out",
      place: { path },
    }));
}

/** Names of devices are asked for only where one that `order` gives is nobody's. */
async function orderProblems(
  scenario: Scenario,
  placed: PlacedFleet,
  reader: InputReader,
): Promise<readonly Problem[]> {
  const problems = turnProblems(scenario, placed, new Map());
  if (!problems.some(({ code }) => code === "order.nobody")) return problems;
  return turnProblems(scenario, placed, await namesInGroups(scenario, reader));
}

async function namesInGroups(scenario: Scenario, { inputs }: InputReader): Promise<GroupNames> {
  const { fleet } = scenario;
  if ("devices" in fleet)
    return groupNames(
      fleet.devices.flatMap(({ group, device }) =>
        group === null || device === null ? [] : [[group, device] as const],
      ),
    );
  const chunks = await inputs.open(fleet.file);
  if (!chunks.ok) return new Map();
  const { file, columns } = fleet;
  return groupNames(await namedRows(chunks.value, inventoryOptions(scenario, file, columns)));
}

/** Events at times that a change of the clocks skips or brings twice, for each zone of the fleet. */
function clockNotesOf(
  calendars: readonly Calendar[],
  range: Interval,
  { fleet }: PlacedFleet,
): readonly Problem[] {
  const zones = new Set(fleet.cohorts.map(({ timezone }) => timezone));
  const notes = calendars.flatMap((calendar) =>
    [...zones].flatMap((zone) => calendarClockNotes(calendar, range, zone)),
  );
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}

/** Of calendars that windows alone name: what in them opens nothing. Those of freezes must be whole. */
function windowCalendarNotes(
  scenario: Scenario,
  calendars: ReadonlyMap<string, Calendar>,
): readonly Problem[] {
  const files = new Set(windowFiles(scenario));
  return [...files].flatMap((file) => {
    const calendar = calendars.get(file);
    return calendar === undefined ? [] : windowCalendarProblems(calendar);
  });
}

/** How the inventory is read, the same for counting it and for giving out restarts. */
export const inventoryOptions = (
  scenario: Scenario,
  file: string,
  columns: ReadonlyMap<string, string>,
): InventoryOptions => ({
  file,
  columns,
  rings: scenario.rings,
  sites: scenario.sites,
  timezone: scenario.timezone,
  defaultProfile: scenario.defaultProfile,
  profiles: scenario.profiles,
  marks: marksOf(scenario),
});

/** The shipped calendar of that name, else the file of that path. */
export async function releaseCalendar(
  id: string,
  inputs: Pick<Inputs, "open" | "shippedCalendar" | "shippedCalendars">,
) {
  return calendarOf(id, new InputReader(inputs));
}

async function calendarOf(id: string, reader: InputReader): Promise<Outcome<Calendar>> {
  const shipped = await reader.inputs.shippedCalendar(id);
  if (shipped !== null) return readWholeCalendar(shipped, id);
  if (!isPath(id)) return failed(unknownCalendar(id, reader.inputs.shippedCalendars));
  const text = await reader.text(id);
  return text.ok ? readCalendar(text.value, id) : text;
}

const unknownCalendar = (id: string, known: readonly string[]): Problem => ({
  code: "calendar.unknown",
  message: `no calendar "${id}"`,
  hint: `shipped: ${known.join(", ")}; or give the path of an .ics file`,
  place: { path: "release.calendar" },
});

/** null: the scenario gives the instant. */
async function releaseCalendarOf(
  { release }: Scenario,
  reader: InputReader,
): Promise<Outcome<Calendar | null>> {
  return "at" in release ? done(null) : calendarOf(release.calendar, reader);
}

async function fleetOf(scenario: Scenario, reader: InputReader): Promise<Outcome<PlacedFleet>> {
  const placed = await wholeFleet(scenario, reader);
  return placed.ok ? withoutExcluded(placed.value, scenario.exclude) : placed;
}

async function wholeFleet(scenario: Scenario, reader: InputReader): Promise<Outcome<PlacedFleet>> {
  const { fleet } = scenario;
  if ("devices" in fleet) return inlineFleet(fleet.devices, inventoryOptions(scenario, "", new Map()));
  const chunks = await reader.bytes(fleet.file);
  return chunks.ok
    ? readInventory(chunks.value, inventoryOptions(scenario, fleet.file, fleet.columns))
    : chunks;
}

const windowFiles = ({ profiles }: Scenario): readonly string[] =>
  [...profiles.values()]
    .flatMap(({ windows }) => windows)
    .flatMap((window) => (window.kind === "calendar" ? [window.file] : []));

const ANY_YEAR = 2026;

/** Calendars of freezes and windows; holidays by their code, for the years around the release. */
async function calendarsOf(
  scenario: Scenario,
  reader: InputReader,
  release: Instant | null,
): Promise<Outcome<ReadonlyMap<string, Calendar>>> {
  const files = scenario.freezes.flatMap((freeze) => (freeze.kind === "calendar" ? [freeze.file] : []));
  // Without a release nothing will be planned: then any year shows whether the codes of holidays are known.
  const year = release === null ? ANY_YEAR : new Date(release).getUTCFullYear();
  return keyed(new Set([...files, ...windowFiles(scenario)]), async (file) => {
    if (!isPath(file)) return holidaysOf(file, { from: year - 1, to: year + 1 });
    const text = await reader.text(file);
    return text.ok ? readCalendar(text.value, file) : text;
  });
}

async function holidaysOf(code: string, years: Years): Promise<Outcome<Calendar>> {
  const calendar = await holidayCalendar(code, years);
  return calendar.ok
    ? calendar
    : failed(...calendar.problems.map((problem) => ({ ...problem, place: { file: code } })));
}

/** What has neither dot nor slash is a name: of a shipped calendar, or of public holidays. */
const isPath = (file: string): boolean => /[./\\]/.test(file);

async function tracesOf(
  { services }: Scenario,
  reader: InputReader,
): Promise<Outcome<ReadonlyMap<string, LoadTrace>>> {
  const files = new Set(
    [...services.values()].flatMap(({ background }) => (background.kind === "csv" ? [background.file] : [])),
  );
  return keyed(files, async (file) => {
    const chunks = await reader.bytes(file);
    return chunks.ok ? readTrace(chunks.value, file) : chunks;
  });
}

async function keyed<T>(
  files: Iterable<string>,
  read: (file: string) => Promise<Outcome<T>>,
): Promise<Outcome<ReadonlyMap<string, T>>> {
  const found = new Map<string, T>();
  const problems: Problem[] = [];
  for (const file of files) {
    const value = await read(file);
    if (value.ok) found.set(file, value.value);
    else problems.push(...value.problems);
  }
  return problems.length > 0 ? failed(...problems) : done(found);
}
