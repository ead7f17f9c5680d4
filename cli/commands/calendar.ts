/** calendar: what happens when, of a rollout site by site, or of a calendar; `calendar lint`: what will go wrong with it. */
import {
  agendaIcs,
  agendasOf,
  calendarAgenda,
  type Calendar,
  calendarClockNotes,
  counted,
  day,
  type Instant,
  type Interval,
  instant,
  isoInstant,
  isoWall,
  type ListedRelease,
  type Outcome,
  type Prepared,
  type Problem,
  problemLine,
  releasesBetween,
  type SiteAgenda,
  suggestion,
  wallOf,
  wallTime,
} from "../../src/index.js";
import { askedCalendar } from "../calendar-request.js";
import { isScenario, preparedRequest } from "../request.js";
import { agendaList } from "../text/agenda-list.js";
import { cleanJson, cleanLine } from "../text/clean.js";
import { monthGrids } from "../text/month.js";
import { table } from "../text/table.js";
import type { World } from "../world.js";
import { lintCommand } from "./calendar-lint.js";
import {
  type Command,
  type ExitCode,
  type Given,
  instantOption,
  problemsOf,
  refuse,
  tellNotes,
  textOf,
  wrongOption,
} from "./command.js";

export const calendarCommand: Command = {
  parameters: [
    {
      flags: "<what>",
      help: "a scenario (.yaml, .json, .csv), a shipped calendar (microsoft, oracle-cpu, sap, ...), an .ics file, or lint",
    },
    {
      flags: "[target]",
      help: "of lint: the scenario, shipped calendar or .ics file to look through; exit code 3 where something is found",
    },
  ],
  options: [
    {
      flags: "--from <date>",
      help: "first date or instant; today unless given, of a scenario the day of its release",
    },
    {
      flags: "--to <date>",
      help: "end, not included; a year after --from unless given, of a scenario the day after its deadline",
    },
    {
      flags: "--timezone <zone>",
      help: "zone of events without one; UTC unless given; of a bare inventory: zone of sites that name none",
    },
    { flags: "--site <name>", help: "of a scenario: this site alone" },
    { flags: "--grid", help: "print months as on the wall, without the list" },
    { flags: "--list", help: "print the list, without the months" },
    {
      flags: "--json",
      help: 'print [{ "at", "local", "timezone", "summary" }]; of a scenario an agenda a site',
    },
    { flags: "--ics", help: "print one merged calendar (iCalendar)" },
    { flags: "--now <instant>", help: "what `release: next` counts from; the clock unless given" },
    { flags: "--window <window>", help: "of a bare inventory: when restarts may start, site-local" },
  ],
  examples: [
    "second-tuesday calendar scenario.yaml --site Berlin",
    "second-tuesday calendar scenario.yaml --ics > rollout.ics",
    "second-tuesday calendar microsoft --from 2026-01-01 --to 2027-01-01 --json",
    "second-tuesday calendar ./freezes.ics --grid",
    "second-tuesday calendar lint scenario.yaml",
  ],
  async run(world, [what = "", target], options) {
    if (what === "lint")
      return target === undefined ? refuse(world, [nothingToLint]) : lintCommand(world, target, options);
    if (target !== undefined) return refuse(world, [strayTarget(target)]);
    return isScenario(what) ? scenarioCalendar(world, what, options) : plainCalendar(world, what, options);
  },
};

const nothingToLint = wrongOption(
  "lint",
  "nothing is named to look through",
  "write second-tuesday calendar lint scenario.yaml",
);
const strayTarget = (target: string): Problem =>
  wrongOption(target, "only `calendar lint` takes a second name", "give one scenario or calendar");

/** What is asked of the time to show. */
function rangeOption(options: Given, from: Instant, to: (from: Instant) => Instant): Outcome<Interval> {
  const [start, end] = [instantOption(options, "from", from), instantOption(options, "to", to(from))];
  const problems = problemsOf(start, end);
  if (!start.ok || !end.ok) return { ok: false, problems };
  const until = textOf(options, "to") === undefined ? to(start.value) : end.value;
  if (until > start.value) return { ok: true, value: { start: start.value, end: until } };
  return {
    ok: false,
    problems: [wrongOption("--to", "the end is not after the start", "give a --to that is after --from")],
  };
}

async function scenarioCalendar(world: World, file: string, options: Given): Promise<ExitCode> {
  const asked = await preparedRequest(world, file, options);
  if (!asked.ok) return refuse(world, asked.problems);
  const { prepared } = asked.value;
  const all = agendasOf(prepared.settled, prepared.rollout);
  const chosen = ofSite(all, textOf(options, "site"));
  const range = rangeOption(options, prepared.rollout.release, () => prepared.rollout.deadline);
  if (!chosen.ok || !range.ok) return refuse(world, problemsOf(chosen, range));
  tellNotes(world, prepared.settled.notes);
  const agendas = chosen.value.map((agenda) => within(agenda, range.value));
  if (options["ics"] === true) world.print(agendaIcs(prepared.settled.scenario.name ?? "Rollout", agendas));
  else if (options["json"] === true)
    world.print(cleanJson(`${JSON.stringify(agendas.map(asJson), null, 2)}\n`));
  else world.print(`${sitePages(agendas, prepared, range.value, options, world).join("\n")}\n`);
  return 0;
}

function ofSite(agendas: readonly SiteAgenda[], site: string | undefined): Outcome<readonly SiteAgenda[]> {
  if (site === undefined) return { ok: true, value: agendas };
  const found = agendas.filter((agenda) => agenda.site === site.normalize("NFC"));
  if (found.length > 0) return { ok: true, value: found };
  const sites = new Set(agendas.flatMap((agenda) => agenda.site ?? []));
  const hint = suggestion(site, sites);
  return { ok: false, problems: [wrongOption("--site", `there is no site "${site}"`, hint)] };
}

