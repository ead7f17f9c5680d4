/** The scenario as text, each line with what it is; what nobody said stands there as a comment, with its default. */
import {
  canBeKey,
  counted,
  flowText,
  profilePresets,
  scenarioDefaults,
  serviceDefaults,
  servicePresets,
} from "../../src/index.js";
import { clean, cleanJson, cleanLine } from "../text/clean.js";
import { padEnd, truncate, widthOf } from "../text/fit.js";
import type { Draft, Told } from "./draft.js";

type Line = {
  /** YAML; empty: the comment stands alone. */
  readonly code: string;
  readonly comment: string;
};

/** On one line; what acts on terminals or hides is written as an escape, which JSON has for all of it. */
function yaml(value: unknown): string {
  const text = flowText(value);
  return clean(text) === text ? text : cleanJson(JSON.stringify(value));
}

const line = (code: string, comment = ""): Line => ({ code, comment });
const blank = line("");
/** A setting that nobody gave: to be uncommented and changed. */
const unsaid = (code: string, comment: string): Line => line(code.replace(/^(\s*)/, "$1# "), comment);
/** Names and texts of others, on one line and not too long for one. */
const spoken = (text: string): string => truncate(cleanLine(text), 60);

export function scenarioText(draft: Draft): string {
  const sections = [
    headLines(draft),
    whenLines(draft),
    fleetLines(draft),
    siteLines(draft),
    profileLines(draft),
    serviceLines(draft),
    moreLines,
  ];
  const lines = sections.flatMap((section, at) =>
    at === 0 || section.length === 0 ? section : [blank, ...section],
  );
  return `${aligned(lines).join("\n")}\n`;
}

const headLines = ({ out }: Draft): readonly Line[] => [
  line("", "A scenario of second-tuesday, begun with `second-tuesday init`."),
  line("", `Plan it:  second-tuesday plan ${spoken(out)}`),
  line("", "What stands behind a # holds by default, or shows a form: take the # away and write your own."),
  line(
    "",
    "Keys and their forms: docs/formats.md, by chapter. Numbers of presets with their sources: plan --assumptions",
  ),
  line("version: 1", "of this format"),
  unsaid("name: My rollout", "title of the plan"),
];

function whenLines({ calendar, windows, deadline }: Draft): readonly Line[] {
  const [only = "", ...more] = windows.texts;
  const window = more.length === 0 ? only : windows.texts;
  return [
    line(
      `release: ${yaml({ calendar: calendar.text, on: "next" })}`,
      `whose updates${calendar.isTold ? "" : " (nobody chose)"}; on: a month such as 2026-08, or next`,
    ),
    line(
      `window: ${yaml(window)}`,
      `when restarts may start, site-local${windows.isTold ? "" : " (nobody chose: check it)"}; other forms: When and who`,
    ),
    defaulted("deadline", deadline, "every wave ends before release + this"),
    byDefault("goal", "fastest: least exposure; flattest: least rise of load"),
    byDefault("waves", "fine: any slot; few: a handful of start times to build"),
    byDefault("slot", "step of the plan: 5m 10m 15m 20m 30m 60m"),
    unsaid("freezes: [ { calendar: freezes.ics } ]", "when no restart may start; none by default"),
  ];
}

const defaulted = (key: string, { text, isTold }: Told, comment: string): Line =>
  (isTold ? line : unsaid)(`${key}: ${yaml(text)}`, comment);
const byDefault = (key: string, comment: string): Line =>
  unsaid(`${key}: ${yaml(scenarioDefaults[key]?.value)}`, comment);

function fleetLines({ file, columns, survey }: Draft): readonly Line[] {
  const found =
    survey === null
      ? []
      : [
          `${counted(survey.rows, "row")}: ${counted(survey.devices, "usable device")}${survey.rejected === 0 ? "" : `, ${counted(survey.rejected, "row")} that cannot be used (plan --rows)`}`,
          `taken for: ${[...survey.columns].map(([field, column]) => `${field} ${spoken(column)}`).join(", ")}`,
        ];
  const chosen = columns.size === 0 ? {} : { columns: Object.fromEntries(columns) };
  return [
    ...found.map((text) => line("", text)),
    line(
      `fleet: ${yaml({ file, ...chosen })}`,
      "the inventory, from this file's folder; other columns: Inventory",
    ),
    ...ringLines(survey),
  ];
}

function ringLines(survey: Draft["survey"]): readonly Line[] {
  const rings = survey?.rings ?? [];
  if (rings.length === 0)
    return [
      unsaid(
        `rings: ${yaml([{ name: "pilot", share: "1%", soak: "24h" }, { name: "broad" }])}`,
        "cut by a hash of the name; soak: the wait before the next",
      ),
    ];
  const ordered = rings
    .toSorted((a, b) => a.devices - b.devices || (a.name < b.name ? -1 : 1))
    .slice(0, 20)
    .map(({ name }) => ({ name, soak: "24h" }));
  return [unsaid(`rings: ${yaml(ordered)}`, "those of the inventory, smallest first, a day apart")];
}

