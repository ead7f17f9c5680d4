/** Recurrence rules as RFC 5545 writes them: text to rule and back. What cannot be meant is refused here. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { instant, isoInstant, isoWall } from "../units.js";
import { quoted } from "./place.js";
import { parseDate, parseMoment } from "./quantity.js";
import type { Rule, Weekday } from "./recurrence-rule.js";
import { limitProblems, planningProblems } from "./rule-limits.js";

/** In a rule's text, by weekday. */
export const weekdayCodes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** What a rule is when its text names nothing but FREQ. */
export const plainRule: Omit<Rule, "freq"> = {
  interval: 1,
  count: null,
  until: null,
  byMonth: [],
  byMonthDay: [],
  byYearDay: [],
  byWeekNo: [],
  byDay: [],
  byHour: [],
  byMinute: [],
  bySecond: [],
  bySetPos: [],
  weekStart: 0,
};

type Writable = { -readonly [Key in keyof Rule]: Rule[Key] };
/** Reads one part's value into the rule; false where the value is not of the part's form. */
type Part = (value: string, rule: Partial<Writable>) => boolean;

/** In the order they are printed. */
const parts: Readonly<Record<string, { readonly form: string; readonly read: Part }>> = {
  // Of the frequencies below DAILY, which only calendars may have, none is worth offering.
  FREQ: { form: "YEARLY, MONTHLY, WEEKLY or DAILY", read: readFreq },
  INTERVAL: { form: "a whole number from 1 to 1000", read: number("interval", 1_000) },
  COUNT: { form: "a whole number from 1 to 10000", read: number("count", 10_000) },
  UNTIL: { form: "20261231, 20261231T235959 or 20261231T235959Z, from 1970 on", read: readUntil },
  BYMONTH: { form: "months from 1 to 12", read: list("byMonth", 1, 12) },
  BYWEEKNO: { form: "weeks from 1 to 53, or from -53 to -1", read: list("byWeekNo", 1, 53, "from the end") },
  BYYEARDAY: {
    form: "days from 1 to 366, or from -366 to -1",
    read: list("byYearDay", 1, 366, "from the end"),
  },
  BYMONTHDAY: {
    form: "days from 1 to 31, or from -31 to -1",
    read: list("byMonthDay", 1, 31, "from the end"),
  },
  BYDAY: { form: "weekdays such as MO or 2TU, at most the 53rd", read: readByDay },
  BYHOUR: { form: "hours from 0 to 23", read: list("byHour", 0, 23) },
  BYMINUTE: { form: "minutes from 0 to 59", read: list("byMinute", 0, 59) },
  BYSECOND: { form: "seconds from 0 to 59", read: list("bySecond", 0, 59) },
  BYSETPOS: {
    form: "places from 1 to 366, or from -366 to -1",
    read: list("bySetPos", 1, 366, "from the end"),
  },
  WKST: { form: "a weekday such as MO", read: readWeekStart },
};

// Every BY part at its fullest stays below this.
const longestText = 5_000;

/** A rule to plan with: `parseAnyRule`, and nothing that windows, presence and freezes cannot follow. */
export function parseRule(text: string): Outcome<Rule> {
  const rule = parseAnyRule(text);
  const problems = rule.ok ? planningProblems(rule.value) : [];
  return problems.length > 0 ? failed(...problems) : rule;
}

/** With or without `RRULE:` before it. Problems name the part; a rule that never happens is one too. */
export function parseAnyRule(text: string): Outcome<Rule> {
  const bare = text.trim().replace(/^RRULE:/i, "");
  if (bare === "" || bare.length > longestText) return failed(syntax(text, "is not a recurrence rule"));
  const rule: Partial<Writable> = {};
  const problems = bare.split(";").flatMap((part, index, all) => readPart(part, rule, all.slice(0, index)));
  if (rule.freq === undefined && !/(^|;)FREQ=/i.test(bare)) problems.push(syntax(text, "has no FREQ"));
  if (problems.length > 0 || rule.freq === undefined) return failed(...problems);
  const whole: Rule = { ...plainRule, freq: rule.freq, ...rule };
  const beyond = limitProblems(whole).map((problem) => ({ ...problem, hint: problem.hint ?? hint }));
  return beyond.length > 0 ? failed(...beyond) : done(whole);
}

const hint = "write a rule such as FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=21;BYMINUTE=0";
const syntax = (text: string, what: string): Problem => ({
  code: "rule.syntax",
  message: `${quoted(text)} ${what}`,
  hint,
});

function readPart(text: string, rule: Partial<Writable>, before: readonly string[]): readonly Problem[] {
  const [key = "", value, ...more] = text.toUpperCase().split("=");
  if (text === "") return [{ ...syntax(";", "has nothing after it"), hint: "take the ; out" }];
  if (value === undefined || more.length > 0 || /\s/.test(text))
    return [syntax(text, "is not of the form KEY=VALUE")];
  const part = Object.hasOwn(parts, key) ? parts[key] : undefined;
  if (part === undefined) {
    const known = `known: ${Object.keys(parts).join(" ")}`;
    return [{ code: "rule.part", message: `${quoted(key)} is not a known part of a rule`, hint: known }];
  }
  if (before.some((earlier) => earlier.toUpperCase().startsWith(`${key}=`)))
    return [{ code: "rule.twice", message: `${key} stands twice`, hint: "keep one" }];
  if (part.read(value, rule)) return [];
  return [{ code: "rule.value", message: `${key} cannot be ${quoted(value)}`, hint: `write ${part.form}` }];
}