/** What reaches into the range. */
const within = (agenda: SiteAgenda, { start, end }: Interval): SiteAgenda => ({
  ...agenda,
  entries: agenda.entries.filter(
    (entry) => entry.start <= end && (entry.end > start || entry.start >= start),
  ),
});

const asJson = ({ site, timezone, entries }: SiteAgenda) => ({
  site,
  timezone,
  entries: entries.map(({ kind, start, end, summary }) => ({
    kind,
    start: isoInstant(start),
    end: isoInstant(end),
    localStart: isoWall(wallOf(start, timezone)),
    localEnd: isoWall(wallOf(end, timezone)),
    summary,
  })),
});

/** A page for each site, those of the same dates together. */
function sitePages(
  agendas: readonly SiteAgenda[],
  { settled }: Prepared,
  range: Interval,
  options: Given,
  world: World,
): readonly string[] {
  const name = cleanLine(settled.scenario.name ?? "unnamed scenario");
  const pages = new Map<string, { agenda: SiteAgenda; sites: string[] }>();
  for (const agenda of agendas) {
    const key = JSON.stringify([agenda.timezone, agenda.entries.map((entry) => ({ ...entry, sites: null }))]);
    const page = pages.get(key) ?? { agenda, sites: [] };
    pages.set(key, page);
    page.sites.push(agenda.site ?? "");
  }
  return [...pages.values()].flatMap(({ agenda, sites }, i) => {
    const where = sites.map((site) => (site === "" ? "no site" : site)).join(", ");
    const head = `${world.style.bold(cleanLine(where))}   ${agenda.timezone}`;
    return [
      ...(i === 0 ? [world.style.bold(name), ""] : [""]),
      head,
      ...page(agenda, range, options, world, true),
    ];
  });
}

/** Months and list as asked for; `grid`: months too where nothing is asked. */
function page(
  agenda: SiteAgenda,
  range: Interval,
  options: Given,
  world: World,
  grid: boolean,
): readonly string[] {
  const walls = wallsOf(range, agenda.timezone);
  const months = options["grid"] === true || (grid && options["list"] !== true);
  const list = options["list"] === true || options["grid"] !== true;
  return [
    ...(months ? monthGrids(agenda, walls, world) : []),
    ...(months && list ? [""] : []),
    ...(list ? agendaList(agenda, walls, world) : []),
  ];
}

/** From the first day's midnight, through the whole last day: a deadline at noon is in it. */
function wallsOf({ start, end }: Interval, zone: string) {
  const midnight = (at: Instant, round: (days: number) => number) =>
    wallTime(round(wallOf(at, zone) / day) * day);
  return { from: midnight(start, Math.floor), to: midnight(end, Math.ceil) };
}

async function plainCalendar(world: World, id: string, options: Given): Promise<ExitCode> {
  const range = rangeOption(options, instant(world.now()), (from) => instant(from + 366 * day));
  const asked = await askedCalendar(id, options);
  if (!range.ok || !asked.ok) return refuse(world, problemsOf(range, asked));
  const { calendar, zone, isShipped } = asked.value;
  for (const problem of calendar.problems)
    world.say(`${world.style.yellow("passed over")} ${cleanLine(problemLine(problem))}\n`);
  tellNotes(world, calendarClockNotes(calendar, range.value, zone));
  return options["ics"] === true || options["grid"] === true
    ? pictured(world, calendar, range.value, zone, isShipped, options)
    : listed(world, calendar, range.value, zone, options);
}

function pictured(
  world: World,
  calendar: Calendar,
  range: Interval,
  zone: string,
  isShipped: boolean,
  options: Given,
): ExitCode {
  const agenda = calendarAgenda(calendar, range, zone, isShipped ? "release" : "event");
  if (!agenda.ok) return refuse(world, agenda.problems);
  if (options["ics"] === true) world.print(agendaIcs(calendar.name, [agenda.value]));
  else {
    const head = `${world.style.bold(cleanLine(calendar.name))}   ${zone}   ${counted(agenda.value.entries.length, "event")}`;
    world.print(`${[head, ...page(agenda.value, range, options, world, true)].join("\n")}\n`);
  }
  return 0;
}

function listed(world: World, calendar: Calendar, range: Interval, zone: string, options: Given): ExitCode {
  const releases = releasesBetween(calendar, range, zone);
  if (!releases.ok) return refuse(world, releases.problems);
  if (options["json"] === true) {
    const rows = releases.value.map(({ at, ...rest }) => ({ at: isoInstant(at), ...rest }));
    world.print(cleanJson(`${JSON.stringify(rows, null, 2)}\n`));
  } else world.print(`${listing(releases.value, world).join("\n")}\n`);
  return 0;
}

const listing = (rows: readonly ListedRelease[], { width, style }: World): readonly string[] =>
  rows.length === 0
    ? ["nothing in that time"]
    : table<ListedRelease>(
        [
          {
            title: "LOCAL",
            align: "left",
            keep: "always",
            cell: ({ local }) => local.replace("T", " ").slice(0, 16),
          },
          { title: "TIMEZONE", align: "left", keep: 2, cell: ({ timezone }) => timezone },
          { title: "UTC", align: "left", keep: 3, cell: ({ at }) => isoInstant(at) },
          { title: "SUMMARY", align: "left", keep: 1, least: 8, cell: ({ summary }) => summary ?? "" },
        ],
        rows,
        { width, style },
      );
