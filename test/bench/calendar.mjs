/**
 * Rules expanded over one year, by us and by rrule's own `between`: rules that began in 2003 against the same rules begun this year.
 * In a process of its own, which prints JSON. rrule walks from the start and is slow at it, so it gets fewer rules; what is
 * reported is the time of one.
 */
import rrule from "rrule";
import { occurrences } from "../../dist/src/calendar/recurrence.js";
import { parseRule } from "../../dist/src/scenario/rule.js";

const OURS = 10_000;
const THEIRS = 500;

const range = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) };
const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Monthly, weekly and daily in turn, no two neighbours alike. */
const ruleText = (i) =>
  [
    `FREQ=MONTHLY;BYDAY=${1 + (i % 4)}${days[i % 7]};BYHOUR=${i % 24}`,
    `FREQ=WEEKLY;INTERVAL=${1 + (i % 3)};BYDAY=${days[i % 7]},${days[(i + 2) % 7]}`,
    `FREQ=DAILY;INTERVAL=${1 + (i % 5)};BYHOUR=${i % 24}`,
  ][i % 3];

/** In January, so that the year asked for is whole. */
const startIn = (year, i) => Date.UTC(year, 0, 1 + (i % 7), i % 24);

function ours(text, start) {
  const found = occurrences(parseRule(text).value, start, range, { startCounts: false });
  return found.value.length;
}

function theirs(text, start) {
  const rule = new rrule.RRule({ ...rrule.RRule.parseString(text), dtstart: new Date(start) });
  return rule.between(new Date(range.from), new Date(range.to - 1), true).length;
}

/** Microseconds for one rule, and occurrences of all. */
function timed(expand, rules, year) {
  for (let i = 0; i < 300; i += 1) expand(ruleText(i), startIn(year, i));
  let found = 0;
  const began = performance.now();
  for (let i = 0; i < rules; i += 1) found += expand(ruleText(i), startIn(year, i));
  return { us: ((performance.now() - began) * 1_000) / rules, found };
}

/** The two must have found the same, or their times mean nothing. */
function agree() {
  for (let i = 0; i < THEIRS; i += 1)
    if (ours(ruleText(i), startIn(2003, i)) !== theirs(ruleText(i), startIn(2003, i))) return false;
  return true;
}

const figures = {
  rules: OURS,
  rruleRules: THEIRS,
  since2003: timed(ours, OURS, 2003),
  sinceThisYear: timed(ours, OURS, 2026),
  rruleSince2003: timed(theirs, THEIRS, 2003),
  rruleSinceThisYear: timed(theirs, THEIRS, 2026),
  agree: agree(),
};
console.log(JSON.stringify(figures));
