/** explain: read, plan, say why. */
import {
  type CohortExplanation,
  durationText,
  explain,
  type Explanation,
  findCohort,
  type Grid,
  isoInstant,
  openSolver,
  type Outcome,
  done,
  failed,
  type Instant,
  type Outlook,
  plan,
  type Rollout,
  slotStart,
} from "../../src/index.js";
import { Progress } from "../progress.js";
import { nowAndInventoryOptions, overridingOptions, preparedRequest } from "../request.js";
import { cleanJson } from "../text/clean.js";
import { explainLines } from "../text/explain.js";
import { type Command, type Given, problemsOf, refuse, tellNotes, textOf } from "./command.js";

export const explainCommand: Command = {
  parameters: [{ flags: "<scenario>", help: "scenario (.yaml, .json) or a bare inventory (.csv)" }],
  options: [
    {
      flags: "--cohort <id>",
      help: "why this cohort does not restart earlier: its id, the beginning of it, or a site with one cohort",
    },
    ...overridingOptions,
    ...nowAndInventoryOptions,
    {
      flags: "--json",
      help: 'print { "limits", "headroom", "unpriced", "more", "unscheduled", "cohort" }',
    },
  ],
  examples: [
    "second-tuesday explain scenario.yaml",
    "second-tuesday explain scenario.yaml --cohort Berlin/office/broad",
    "second-tuesday explain scenario.yaml --goal flattest --json | jq .limits",
  ],
  async run(world, [file = ""], options) {
    const progress = new Progress(world);
    progress.show("reading");
    const asked = await preparedRequest(world, file, options);
    const cohort = asked.ok ? cohortOption(asked.value.prepared.rollout, options) : asked;
    if (!asked.ok || !cohort.ok) {
      progress.clear();
      return refuse(world, problemsOf(cohort));
    }
    const [solve, talk] = [await openSolver(), (doing: string): void => progress.show(doing)];
    const planned = plan(asked.value.prepared, solve, talk);
    const explanation = explain(planned, cohort.value, solve, talk);
    progress.clear();
    tellNotes(world, planned.settled.notes);
    if (options["json"] === true)
      world.print(cleanJson(`${JSON.stringify(asJson(explanation, planned.rollout.grid), null, 2)}\n`));
    else world.print(`${explainLines(planned, explanation, world).join("\n")}\n`);
    return planned.plan.unscheduled.length > 0 ? 3 : 0;
  },
};

/** Index of the cohort asked for; null: none is. */
function cohortOption({ demands }: Rollout, options: Given): Outcome<number | null> {
  const text = textOf(options, "cohort");
  if (text === undefined) return done(null);
  const found = findCohort(
    demands.map(({ cohort }) => cohort),
    text,
  );
  if (found.ok) return found;
  return failed(...found.problems.map((problem) => ({ ...problem, place: { path: "--cohort" } })));
}

/** Slots as instants; otherwise field for field what was explained. */
function asJson({ limits, headroom, unpriced, more, unscheduled, groups, cohort }: Explanation, grid: Grid) {
  return {
    limits: limits.map((run) => inTime(run, grid)),
    headroom,
    unpriced,
    more: more.map(({ words, before, after, verdict }) => ({
      change: words,
      verdict,
      before: outlookJson(before),
      after: outlookJson(after),
    })),
    unscheduled,
    groups: groups.map(({ settle, settled, ...group }) => ({
      ...group,
      settle: durationText(settle),
      settled: iso(settled),
    })),
    cohort: cohort === null ? null : cohortJson(cohort, grid),
  };
}

const at = (grid: Grid, slot: number): string => isoInstant(slotStart(grid, slot));
const iso = (when: Instant | null): string | null => (when === null ? null : isoInstant(when));

const inTime = <Range extends { readonly from: number; readonly to: number }>(range: Range, grid: Grid) => ({
  ...range,
  from: at(grid, range.from),
  to: at(grid, range.to),
});

const outlookJson = (outlook: Outlook) => ({ ...outlook, mostRestarted: iso(outlook.mostRestarted) });

const cohortJson = (
  { hours, readiness: { half, most, needed }, first, unused, ...rest }: CohortExplanation,
  grid: Grid,
) => ({
  ...rest,
  hours: hours.map(([from, to]) => inTime({ from, to }, grid)),
  readiness: { half: iso(half), most: iso(most), needed },
  first: first === null ? null : at(grid, first),
  unused: unused.map((run) =>
    run.why === "priced"
      ? { ...inTime(run, grid), met: inTime({ from: run.met[0], to: run.met[1] }, grid) }
      : inTime(run, grid),
  ),
});
