/** calendar: the occurrences of a shipped or own calendar. */
import {
  day,
  failed,
  instant,
  type Instant,
  isoInstant,
  type Outcome,
  parseDate,
  parseInstant,
  releaseCalendar,
  releasesBetween,
} from "../../src/index.js";
import { inputsBeside } from "../files.js";
import { cleanLine } from "../text/clean.js";
import { table } from "../text/table.js";
import { type Command, type Given, refuse, textOf, withValue, wrongOption } from "./command.js";

export const calendarCommand: Command = {
  name: "calendar",
  summary: "list the releases of a shipped calendar, or the events of an .ics file",
  parameters: [{ flags: "<id-or-file>", help: "shipped calendar (microsoft) or the path of an .ics file" }],
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
    const from = dateOption(options, "from", world.now());
    if (!from.ok) return refuse(world, from.problems);
    const to = dateOption(options, "to", from.value + 366 * day);
    if (!to.ok) return refuse(world, to.problems);
    const calendar = await releaseCalendar(id, await inputsBeside("."));
    return withValue(world, calendar, async (found) => {
      for (const problem of found.problems)
        world.say(
          `passed over: ${cleanLine(`${found.file}:${problem.place?.line ?? ""} ${problem.message}`)}\n`,
        );
      const listed = releasesBetween(
        found,
        { start: from.value, end: to.value },
        textOf(options, "timezone") ?? "UTC",
      );
      return withValue(world, listed, async (releases) => {
        const rows = releases.map(({ at, ...rest }) => ({ at: isoInstant(at), ...rest }));
        if (options["json"] === true) world.print(`${JSON.stringify(rows, null, 2)}\n`);
        else world.print(`${listing(rows, world.width, world.style).join("\n")}\n`);
        return 0;
      });
    });
  },
};

function dateOption(options: Given, name: string, otherwise: number): Outcome<Instant> {
  const text = textOf(options, name);
  if (text === undefined) return { ok: true, value: instant(otherwise) };
  const date = parseDate(text);
  if (date.ok) return { ok: true, value: instant(date.value) };
  const at = parseInstant(text);
  return at.ok
    ? at
    : failed(wrongOption(`--${name}`, `"${text}" is no date`, "write 2026-08-11 or 2026-08-11T17:00:00Z"));
}

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
