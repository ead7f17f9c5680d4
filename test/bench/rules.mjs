/** Calendar rules expanded over one year (calendar.mjs), three runs. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { median } from "./table.mjs";

const RUNS = 3;

export const names = ["year"];
export const byDefault = names;

/** Microseconds for one rule over one year. */
export function measure(_, limitMs, talk) {
  talk("calendar rules");
  const file = path.join(import.meta.dirname, "calendar.mjs");
  const runs = Array.from({ length: RUNS }, () =>
    JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8", timeout: limitMs })),
  );
  const of = (key) => median(runs.map((figures) => figures[key].us));
  return {
    name: "monthly, weekly and daily rules over one year",
    rules: runs[0].rules,
    rruleRules: runs[0].rruleRules,
    since2003Us: of("since2003"),
    sinceThisYearUs: of("sinceThisYear"),
    startRatio: of("since2003") / of("sinceThisYear"),
    rruleSince2003Us: of("rruleSince2003"),
    rruleSinceThisYearUs: of("rruleSinceThisYear"),
    rruleOverOurs: of("rruleSince2003") / of("since2003"),
    agree: runs.every(({ agree }) => agree),
  };
}

export function text(figures) {
  const us = (value) => `${Math.round(value)} us`;
  return [
    `${figures.name}: ${figures.rules} of ours, ${figures.rruleRules} of rrule's own between`,
    `  ours     begun in 2003 ${us(figures.since2003Us)} a rule, this year ${us(figures.sinceThisYearUs)}, ratio ${figures.startRatio.toFixed(2)}`,
    `  rrule's  begun in 2003 ${us(figures.rruleSince2003Us)} a rule, this year ${us(figures.rruleSinceThisYearUs)}, ${figures.rruleOverOurs.toFixed(1)} times ours since 2003`,
    `  ${figures.agree ? "same dates" : "DIFFERENT DATES"}`,
  ].join("\n");
}
