/** calendar lint: what will go wrong with a rollout's calendar, or with an .ics file, and a way out of each. */
import {
  counted,
  dateTimeText,
  dateText,
  day,
  type Finding,
  instant,
  type Inputs,
  isoInstant,
  lint,
  lintCalendar,
  located,
  type Calendar,
  type Prepared,
  releaseCalendar,
  wallOf,
} from "../../src/index.js";
import { askedCalendar } from "../calendar-request.js";
import { type Asked, isScenario, onCommandLine, preparedRequest } from "../request.js";
import { cleanJson, cleanLine } from "../text/clean.js";
import { brokenLines, placeOfZone } from "../text/report-frame.js";
import type { World } from "../world.js";
import { type ExitCode, type Given, instantOption, problemsOf, refuse } from "./command.js";

/** 0: nothing found, 3: something is, 2: wrong input. */
export async function lintCommand(world: World, target: string, options: Given): Promise<ExitCode> {
  return isScenario(target) ? lintScenario(world, target, options) : lintFile(world, target, options);
}

async function lintScenario(world: World, file: string, options: Given): Promise<ExitCode> {
  const asked = await preparedRequest(world, file, options);
  if (!asked.ok) return refuse(world, asked.problems);
  const { request, prepared } = asked.value;
  const findings = lint(prepared, await releaseCalendars(prepared, request.inputs));
  return told(world, placed(findings, asked.value, file), lookedAt(prepared), options);
}

/** The one of the release, and that of the hotpatch baselines. */
async function releaseCalendars({ settled }: Prepared, inputs: Inputs) {
  const { release } = settled.scenario;
  return {
    releases: "at" in release ? null : await calendarOf(release.calendar, inputs),
    hotpatchBaselines: await calendarOf("microsoft-hotpatch-baseline", inputs),
  };
}

async function calendarOf(id: string, inputs: Inputs): Promise<Calendar | null> {
  const calendar = await releaseCalendar(id, inputs);
  return calendar.ok ? calendar.value : null;
}

/** With line and column; of a bare inventory with the option. */
function placed(findings: readonly Finding[], { request }: Asked, file: string): readonly Finding[] {
  const found = located(findings, request.text, request, request.overrides);
  return request.file === "" ? found.map((finding) => onCommandLine(finding, file)) : found;
}

function lookedAt({ settled, rollout }: Prepared): string {
  const zone = rollout.timezone;
  const { cohorts } = settled.placed.fleet;
  const sites = new Set(cohorts.map(({ site }) => site)).size;
  const devices = cohorts.reduce((sum, cohort) => sum + cohort.devices, 0);
  const from = dateText(wallOf(rollout.release, zone));
  const to = dateText(wallOf(rollout.deadline, zone));
  return `windows, freezes, rings and services of ${counted(devices, "device")} at ${counted(sites, "site")}, from the release on ${from} to the deadline on ${to}`;
}

async function lintFile(world: World, id: string, options: Given): Promise<ExitCode> {
  const from = instantOption(options, "from", instant(world.now()));
  const asked = await askedCalendar(id, options);
  if (!from.ok || !asked.ok) return refuse(world, problemsOf(from, asked));
  const { calendar, zone, isShipped, inputs } = asked.value;
  const range = { start: from.value, end: instant(from.value + 366 * day) };
  const releases = await calendarOf("microsoft", inputs);
  const findings = lintCalendar({ calendar, range, zone, releases }, isShipped);
  const what = `${counted(calendar.events.length, "event")} of "${calendar.name}" in the year from ${dateText(wallOf(from.value, zone))}, beside Patch Tuesday`;
  return told(world, findings, what, options);
}

function told(world: World, findings: readonly Finding[], what: string, options: Given): ExitCode {
  if (options["json"] === true) world.print(cleanJson(`${JSON.stringify(findings.map(asJson), null, 2)}\n`));
  else if (findings.length === 0)
    world.print(`${brokenLines(`Nothing found: looked at ${what}.`, world.width, "").join("\n")}\n`);
  else
    world.print(
      `${[...findings.map((each) => paragraph(each, world)), counted(findings.length, "finding")].join("\n")}.\n`,
    );
  return findings.length === 0 ? 0 : 3;
}

const asJson = ({ code, message, hint, first, place }: Finding) => ({
  code,
  message,
  hint: hint ?? null,
  first: first === null ? null : isoInstant(first),
  path: place?.path ?? null,
  file: place?.file ?? null,
  line: place?.line ?? null,
  column: place?.column ?? null,
});

const indent = "  ";

/** Where, what, when first, and a way out; an empty line after it. */
function paragraph({ code, message, hint, first, zone, place }: Finding, { width, style }: World): string {
  const { file, line, column, path } = place ?? {};
  const at = [file, line, column].filter((part) => part !== undefined && part !== "").join(":");
  const where = [at, path].filter((part) => part !== undefined && part !== "").join(" ");
  return [
    `${style.bold(cleanLine(where))}${where === "" ? "" : " "}${style.yellow(`[${code}]`)}`,
    ...brokenLines(`${message}.`, width, indent),
    ...(first === null ? [] : brokenLines(`First: ${firstText(first, zone)}.`, width, indent)),
    ...(hint === undefined ? [] : brokenLines(`Way out: ${hint}.`, width, indent)),
    "",
  ].join("\n");
}

const firstText = (first: NonNullable<Finding["first"]>, zone: Finding["zone"]): string =>
  `${dateTimeText(wallOf(first, zone ?? "UTC"))} ${zone === null || zone === "UTC" ? "UTC" : `in ${placeOfZone(zone)}`}`;
