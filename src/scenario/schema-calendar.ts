/** Forms of a document that say when and who: windows, freezes, releases, pins, exclusions and the change. */
import { done, failed, type Outcome } from "../problem.js";
import { datesForm, parseDates } from "./dates.js";
import { quoted } from "./place.js";
import {
  clockText,
  daysText,
  forms,
  parseClock,
  parseDays,
  parseReleaseDate,
  parseReleaseDay,
  parseReleaseMoment,
  releaseDateText,
  releaseDayText,
  releaseMomentText,
} from "./quantity.js";
import { startNeededBy } from "./rule-limits.js";
import type { ReleaseDay, ReleaseMoment, Selector } from "./scenario.js";
import {
  codec,
  date,
  file,
  instant,
  length,
  moment,
  name,
  names,
  type Payload,
  refuse,
  rule,
  spoken,
  strict,
  wait,
  z,
  zone,
} from "./schema-forms.js";
import { everyone } from "./selector.js";
import { isCalendarPath, parseWindow, windowForm, windowOf, writtenWindow } from "./window.js";
import type { WrittenRule } from "./window.js";

const oneOrMore = <V extends z.ZodType>(value: V) =>
  z.union([value, z.array(value).min(1)], { error: "write a name, or a list of names" });

const selectorForm = strict(
  {
    site: oneOrMore(name).optional(),
    profile: oneOrMore(name).optional(),
    ring: oneOrMore(name).optional(),
    group: oneOrMore(name).optional(),
    timezone: oneOrMore(zone).optional(),
    tag: oneOrMore(name).optional().describe("A cohort with any of these tags"),
    device: oneOrMore(name).optional().describe("Names of single devices"),
  },
  "write who: { site: Berlin }, { profile: office }, { ring: pilot }, { tag: vip } or { device: SRV-01 }",
);

/** Who is meant: those that every key given names. */
export const selector = codec(selectorForm, selectorOf, writtenSelector).meta({
  id: "who",
  description: "Devices that every key given names: { site: [Berlin, London], profile: office, tag: vip }",
});

function selectorOf(form: z.output<typeof selectorForm>): Outcome<Selector> {
  const lists = Object.entries(form).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, [value].flat()] as const],
  );
  if (lists.length > 0) return done({ ...everyone, ...Object.fromEntries(lists) });
  const hint = "name at least one of site, profile, ring, group, timezone, tag, device";
  return failed({ code: "who.nobody", message: "the selector names nothing", hint });
}

function writtenSelector(who: Selector): z.output<typeof selectorForm> {
  const given = Object.entries(who).filter(([, list]) => list !== null) as [string, readonly string[]][];
  return Object.fromEntries(given.map(([key, list]) => [key, list.length === 1 ? list[0] : [...list]]));
}

const who = selector.optional().describe("Whom it concerns; everyone where left out");
const someDays = (most: number) =>
  codec(
    z.union([z.string(), z.int()], { error: forms.days }),
    (written) => daysWithin(String(written), most),
    daysText,
  );

function daysWithin(text: string, most: number): Outcome<number> {
  const days = parseDays(/^\d+$/.test(text) ? `${text}d` : text);
  if (!days.ok || days.value <= most) return days;
  return failed({
    code: "value.range",
    message: `${quoted(text)} is out of range`,
    hint: `at most ${daysText(most)}`,
  });
}

const ruleForm = {
  rrule: rule.describe("RFC 5545 rule in site-local time"),
  start: date.optional().describe("First local date the rule counts from; needed with INTERVAL or COUNT"),
};
const during = codec(z.string({ error: windowForm }), parseWindow, () => "", readOnly);

/** Of a form that is only a short way to write another: nothing is written back so. */
function readOnly(): boolean {
  return false;
}

const windowForms = z.union(
  [
    z.string(),
    strict({ ...ruleForm, lasts: length.describe("Real time from its start"), who }),
    strict({ during: during.describe("Mon-Fri 21:00-05:00"), who }),
    strict({
      afterRelease: someDays(90).describe("Local days of the site after the release's date there"),
      at: spoken("write a time of day such as 22:00", parseClock, clockText).describe("Local time of day"),
      lasts: length.describe("Real time from its start"),
      days: someDays(90)
        .refine((days) => days > 0, { error: "at least 1d" })
        .optional()
        .describe("On so many days in a row; one where left out"),
      who,
    }),
    strict({
      calendar: file
        .refine(isCalendarPath, { error: "write the path of an .ics file" })
        .describe("An .ics file"),
      who,
    }),
    strict({ from: moment, to: moment, who }).check(inOrder("the window")),
  ],
  { error: windowForm },
);
const window = codec(
  windowForms,
  (written, payload) => windowOf(typeof written === "string" ? written : started(written, payload)),
  writtenWindow,
  (value) => value !== undefined && !Array.isArray(value),
).meta({ id: "window", description: "When restarts may start, in site-local time: Mon-Fri 21:00-05:00" });

export const windows = z.union([window, z.array(window)], { error: windowForm });

