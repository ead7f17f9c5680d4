/** A report worked out of a small scenario, as the thread does it. */
import { type ReportAnswer } from "../../cli/report.js";
import { reportOf } from "../../cli/solving/reported.js";
import { problemLine } from "../../src/problem.js";
import { plan } from "../../src/pipeline.js";
import { prepared, solver } from "../support/planning.js";

/** Two sites, two rings, a service that anybody's big morning would flood, and one of unknown capacity. */
export const document = (name: string, site: string) => ({
  version: 1,
  name,
  timezone: "Europe/Berlin",
  release: { calendar: "microsoft", on: "2026-08" },
  deadline: "4d",
  slot: "60m",
  window: "21:00-05:00",
  fleet: {
    devices: [
      { site, devices: 240, profile: "windows-office" },
      { site: "Pune", devices: 120, profile: "windows-office" },
    ],
  },
  sites: { [site]: { timezone: "Europe/Berlin" }, Pune: { timezone: "Asia/Kolkata" } },
  policies: { even: { kind: "even" }, "window-start": { kind: "window-start" } },
  services: {
    login: { capacity: "2/min", background: { peak: "20/h", shape: "office-day" } },
    vpn: { capacity: "unknown", sites: [site] },
  },
});

export async function told(name = "Small, August 2026", site = "Berlin"): Promise<ReportAnswer> {
  const scenario = document(name, site);
  const ready = await prepared(scenario);
  const solve = await solver();
  const watch = (): void => undefined;
  const text = JSON.stringify(scenario, null, 2);
  const answer = reportOf(plan(ready, solve, watch), {
    file: "scenario.json",
    text,
    points: 3,
    solve,
    watch,
  });
  if (!answer.ok) throw new Error(answer.problems.map(problemLine).join("\n"));
  return answer.value;
}

export const making = { version: "0.0.0", command: "second-tuesday report scenario.json" };
