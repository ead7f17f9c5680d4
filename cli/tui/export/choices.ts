/** What a plan can be written as, where, and how that begins. */
import path from "node:path";
import {
  type ExportTarget,
  exportTargets,
  type ExportTargetName,
  instantOfIso,
  isoWall,
  type Plan,
  type Planned,
  wallOf,
} from "../../../src/index.js";
import { planFileNames } from "../../plan-files.js";
import { clean } from "../../text/clean.js";
import { reportZone } from "../../text/report-frame.js";

export type Choice = {
  readonly name: string;
  readonly title: string;
  /** Null: every file of `plan --out`. */
  readonly target: ExportTargetName | null;
  /** Names of what is written. */
  readonly files: readonly string[];
  /** What it cannot express, sentences; empty: nothing is lost. */
  readonly losses: readonly string[];
};

/** All files first: what most people want. */
export const choicesOf = (planned: Planned): readonly Choice[] => [
  {
    name: "all files",
    title: "plan and scenario, waves as table and calendar",
    target: null,
    files: filesOf(planned),
    losses: [],
  },
  ...(Object.keys(exportTargets) as ExportTargetName[]).map((target): Choice => {
    const { title, file, losses, lossesOf }: ExportTarget = exportTargets[target];
    return {
      name: target,
      title,
      target,
      files: [file],
      losses: [...losses, ...(lossesOf?.(planned.plan) ?? [])],
    };
  }),
];

/** A fleet that stands in the scenario has no names to write devices.csv of. */
const filesOf = ({ settled }: Planned): readonly string[] =>
  planFileNames.filter((name) => name !== "devices.csv" || "file" in settled.scenario.fleet);

/** "plans/2026-08": the month of the release, where most of the fleet is. */
export const usualFolder = (planned: Planned): string =>
  path.join("plans", isoWall(wallOf(instantOfIso(planned.plan.release), reportZone(planned))).slice(0, 7));

/** What enter writes: a folder, or the path of one file. */
export const pathOf = ({ target, files }: Choice, folder: string): string =>
  target === null ? folder : path.join(folder, files[0] ?? "");

/** Lines of a preview at most, and what of each is drawn: more is read in the file. */
const [MOST_LINES, MOST_SIGNS] = [2_000, 400] as const;

const remembered = new WeakMap<Plan, Map<string, readonly string[]>>();

/** Made when it is first looked at. Cleaned. */
export function previewOf({ name, target }: Choice, planned: Planned): readonly string[] {
  const { plan } = planned;
  const own = remembered.get(plan) ?? new Map<string, readonly string[]>();
  remembered.set(plan, own);
  const known = own.get(name);
  if (known !== undefined) return known;
  const lines = target === null ? aboutFiles(planned) : linesOf(exportTargets[target].write(plan));
  own.set(name, lines);
  return lines;
}

function linesOf(text: string): readonly string[] {
  const lines = text.replace(/\n$/, "").split("\n", MOST_LINES + 1);
  const shown = lines.slice(0, MOST_LINES).map((line) => clean(line.replace(/\r$/, "").slice(0, MOST_SIGNS)));
  return lines.length > MOST_LINES ? [...shown, `(the first ${MOST_LINES} lines)`] : shown;
}

const abouts: Readonly<Record<string, string>> = {
  "plan.json": "the plan as other programs read it, with its proof: `check` checks it",
  "scenario.resolved.json": "the scenario with everything filled in, files by their digest",
  "waves.csv": "a row a wave: cohort, start, devices",
  "plan.ics": "an event a wave, for calendars",
  "devices.csv": "a row a device, with the instant of its restart; from the inventory",
};

const aboutFiles = (planned: Planned): readonly string[] =>
  filesOf(planned).map((name) => `${name.padEnd(24)}${abouts[name] ?? ""}`);
