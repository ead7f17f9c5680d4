/** What was found in an inventory, as an admin would tell it: rows, columns, sites with their zones, profiles, rings. */
import {
  type Counted,
  counted,
  grouped,
  profilePresets,
  type Survey,
  type SurveyedSite,
} from "../../src/index.js";
import { brokenLines, type ReportFrame } from "../text/report-frame.js";
import { table } from "../text/table.js";
import { guessedZones } from "./zone-questions.js";

type Most = {
  /** Rows of each table. */
  readonly rows: number;
};

/** First the answer, then the tables; `most` rows of each, and how many more there are. */
export function foundLines(survey: Survey, file: string, frame: ReportFrame, most: Most): readonly string[] {
  return [
    ...headLines(survey, file, frame, most),
    ...columnLines(survey, frame, most),
    ...siteLines(survey, frame, most),
    ...countedLines("PROFILE", survey.profiles, frame, most),
    ...countedLines("RING", survey.rings, frame, most),
  ];
}

function headLines(
  { rows, devices, rejected, rejections }: Survey,
  file: string,
  { style, width }: ReportFrame,
  most: Most,
): readonly string[] {
  const usable = `${file}: ${counted(rows, "row")}, ${counted(devices, "device")}`;
  if (rejected === 0) return brokenLines(`${usable}, every row can be used`, width, "").map(style.bold);
  const shown = rejections.slice(0, Math.min(4, most.rows));
  const more = rejected - shown.length;
  return [
    ...brokenLines(`${usable}, ${counted(rejected, "row")} that cannot be used`, width, "").map(style.bold),
    ...shown
      .flatMap(({ line, reason }) => brokenLines(`line ${line}: ${reason}`, width, "  "))
      .map(style.yellow),
    ...(more > 0 ? [style.dim(`  and ${grouped(more)} more`)] : []),
  ];
}

type Taken = { readonly field: string; readonly column: string; readonly samples: string };

function columnLines(survey: Survey, frame: ReportFrame, most: Most): readonly string[] {
  const samples = new Map(survey.header.map(({ name, samples }) => [name, samples.join(", ")]));
  const taken = [...survey.columns].map(([field, column]): Taken => ({
    field,
    column,
    samples: samples.get(column) ?? "",
  }));
  const columns = new Set(survey.columns.values());
  const passedOver = survey.header.filter(({ name }) => !columns.has(name)).map(({ name }) => name);
  const shown = passedOver.slice(0, most.rows).join(", ");
  const more = passedOver.length > most.rows ? ` and ${passedOver.length - most.rows} more` : "";
  return [
    "",
    ...table<Taken>(
      [
        { title: "TAKEN FOR", align: "left", keep: "always", cell: ({ field }) => field },
        { title: "COLUMN", align: "left", keep: "always", least: 8, cell: ({ column }) => column },
        { title: "FOR EXAMPLE", align: "left", keep: 1, least: 12, cell: (row) => row.samples },
      ],
      taken,
      ended(frame),
    ),
    ...(passedOver.length === 0
      ? []
      : brokenLines(`passed over: ${shown}${more}`, frame.width, "").map(frame.style.dim)),
  ];
}

function siteLines(survey: Survey, frame: ReportFrame, most: Most): readonly string[] {
  const [only] = survey.sites;
  if (survey.sites.length === 1 && only?.name === "" && only.zones.length === 0)
    return ["", "no column says where a device is, or in which time zone"];
  const guesses = new Map(guessedZones(survey).map(({ site, timezone }) => [site, timezone]));
  const shown = survey.sites.slice(0, most.rows);
  return [
    "",
    ...table<SurveyedSite>(
      [
        {
          title: counted(survey.sites.length, "SITE").toUpperCase(),
          align: "left",
          keep: "always",
          least: 8,
          cell: ({ name }) => name || "(none)",
        },
        { title: "DEVICES", align: "right", keep: "always", cell: ({ devices }) => grouped(devices) },
        {
          title: "TIME ZONE",
          align: "left",
          keep: "always",
          least: 10,
          cell: (site) => zonesText(site, guesses),
        },
      ],
      shown,
      ended(frame),
    ),
    ...moreLine(survey.sites.length - shown.length, frame),
  ];
}

/** A guess is called one. */
function zonesText({ name, zones, zoneless }: SurveyedSite, guesses: ReadonlyMap<string, string>): string {
  const named = zones.length > 3 ? `${zones.length} zones` : zones.map((zone) => zone.name).join(", ");
  if (zoneless === 0) return named;
  const guess = guesses.get(name);
  const missing = zones.length === 0 ? "none named" : `${named}; ${grouped(zoneless)} name none`;
  return guess === undefined ? missing : `${missing}, perhaps ${guess} (a guess)`;
}

function countedLines(
  title: string,
  rows: readonly Counted[],
  frame: ReportFrame,
  most: Most,
): readonly string[] {
  if (rows.length === 0 || (rows.length === 1 && rows[0]?.name === "")) return [];
  const shown = rows.slice(0, most.rows);
  const isProfile = title === "PROFILE";
  return [
    "",
    ...table<Counted>(
      [
        { title, align: "left", keep: "always", least: 8, cell: ({ name }) => name || "(none)" },
        { title: "DEVICES", align: "right", keep: "always", cell: ({ devices }) => grouped(devices) },
        {
          title: "",
          align: "left",
          keep: 1,
          least: 10,
          cell: ({ name }) =>
            isProfile && Object.hasOwn(profilePresets, name) ? (profilePresets[name]?.about ?? "") : "",
        },
      ],
      shown,
      ended(frame),
    ),
    ...moreLine(rows.length - shown.length, frame),
  ];
}

const ended = ({ width, style, glyphs }: ReportFrame) => ({ width, style, ellipsis: glyphs.ellipsis });

const moreLine = (more: number, { style }: ReportFrame): readonly string[] =>
  more > 0 ? [style.dim(`and ${grouped(more)} more`)] : [];
