/** A calendar named on the command line, shipped or own, and the zone of its floating times. */
import { type Calendar, type Inputs, isZone, type Outcome, releaseCalendar } from "../src/index.js";
import { type Given, problemsOf, textOf, wrongOption } from "./commands/command.js";
import { inputsBeside } from "./files.js";

export type AskedCalendar = {
  readonly calendar: Calendar;
  /** UTC unless given. */
  readonly zone: string;
  readonly isShipped: boolean;
  readonly inputs: Inputs;
};

export async function askedCalendar(id: string, options: Given): Promise<Outcome<AskedCalendar>> {
  const zone = textOf(options, "timezone") ?? "UTC";
  const inputs = await inputsBeside(".");
  const read = await releaseCalendar(id, inputs);
  const problems = [
    ...(isZone(zone) ? [] : [unknownZone(zone)]),
    // The name was given here and not in a scenario.
    ...problemsOf(read).map(({ place, ...rest }) => ({
      ...rest,
      place: place?.file === undefined ? undefined : place,
    })),
  ];
  if (!read.ok || problems.length > 0) return { ok: false, problems };
  const isShipped = inputs.shippedCalendars.includes(id);
  return { ok: true, value: { calendar: read.value, zone, isShipped, inputs } };
}

const unknownZone = (zone: string) =>
  wrongOption("--timezone", `"${zone}" is not an IANA time zone`, "write a zone such as Europe/Berlin");