function siteLines({ timezone, sites, zoneless }: Draft): readonly Line[] {
  const whose = zoneless.length === 0 ? "of times that belong to no site" : "of devices that name no zone";
  const of =
    zoneless.length === 0
      ? ""
      : ` (${zoneless.slice(0, 4).map(spoken).join(", ") || "no site"}${zoneless.length > 4 ? " and others" : ""})`;
  const guess = timezone !== null && !timezone.isTold ? ", a guess: check it" : "";
  const other = zoneless.find((name) => name !== "" && canBeKey(name));
  return [
    ...(timezone === null
      ? [
          unsaid(
            "timezone: Europe/Berlin",
            "of times that belong to no site, and of devices that name no zone",
          ),
        ]
      : [line(`timezone: ${yaml(timezone.text)}`, `${whose}${spokenOf(of)}${guess}`)]),
    ...(sites.length === 0
      ? [
          unsaid(
            `sites: ${yaml({ [other ?? "Berlin"]: { timezone: "Europe/Berlin", holidays: "DE-BE" } })}`,
            "zones and public holidays of sites",
          ),
        ]
      : [line("sites:", "zones of sites that name none; also their public holidays: { holidays: DE-BE }")]),
    ...sites.map((site) =>
      line(`  ${key(site.site)}: ${yaml({ timezone: site.timezone })}`, `a guess, ${site.basis}`),
    ),
  ];
}

const spokenOf = (of: string): string => (of === " (no site)" ? "" : of);

function profileLines({ profile, profiles }: Draft): readonly Line[] {
  const usual = profile?.text ?? "windows-office";
  return [
    ...(profile === null
      ? []
      : [
          line(
            `profile: ${yaml(profile.text)}`,
            `kind of the devices that name none${profile.isTold ? "" : " (nobody chose: the most common)"}`,
          ),
        ]),
    ...(profiles.length === 0
      ? [
          unsaid(
            `profiles: ${yaml({ [usual]: { poweredOn: profilePresets[usual]?.settings["poweredOn"]?.value } })}`,
            "what differs from the preset; more keys: Scenario, Profile",
          ),
        ]
      : [line("profiles:", "kinds of clients; what stands beside extends differs from the preset")]),
    ...profiles.map(({ name, preset, guess }) =>
      line(
        `  ${key(name)}: ${yaml({ extends: preset })}`,
        guess === null ? sentence(profilePresets[preset]?.about) : `a guess, ${guess}`,
      ),
    ),
  ];
}

function serviceLines({
  service: { id, preset },
  capacity,
  background,
  survey,
  timezone,
}: Draft): readonly Line[] {
  const settings = { ...serviceDefaults, ...(preset === null ? {} : servicePresets[preset]?.settings) };
  const about = preset === null ? "what clients sign in to" : sentence(servicePresets[preset]?.about);
  return [
    line("services:", "what restarts put load on; more keys: Scenario, Service"),
    line(`  ${key(id)}:`, about),
    ...(preset === null
      ? [
          unsaid(
            `    preset: ${Object.keys(servicePresets)[0] ?? ""}`,
            `or ${Object.keys(servicePresets).slice(1, 4).join(", ")} ...`,
          ),
        ]
      : [line(`    preset: ${yaml(preset)}`, "what stands below goes before it")]),
    line(
      `    capacity: ${yaml(capacity)}`,
      capacity === "unknown"
        ? "write yours, such as 40/s; until then the plan says what it needs"
        : "what it can serve",
    ),
    unsaid(`    headroom: ${yaml(settings["headroom"]?.value)}`, "share of the capacity left unused"),
    ...backgroundLines(background, survey !== null && timezone === null),
    unsaid(`    sites: ${yaml(siteNames(survey))}`, "those it serves; every site by default"),
    ...(preset === "p2p-overlay"
      ? [
          unsaid(
            "    peers: { profiles: { windows-office: 1% }, each: 0.03/s }",
            "clients that are its capacity; docs/formats.md",
          ),
        ]
      : []),
  ];
}

const siteNames = (survey: Draft["survey"]): readonly string[] => {
  const [most] = survey?.sites.filter(({ name }) => name !== "" && canBeKey(name)) ?? [];
  return [most?.name ?? "Berlin"];
};

function backgroundLines(peak: string | null, followsSites: boolean): readonly Line[] {
  if (peak === null)
    return [
      unsaid(
        "    background: { peak: 8/min, shape: office-day }",
        "what comes anyway; none by default; or { csv: load.csv }, measured",
      ),
    ];
  return [
    line(
      `    background: ${yaml({ peak, shape: "office-day" })}`,
      `what comes anyway; the shape is a guess${followsSites ? "" : ", on the clock of timezone"}; or { csv: load.csv }, measured`,
    ),
  ];
}

const moreLines: readonly Line[] = [
  line(
    "",
    "And more: exclude, pins, order (groups that take turns), change, today, policies: docs/formats.md",
  ),
];

/** A sentence of a table as a comment: without its full stop. */
const sentence = (text = ""): string => text.replace(/\.$/, "");

/** A name before a colon; quoted where it would be read as something else. */
const key = (name: string): string =>
  /^\p{L}[\p{L}\p{N}_-]*(?: [\p{L}\p{N}_-]+)*$/u.test(name) && yaml(name) === name
    ? name
    : JSON.stringify(name);

const widestCode = 52;
const widest = 120;

/** Comments begin in one column; those of long lines stand above them. */
function aligned(lines: readonly Line[]): readonly string[] {
  const widths = lines.map(({ code }) => widthOf(code)).filter((width) => width <= widestCode);
  const column = Math.max(...widths) + 2;
  return lines.flatMap(({ code, comment }) => {
    if (comment === "") return [code];
    if (code === "") return [`# ${comment}`];
    const beside = `${padEnd(code, column)}# ${comment}`;
    const isLong = widthOf(code) > widestCode || widthOf(beside) > widest;
    return isLong ? [`${/^ */.exec(code)?.[0] ?? ""}# ${comment}`, code] : [beside];
  });
}