/** A rule that means something only from a first date on has one. */
export function started<W extends object>(written: W, payload: Payload): W {
  if (!("rrule" in written)) return written;
  const { rrule, start } = written as unknown as WrittenRule;
  const need = startNeededBy(rrule);
  if (need === null || start !== undefined) return written;
  const message = `the rule needs a first date, because of ${need}`;
  refuse(payload, [], { code: "rule.start", message, hint: "add start: 2026-01-05" });
  return written;
}

type Ends = { readonly from: z.output<typeof moment>; readonly to: z.output<typeof moment> };

function inOrder(what: string) {
  return ({ value: { from, to }, issues }: { value: Ends; issues: z.core.$ZodRawIssue[] }): void => {
    if (from.kind !== to.kind || from.at < to.at) return;
    const message = `${what} ends before it begins`;
    refuse({ issues }, ["to"], { code: "freeze.order", message, hint: "swap from and to" });
  };
}

const concerned = {
  who,
  sites: names.optional().describe("The same as who: { site: [...] }"),
  away: z
    .boolean({ error: "write true or false" })
    .optional()
    .describe("Whether people are not at work then either, as on holidays"),
};
const freezeCalendar = "An .ics file, or a code of public holidays such as DE-BY";
const freezeForms = z.union(
  [
    z.string().check((payload) => {
      if (isCalendarPath(payload.value)) return;
      const message = `${quoted(payload.value)} is no path of an .ics file`;
      refuse(payload, [], { code: "freeze.path", message, hint: freezeHint });
    }),
    strict({ calendar: file.describe(freezeCalendar), ...concerned }),
    strict({ from: moment, to: moment, ...concerned }).check(inOrder("the freeze")),
    strict({ on: codec(z.string({ error: datesForm }), parseDates, () => "", readOnly), ...concerned }),
    strict({ during: during.describe("Mon-Fri 06:00-20:00"), ...concerned }),
    strict({ ...ruleForm, lasts: length.describe("On the wall clock"), ...concerned }).check(
      (payload) => void started(payload.value, payload),
    ),
  ],
  {
    error:
      "write { from: 2026-08-14T18:00, to: 2026-08-17T06:00 }, { on: 25..27 monthly }, { during: Mon-Fri 06:00-20:00 } or { calendar: freezes.ics }",
  },
);
const freezeHint =
  "write ./freezes.ics, { on: 25..27 monthly }, { during: Mon-Fri 06:00-20:00 } or { from: ..., to: ... }";

export const freeze = freezeForms.check(({ value, issues }) => {
  if (typeof value === "string" || value.sites === undefined || value.who === undefined) return;
  if (value.who.site === null) return;
  const message = "the sites stand twice, in sites and in who";
  refuse({ issues }, ["sites"], { code: "who.twice", message, hint: "keep one of the two" });
});
export type WrittenFreeze = z.output<typeof freeze>;

const releaseDate = spoken(forms.releaseDate, parseReleaseDate, releaseDateText);
const releaseMoment = spoken(forms.releaseMoment, parseReleaseMoment, releaseMomentText);

type Move = { readonly from: ReleaseDay; readonly to: ReleaseMoment };
const moves = codec(
  z.record(z.string(), releaseMoment, { error: "write { 2026-08-11: 2026-08-12 }" }),
  (entries, payload): Outcome<readonly Move[]> =>
    done(
      Object.entries(entries).flatMap(([key, to]) => {
        const from = parseReleaseDate(key);
        if (from.ok) return { from: from.value, to };
        for (const problem of from.problems) refuse(payload, [key], problem);
        return [];
      }),
    ),
  (list) => Object.fromEntries(list.map(({ from, to }) => [releaseDateText(from), to])),
);

export const release = z.union(
  [
    strict({ at: instant }),
    strict({
      calendar: file.describe("A shipped calendar such as microsoft, or an .ics file"),
      on: spoken(forms.releaseDay, parseReleaseDay, releaseDayText).describe(
        "A month, a local date, or next",
      ),
      offset: someDays(90).optional().describe("The rollout starts so many local days after it"),
      moved: moves.optional().describe("Releases on another day: { 2026-08-11: 2026-08-12 }"),
      cancelled: z.array(releaseDate).optional().describe("Releases that do not take place: [2026-08]"),
      extra: z.array(releaseMoment).optional().describe("Releases out of band: [2026-08-20T10:00]"),
    }),
  ],
  { error: "write { calendar: microsoft, on: next } or { at: 2026-08-11T17:00Z }" },
);

export const pin = strict({
  who: selector,
  at: moment.describe("In the slot of this time, whatever windows and rings say"),
});

export const exclusion = strict({
  who: selector,
  reason: z.string({ error: "write why" }).min(1).max(500),
});

export const change = strict({
  notice: wait.optional().describe("No restart sooner after the release than this"),
  approved: instant.optional().describe("No restart before the change is approved"),
}).check((payload) => {
  if (payload.value.notice !== undefined || payload.value.approved !== undefined) return;
  const hint = "write change: { notice: 2d, approved: 2026-08-12T09:00Z }";
  refuse(payload, [], { code: "change.empty", message: "the change says nothing", hint });
});

export const holidays = z
  .string({ error: "write a code such as DE-BY, or the path of an .ics file" })
  .min(1)
  .max(4_096)
  .regex(/^\P{Cc}*$/u);
