/** calendar: the occurrences of a shipped or own calendar. */
import {
  day,
  instant,
  isoInstant,
  isZone,
  problemLine,
  releaseCalendar,
  releasesBetween,
} from "../../src/index.js";
import { inputsBeside } from "../files.js";
import { cleanJson, cleanLine } from "../text/clean.js";
import { table } from "../text/table.js";
import { type Command, instantOption, problemsOf, refuse, textOf, wrongOption } from "./command.js";

export const calendarCommand: Command = {
  parameters: [
    {
      flags: "<id-or-file>",
      help: "shipped calendar (microsoft, oracle-cpu, sap, ...) or the path of an .ics file",
    },
  ],
  options: [
    { flags: "--from <date>", help: "first date or instant; today unless given" },
    { flags: "--to <date>", help: "end, not included; a year after --from unless given" },
    { flags: "--timezone <zone>", help: "zone of events without one; UTC unless given" },
    { flags: "--json", help: 'print [{ "at", "local", "timezone", "summary" }]' },
  ],
  examples: [
    "second-tuesday calendar microsoft",
    "second-tuesday calendar microsoft --from 2026-01-01 --to 2027-01-01 --json",
    "second-tuesday calendar ./freezes.ics",
  ],
  async run(world, [id = ""], options) {
    const from = instantOption(options, "from", instant(world.now()));
    const to = instantOption(options, "to", instant((from.ok ? from.value : 0) + 366 * day));
    const zone = textOf(options, "timezone") ?? "UTC";
    const read = await releaseCalendar(id, await inputsBeside("."));
    const problems = [
      ...problemsOf(from, to),
      ...(from.ok && to.ok && to.value <= from.value
        ? [wrongOption("--to", "the end is not after the start", "give a --to that is after --from")]
        : []),
      ...(isZone(zone)
        ? []
        : [
            wrongOption(
              "--timezone",
              `"${zone}" is not an IANA time zone`,
              "write a zone such as Europe/Berlin",
            ),
          ]),
      ...problemsOf(read).map(({ place, ...rest }) => ({
        ...rest,
        place: place?.file === undefined ? undefined : place,
      })),
    ];
    if (!from.ok || !to.ok || !read.ok || problems.length > 0) return refuse(world, problems);
    for (const problem of read.value.problems)
      world.say(`${world.style.yellow("passed over")} ${cleanLine(problemLine(problem))}\n`);
    const listed = releasesBetween(read.value, { start: from.value, end: to.value }, zone);
    if (!listed.ok) return refuse(world, listed.problems);
    const rows = listed.value.map(({ at, ...rest }) => ({ at: isoInstant(at), ...rest }));
    if (options["json"] === true) world.print(cleanJson(`${JSON.stringify(rows, null, 2)}\n`));
    else world.print(`${listing(rows, world.width, world.style).join("\n")}\n`);
    return 0;
  },
};

type Row = {
  readonly at: string;
  readonly local: string;
  readonly timezone: string;
  readonly summary: string | null;
};

const listing = (
  rows: readonly Row[],
  width: number,
  style: Parameters<typeof table>[2]["style"],
): readonly string[] =>
  rows.length === 0
    ? ["nothing in that time"]
    : table<Row>(
        [
          {
            title: "LOCAL",
            align: "left",
            keep: "always",
            cell: ({ local }) => local.replace("T", " ").slice(0, 16),
          },
          { title: "TIMEZONE", align: "left", keep: 2, cell: ({ timezone }) => timezone },
          { title: "UTC", align: "left", keep: 3, cell: ({ at }) => at },
          { title: "SUMMARY", align: "left", keep: 1, least: 8, cell: ({ summary }) => summary ?? "" },
        ],
        rows,
        { width, style },
      );