const freqs = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"] as const;

function readFreq(value: string, rule: Partial<Writable>): boolean {
  const freq = freqs.find((known) => known === value);
  if (freq === undefined) return false;
  rule.freq = freq;
  return true;
}

function number(field: "interval" | "count", most: number): Part {
  return (value, rule) => {
    const count = /^\d{1,9}$/.test(value) ? Number(value) : 0;
    rule[field] = count;
    return count >= 1 && count <= most;
  };
}

type ListField = Exclude<
  keyof { [K in keyof Rule as Rule[K] extends readonly number[] ? K : never]: K },
  "byDay"
>;

function list(field: ListField, least: number, most: number, direction?: "from the end"): Part {
  return (value, rule) => {
    const texts = value.split(",");
    const numbers = texts.map(Number);
    rule[field] = [...new Set(numbers)].sort((a, b) => a - b);
    const signed = direction === undefined ? /^\d{1,3}$/ : /^[+-]?\d{1,3}$/;
    const inRange = (n: number): boolean =>
      (direction === undefined ? n : Math.abs(n)) >= least && Math.abs(n) <= most;
    return texts.every((text) => signed.test(text)) && numbers.every(inRange);
  };
}

function readByDay(value: string, rule: Partial<Writable>): boolean {
  const days = value.split(",").map((text) => {
    const [, nth, code] = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text) ?? [];
    return { weekday: weekdayOf(code), nth: Number(nth ?? 0), written: nth };
  });
  const readable = days.every(
    ({ weekday, nth, written }) =>
      weekday !== null && (written === undefined || (nth !== 0 && Math.abs(nth) <= 53)),
  );
  const sorted = days
    .map(({ weekday, nth }) => ({ weekday: weekday ?? 0, nth }))
    .sort((a, b) => a.weekday - b.weekday || a.nth - b.nth);
  rule.byDay = sorted.filter(
    (one, index) => one.weekday !== sorted[index - 1]?.weekday || one.nth !== sorted[index - 1]?.nth,
  );
  return readable;
}

function weekdayOf(code: string | undefined): Weekday | null {
  const index = weekdayCodes.findIndex((known) => known === code);
  return index < 0 ? null : (index as Weekday);
}

function readWeekStart(value: string, rule: Partial<Writable>): boolean {
  const weekday = weekdayOf(value);
  rule.weekStart = weekday ?? 0;
  return weekday !== null;
}

function readUntil(value: string, rule: Partial<Writable>): boolean {
  const [, year, month, date, time, hours, minutes, seconds, zulu] =
    /^(\d{4})(\d{2})(\d{2})(?:(T)(\d{2})(\d{2})(\d{2})(Z)?)?$/.exec(value) ?? [];
  const dateOnly = `${year}-${month}-${date}`;
  if (time === undefined) {
    const parsed = parseDate(dateOnly);
    rule.until = parsed.ok ? { kind: "date", at: parsed.value } : null;
    return parsed.ok;
  }
  const parsed = parseMoment(`${dateOnly}T${hours}:${minutes}:${seconds}${zulu ?? ""}`);
  rule.until = parsed.ok ? parsed.value : null;
  return parsed.ok;
}

/** RFC 5545 text without `RRULE:`; parts that say nothing are left out. */
export function ruleText(rule: Rule): string {
  const list = (key: string, values: readonly (number | string)[]) =>
    values.length === 0 ? [] : [`${key}=${values.join(",")}`];
  return [
    `FREQ=${rule.freq}`,
    ...list("INTERVAL", rule.interval === 1 ? [] : [rule.interval]),
    ...list("COUNT", rule.count === null ? [] : [rule.count]),
    ...list("UNTIL", rule.until === null ? [] : [untilText(rule.until)]),
    ...list("BYMONTH", rule.byMonth),
    ...list("BYWEEKNO", rule.byWeekNo),
    ...list("BYYEARDAY", rule.byYearDay),
    ...list("BYMONTHDAY", rule.byMonthDay),
    ...list(
      "BYDAY",
      rule.byDay.map(({ weekday, nth }) => `${nth === 0 ? "" : nth}${weekdayCodes[weekday]}`),
    ),
    ...list("BYHOUR", rule.byHour),
    ...list("BYMINUTE", rule.byMinute),
    ...list("BYSECOND", rule.bySecond),
    ...list("BYSETPOS", rule.bySetPos),
    ...list("WKST", rule.weekStart === 0 ? [] : [weekdayCodes[rule.weekStart]]),
  ].join(";");
}

function untilText(until: NonNullable<Rule["until"]>): string {
  if (until.kind === "instant") return isoInstant(instant(until.at)).replace(/[-:]/g, "");
  const text = isoWall(until.at).replace(/[-:]/g, "");
  return until.kind === "date" ? text.slice(0, 8) : text;
}
